package io.shardmesh.node.record;

import io.shardmesh.crypto.Digest;
import io.shardmesh.crypto.Signature;
import io.shardmesh.crypto.VerifyingKey;
import io.shardmesh.libp2p.multiformats.PeerId;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * Writes one record: big-endian integers of fixed width, lengths in front of what varies. It checks
 * what {@link RecordReader} checks, so what was written can be read; a value out of bounds is a bug
 * of the caller and throws {@link IllegalArgumentException}.
 */
public final class RecordWriter {
    private final RecordKind kind;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream(256);

    private RecordWriter(RecordKind kind) {
        this.kind = kind;
    }

    /** A writer that has written the magic bytes, kind and version. */
    public static RecordWriter of(RecordKind kind) {
        RecordWriter writer = new RecordWriter(kind);
        return writer.u8('S').u8('M').u8(kind.letter()).u8(RecordKind.VERSION);
    }

    /** One byte, 0 to 255. */
    public RecordWriter u8(int value) {
        return unsigned(value, 1);
    }

    /** Two bytes, 0 to 65,535. */
    public RecordWriter u16(int value) {
        return unsigned(value, 2);
    }

    /** Four bytes, 0 to 2^32 - 1. */
    public RecordWriter u32(long value) {
        return unsigned(value, 4);
    }

    /** Eight bytes. The reader refuses values above 2^63 - 1, so negative ones are a bug. */
    public RecordWriter u64(long value) {
        return unsigned(value, 8);
    }

    /** Eight bytes, two's complement. */
    public RecordWriter i64(long value) {
        bigEndian(value, 8);
        return this;
    }

    /** A time in whole milliseconds since 1970 as u64; what is finer is lost. */
    public RecordWriter time(Instant value) {
        return u64(value.toEpochMilli());
    }

    /** The bytes, with no length: for fixed sizes. */
    public RecordWriter raw(byte[] bytes) {
        out.write(bytes, 0, bytes.length);
        return this;
    }

    /** 32 bytes. */
    public RecordWriter digest(Digest digest) {
        return raw(digest.bytes());
    }

    /** 32 bytes. */
    public RecordWriter key(VerifyingKey key) {
        return raw(key.bytes());
    }

    /** A length of one byte and the multihash. */
    public RecordWriter peer(PeerId peer) {
        return bytes8(peer.bytes());
    }

    /** A length of one byte and the bytes. */
    public RecordWriter bytes8(byte[] bytes) {
        return u8(bytes.length).raw(bytes);
    }

    /** A length of two bytes and the bytes. */
    public RecordWriter bytes16(byte[] bytes) {
        return u16(bytes.length).raw(bytes);
    }

    /** A length of four bytes and the bytes. */
    public RecordWriter bytes32(byte[] bytes) {
        return u32(bytes.length).raw(bytes);
    }

    /** A length of one byte and UTF-8. */
    public RecordWriter text8(String text) {
        return bytes8(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A length of two bytes and UTF-8. */
    public RecordWriter text16(String text) {
        return bytes16(text.getBytes(StandardCharsets.UTF_8));
    }

    /** An empty extension section: this version has no extensions to write. */
    public RecordWriter noExtensions() {
        return u16(0);
    }

    /** 64 bytes. */
    public RecordWriter signature(Signature signature) {
        return raw(signature.bytes());
    }

    /** How many bytes were written so far. */
    public int size() {
        return out.size();
    }

    /**
     * All that was written.
     *
     * @throws IllegalArgumentException when the record is longer than its kind allows
     */
    public byte[] finish() {
        if (out.size() > kind.maxBytes()) {
            throw new IllegalArgumentException(
                    "a " + kind.label() + " of " + out.size() + " bytes is over its limit");
        }
        return out.toByteArray();
    }

    private RecordWriter unsigned(long value, int count) {
        if (value < 0 || (count < 8 && value >>> (8 * count) != 0)) {
            throw new IllegalArgumentException(value + " does not fit " + count + " bytes");
        }
        bigEndian(value, count);
        return this;
    }

    private void bigEndian(long value, int count) {
        for (int shift = 8 * (count - 1); shift >= 0; shift -= 8) {
            out.write((int) (value >>> shift));
        }
    }
}
