package io.shardmesh.libp2p.noise;

import io.shardmesh.crypto.SecretBytes;
import io.shardmesh.crypto.channel.FrameOpener;
import io.shardmesh.crypto.channel.FrameSealer;
import io.shardmesh.libp2p.multiformats.PeerId;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The transport phase of a secure channel: what is sent becomes frames, frames become what was sent
 * (libp2p specs, noise/README.md; Noise specification, section 4).
 *
 * <p>Not thread-safe; the two directions do not share state. {@link #close} wipes the keys.
 */
public final class NoiseSession implements AutoCloseable {
    /** Longest plaintext of one frame; buffers of this size make the fewest frames. */
    public static final int MAX_PLAIN_BYTES = FrameReader.MAX_FRAME_BYTES - FrameSealer.TAG_BYTES;

    /** Longest frame, with its length. */
    public static final int FRAME_BYTES =
            FrameReader.LENGTH_BYTES + MAX_PLAIN_BYTES + FrameSealer.TAG_BYTES;

    private final HandshakePayload remote;
    private final byte[] handshakeHash;
    private final Optional<String> muxer;
    private final FrameSealer sealer;
    private final FrameOpener opener;
    private final FrameReader frames = new FrameReader();
    private boolean failed;

    /** What became of received bytes. */
    public sealed interface Decrypted {}

    /** All frames so far were authentic. */
    public record Ok() implements Decrypted {}

    /** A frame was not authentic: the connection must end, and nothing more is decrypted. */
    public record Failed(String why) implements Decrypted {}

    NoiseSession(
            HandshakePayload remote,
            byte[] handshakeHash,
            Optional<String> muxer,
            SecretBytes sendKey,
            SecretBytes receiveKey) {
        this.remote = remote;
        this.handshakeHash = handshakeHash;
        this.muxer = muxer;
        this.sealer = FrameSealer.create(sendKey);
        this.opener = FrameOpener.create(receiveKey);
    }

    /** The peer that proved its identity in the handshake. */
    public PeerId remote() {
        return remote.peer();
    }

    /** The PublicKey message of {@link #remote}. */
    public byte[] remotePublicKeyMessage() {
        return remote.publicKeyMessage().clone();
    }

    /**
     * The hash of the whole handshake: 32 bytes, the same on both sides and different on every
     * connection. What is signed together with it holds for this connection only.
     */
    public byte[] handshakeHash() {
        return handshakeHash.clone();
    }

    /** The muxer chosen inside the handshake; empty means: negotiate it inside the channel. */
    public Optional<String> muxer() {
        return muxer;
    }

    /**
     * Encrypts all that remains in {@code plain}.
     *
     * @param memory of {@link #FRAME_BYTES} at least, in which each frame is made; may be the same
     *     in every call
     * @param out takes each frame, and copies what it keeps
     */
    public void encrypt(ByteBuffer plain, ByteBuffer memory, Consumer<ByteBuffer> out) {
        while (plain.hasRemaining()) {
            int plainBytes = Math.min(plain.remaining(), MAX_PLAIN_BYTES);
            ByteBuffer frame = memory.clear();
            frame.putShort((short) (plainBytes + FrameSealer.TAG_BYTES));
            sealer.seal(plain.slice(plain.position(), plainBytes), frame);
            plain.position(plain.position() + plainBytes);
            out.accept(frame.flip());
        }
    }

    /**
     * Decrypts the frames in {@code in}, in pieces of any size; all of it is consumed.
     *
     * @param out takes the content of each frame in a buffer of its own that it may keep
     */
    public Decrypted receive(ByteBuffer in, Consumer<ByteBuffer> out) {
        Optional<ByteBuffer> frame = failed ? Optional.empty() : frames.read(in);
        while (frame.isPresent()) {
            ByteBuffer plain = frame.get().duplicate();
            if (!opener.open(frame.get(), plain)) {
                failed = true;
                break;
            }
            if (plain.flip().hasRemaining()) {
                out.accept(plain);
            }
            frame = frames.read(in);
        }
        return failed ? new Failed("a frame is not authentic") : new Ok();
    }

    /** Wipes both keys; nothing can be encrypted or decrypted any more. */
    @Override
    public void close() {
        sealer.close();
        opener.close();
    }
}
