package io.shardmesh.testing.attack;

import io.shardmesh.crypto.SigningKey;
import io.shardmesh.libp2p.noise.NoiseHandshake;
import io.shardmesh.libp2p.noise.NoiseSession;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * A TCP connection to a node, with which anything can be sent in any state. It begins before the
 * first negotiation; {@link #secure} and {@link #shake} take it further. One thread.
 */
public final class RawPeer implements Closeable {
    /** Types and flags of yamux frames. */
    static final int DATA = 0;

    static final int WINDOW = 1;
    static final int PING = 2;
    static final int GO_AWAY = 3;
    static final int SYN = 1;
    static final int ACK = 2;
    static final int FIN = 4;
    static final int RST = 8;

    private static final String YAMUX = "/yamux/1.0.0";
    private static final String MULTISTREAM = "/multistream/1.0.0";
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Socket socket;
    private final Queue<ByteBuffer> plain = new ArrayDeque<>();
    private @Nullable NoiseHandshake handshake;
    private @Nullable NoiseSession session;

    private RawPeer(Socket socket) {
        this.socket = socket;
    }

    /** Connects to {@code target} from local address {@code from}, such as 127.0.0.2. */
    public static RawPeer connect(String from, InetSocketAddress target) throws IOException {
        Socket socket = new Socket();
        socket.setTcpNoDelay(true);
        socket.bind(new InetSocketAddress(InetAddress.getByName(from), 0));
        socket.connect(target, (int) CONNECT_LIMIT.toMillis());
        return new RawPeer(socket);
    }

    /** Sends bytes as they are. */
    public void raw(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    /** One multistream message. */
    static byte[] line(String text) {
        byte[] bytes = (text + "\n").getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int length = bytes.length;
        for (; length >= 0x80; length >>>= 7) {
            out.write(length | 0x80);
        }
        out.write(length);
        out.writeBytes(bytes);
        return out.toByteArray();
    }

    /** Header and proposals of a negotiation. */
    static byte[] proposals(String... protocols) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(line(MULTISTREAM));
        for (String protocol : protocols) {
            out.writeBytes(line(protocol));
        }
        return out.toByteArray();
    }

    /** Agrees on Noise. */
    public RawPeer secure() throws IOException {
        byte[] sent = proposals(NoiseHandshake.PROTOCOL);
        raw(sent);
        byte[] answer = readRaw(sent.length);
        if (!java.util.Arrays.equals(sent, answer)) {
            throw new IOException("the node does not agree on Noise");
        }
        return this;
    }

    /** Makes the handshake, with an identity of its own, and offers yamux in it. */
    public RawPeer shake() throws IOException {
        begin();
        NoiseHandshake under = handshake();
        NoiseHandshake.Step step = under.receive(ByteBuffer.wrap(readFrame()));
        if (!(step instanceof NoiseHandshake.Complete(byte[] toSend, NoiseSession made))) {
            throw new IOException("the handshake failed: " + step);
        }
        raw(toSend);
        session = made;
        return this;
    }

    /** Sends the first message of the handshake. */
    RawPeer begin() throws IOException {
        SigningKey identity = SigningKey.generate(RANDOM::nextBytes);
        NoiseHandshake started =
                NoiseHandshake.initiator(
                        identity, Optional.empty(), List.of(YAMUX), RANDOM::nextBytes);
        handshake = started;
        raw(started.start());
        return this;
    }

    /** One frame with its length, as it came. */
    byte[] readFrame() throws IOException {
        byte[] length = readRaw(2);
        int bytes = (length[0] & 0xff) << 8 | (length[1] & 0xff);
        byte[] frame = readRaw(bytes);
        return ByteBuffer.allocate(2 + bytes).put(length).put(frame).array();
    }

    /** Sends bytes through the channel. */
    RawPeer sealed(byte[] bytes) throws IOException {
        raw(seal(bytes));
        return this;
    }

    /** Seals bytes without sending them. */
    byte[] seal(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        session()
                .encrypt(
                        ByteBuffer.wrap(bytes),
                        ByteBuffer.allocate(NoiseSession.FRAME_BYTES),
                        frame -> {
                            byte[] copy = new byte[frame.remaining()];
                            frame.get(copy);
                            out.writeBytes(copy);
                        });
        return out.toByteArray();
    }

    /** The 12 bytes of a yamux header. */
    static byte[] header(int version, int type, int flags, int stream, long length) {
        return ByteBuffer.allocate(12)
                .put((byte) version)
                .put((byte) type)
                .putShort((short) flags)
                .putInt(stream)
                .putInt((int) length)
                .array();
    }

    /** Sends a yamux header. */
    RawPeer frame(int type, int flags, int stream, long length) throws IOException {
        return sealed(header(0, type, flags, stream, length));
    }

    /** Sends data on a stream, with flags. */
    RawPeer data(int flags, int stream, byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(header(0, DATA, flags, stream, bytes.length));
        out.writeBytes(bytes);
        return sealed(out.toByteArray());
    }

    /** Opens a stream and proposes a protocol; the answer is not waited for. */
    public RawPeer open(int stream, String protocol) throws IOException {
        return data(SYN, stream, proposals(protocol));
    }

    /** A frame from the node; waits for it. */
    YamuxFrame read() throws IOException {
        ByteBuffer header = ByteBuffer.wrap(readPlain(12));
        int type = header.get(1);
        int flags = header.getShort(2) & 0xffff;
        long length = header.getInt(8) & 0xffff_ffffL;
        byte[] data = type == DATA ? readPlain((int) length) : new byte[0];
        return new YamuxFrame(type, flags, header.getInt(4), length, data);
    }

    /** A frame that came. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    record YamuxFrame(int type, int flags, int stream, long length, byte[] data) {
        boolean has(int flag) {
            return (flags & flag) != 0;
        }
    }

    /** How long one read may wait. */
    public void patience(Duration limit) {
        try {
            socket.setSoTimeout((int) Math.max(1, limit.toMillis()));
        } catch (SocketException closed) {
            throw new UncheckedIOException(closed);
        }
    }

    private byte[] readPlain(int count) throws IOException {
        ByteBuffer out = ByteBuffer.allocate(count);
        while (out.hasRemaining()) {
            ByteBuffer next = plain.peek();
            if (next == null) {
                var result = session().receive(ByteBuffer.wrap(readFrame()), plain::add);
                if (result instanceof NoiseSession.Failed(String why)) {
                    throw new IOException(why);
                }
                continue;
            }
            int bytes = Math.min(next.remaining(), out.remaining());
            out.put(next.slice(next.position(), bytes));
            next.position(next.position() + bytes);
            if (!next.hasRemaining()) {
                plain.remove();
            }
        }
        return out.array();
    }

    /** Reads bytes as they are. */
    byte[] readRaw(int count) throws IOException {
        byte[] bytes = socket.getInputStream().readNBytes(count);
        if (bytes.length < count) {
            throw new EOFException("the node closed the connection");
        }
        return bytes;
    }

    private NoiseHandshake handshake() {
        if (handshake == null) {
            throw new IllegalStateException("no handshake");
        }
        return handshake;
    }

    private NoiseSession session() {
        if (session == null) {
            throw new IllegalStateException("no channel");
        }
        return session;
    }

    @Override
    public void close() throws IOException {
        socket.close();
        if (handshake != null) {
            handshake.close();
        }
        if (session != null) {
            session.close();
        }
    }
}
