package io.shardmesh.node.record;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Immutable bytes with value equality: what records hold in place of arrays. */
public final class Bytes {
    private static final Bytes EMPTY = new Bytes(new byte[0]);

    private final byte[] content;

    private Bytes(byte[] content) {
        this.content = content;
    }

    /** No bytes. */
    public static Bytes empty() {
        return EMPTY;
    }

    /** A copy of the array. */
    public static Bytes of(byte[] content) {
        return new Bytes(content.clone());
    }

    /** Without a copy, for arrays that were made by the caller and go nowhere else. */
    static Bytes takeOver(byte[] content) {
        return new Bytes(content);
    }

    /** How many bytes there are. */
    public int size() {
        return content.length;
    }

    /** A copy. */
    public byte[] toArray() {
        return content.clone();
    }

    /** A read-only view, without a copy. */
    public ByteBuffer buffer() {
        return ByteBuffer.wrap(content).asReadOnlyBuffer();
    }

    /** Package only, to be read and never written. */
    byte[] live() {
        return content;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes bytes && Arrays.equals(content, bytes.content);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(content);
    }

    /** The count alone: what is in them may be of any length, and not everybody's business. */
    @Override
    public String toString() {
        return content.length + " bytes";
    }
}
