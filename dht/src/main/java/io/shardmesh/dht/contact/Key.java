package io.shardmesh.dht.contact;

import io.shardmesh.crypto.Sha256;
import io.shardmesh.libp2p.multiformats.MalformedException;
import io.shardmesh.libp2p.multiformats.PeerId;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The bytes that a DHT request asks about: a peer id's multihash, a content's multihash, or a
 * record key with its namespace. Immutable; equal by bytes.
 */
public final class Key {
    /**
     * Longest key taken from others; the longest in use ("/ipns/" and a multihash) has 50 bytes.
     */
    public static final int MAX_BYTES = 256;

    private final byte[] bytes;
    private final Position position;

    private Key(byte[] bytes) {
        this.bytes = bytes;
        this.position = Position.ofDigest(Sha256.hash(bytes));
    }

    /** The key under which {@code peer} itself is looked up: its multihash. */
    public static Key of(PeerId peer) {
        return new Key(peer.bytes());
    }

    /**
     * The key with a copy of these bytes.
     *
     * @throws MalformedException when there are none, or more than {@link #MAX_BYTES}
     */
    public static Key of(byte[] bytes) {
        if (bytes.length == 0 || bytes.length > MAX_BYTES) {
            throw new MalformedException("DHT key has " + bytes.length + " bytes");
        }
        return new Key(bytes.clone());
    }

    /** A copy of the bytes. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** Where the key lies: SHA-256 of its bytes (libp2p specs, kad-dht). */
    public Position position() {
        return position;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Key key && Arrays.equals(bytes, key.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** The bytes in hexadecimal. */
    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes);
    }
}
