package io.shardmesh.node.record;

import io.shardmesh.crypto.Digest;
import io.shardmesh.crypto.Signature;
import io.shardmesh.crypto.VerifyingKey;
import io.shardmesh.libp2p.multiformats.MalformedException;
import io.shardmesh.libp2p.multiformats.PeerId;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;

/**
 * Reads one record that others wrote. Every length is compared with its limit and with what is left
 * before anything is allocated, and all that can be wrong ends in a {@link
 * MalformedRecordException} that names the field.
 */
public final class RecordReader {
    /** Extension types from here on must be understood: a reader that does not refuses. */
    private static final int CRITICAL_EXTENSION = 0x8000;

    private final RecordKind kind;
    private final byte[] bytes;
    private final ByteBuffer in;

    private RecordReader(RecordKind kind, byte[] bytes) {
        this.kind = kind;
        this.bytes = bytes;
        this.in = ByteBuffer.wrap(bytes);
    }

    /**
     * A reader behind magic bytes, kind and version.
     *
     * @throws MalformedRecordException when the bytes are too many, of another kind or version
     */
    public static RecordReader of(RecordKind kind, byte[] bytes) {
        RecordReader reader = new RecordReader(kind, bytes);
        if (bytes.length > kind.maxBytes()) {
            throw reader.malformed("length", bytes.length + " bytes are over the limit");
        }
        if (reader.u8("magic") != 'S' || reader.u8("magic") != 'M') {
            throw reader.malformed("magic", "not a record");
        }
        if (reader.u8("kind") != kind.letter()) {
            throw reader.malformed("kind", "another kind of record");
        }
        int version = reader.u8("version");
        if (version != RecordKind.VERSION) {
            throw reader.malformed("version", "version " + version + " is not known here");
        }
        return reader;
    }

    /** The exception for a field of this record. */
    public MalformedRecordException malformed(String field, String why) {
        return new MalformedRecordException(kind.label() + "." + field, why);
    }

    /** One byte. */
    public int u8(String field) {
        need(field, 1);
        return in.get() & 0xff;
    }

    /** One byte from a range. */
    public int u8(String field, int min, int max) {
        return (int) range(field, u8(field), min, max);
    }

    /** Two bytes. */
    public int u16(String field) {
        need(field, 2);
        return in.getShort() & 0xffff;
    }

    /** Two bytes from a range. */
    public int u16(String field, int min, int max) {
        return (int) range(field, u16(field), min, max);
    }

    /** Four bytes. */
    public long u32(String field) {
        need(field, 4);
        return in.getInt() & 0xffff_ffffL;
    }

    /** Eight bytes, at most 2^63 - 1. */
    public long u64(String field) {
        return u64(field, 0, Long.MAX_VALUE);
    }

    /** Eight bytes from a range. */
    public long u64(String field, long min, long max) {
        return range(field, i64(field), min, max);
    }

    /** Eight bytes, two's complement. */
    public long i64(String field) {
        need(field, 8);
        return in.getLong();
    }

    /** Whole milliseconds since 1970, until the year 9999. */
    public Instant time(String field) {
        return Instant.ofEpochMilli(u64(field, 0, RecordTime.MAX.toEpochMilli()));
    }

    /** A fixed number of bytes. */
    public byte[] raw(String field, int count) {
        need(field, count);
        byte[] bytes = new byte[count];
        in.get(bytes);
        return bytes;
    }

    /** 32 bytes. */
    public Digest digest(String field) {
        return Digest.of(raw(field, Digest.SIZE_BYTES));
    }

    /** 32 bytes of an Ed25519 key. */
    public VerifyingKey key(String field) {
        byte[] bytes = raw(field, 32);
        try {
            return VerifyingKey.of(bytes);
        } catch (IllegalArgumentException e) {
            throw malformed(field, "not a signing key");
        }
    }

    /** A length of one byte and a peer id's multihash. */
    public PeerId peer(String field) {
        byte[] bytes = bytes8(field, 1, RecordLimits.PEER_ID_BYTES);
        try {
            return PeerId.ofMultihash(bytes);
        } catch (MalformedException | IllegalArgumentException e) {
            throw malformed(field, "not a peer id");
        }
    }

    /** 64 bytes. */
    public Signature signature() {
        return Signature.of(raw("signature", 64));
    }

    /** A length of one byte, within bounds, and that many bytes. */
    public byte[] bytes8(String field, int min, int max) {
        return raw(field, u8(field, min, max));
    }

    /** A length of two bytes, within bounds, and that many bytes. */
    public byte[] bytes16(String field, int min, int max) {
        return raw(field, u16(field, min, max));
    }

    /** A length of four bytes, within bounds, and that many bytes. */
    public byte[] bytes32(String field, int min, int max) {
        return raw(field, (int) range(field, u32(field), min, max));
    }

    /** A length of one byte, within bounds, and UTF-8. */
    public String text8(String field, int min, int max) {
        return text(field, bytes8(field, min, max));
    }

    /** A length of two bytes, within bounds, and UTF-8. */
    public String text16(String field, int min, int max) {
        return text(field, bytes16(field, min, max));
    }

    /**
     * Skips the extension section: what later versions of the program add. Types rise, so there is
     * one form only; the ones from 0x8000 on may not be skipped.
     */
    public void extensions() {
        extensions(RecordLimits.EXTENSION_BYTES);
    }

    /** The same for the section of one entry in a list. */
    public void entryExtensions() {
        extensions(RecordLimits.ENTRY_EXTENSION_BYTES);
    }

    private void extensions(int maxBytes) {
        int count = u16("extensions", 0, maxBytes);
        need("extensions", count);
        int end = in.position() + count;
        int previous = -1;
        while (in.position() < end) {
            int type = u16("extensions");
            int length = u16("extensions");
            if (type <= previous || length > end - in.position()) {
                throw malformed("extensions", "out of order or too long");
            }
            if (type >= CRITICAL_EXTENSION) {
                throw malformed("extensions", "type " + type + " must be understood and is not");
            }
            in.position(in.position() + length);
            previous = type;
        }
        if (in.position() != end) {
            throw malformed("extensions", "longer than their section");
        }
    }

    /** How many bytes are left. */
    public int remaining() {
        return in.remaining();
    }

    /** A copy of all bytes up to here, magic bytes included: what a signature behind it covers. */
    public byte[] consumed() {
        return Arrays.copyOf(bytes, in.position());
    }

    /**
     * Checks that nothing is left.
     *
     * @throws MalformedRecordException when bytes follow the record
     */
    public void end() {
        if (in.hasRemaining()) {
            throw malformed("length", in.remaining() + " bytes too many");
        }
    }

    private void need(String field, int count) {
        if (in.remaining() < count) {
            throw malformed(field, "the record ends too early");
        }
    }

    private long range(String field, long value, long min, long max) {
        if (value < min || value > max) {
            throw malformed(field, value + " is not within " + min + " to " + max);
        }
        return value;
    }

    private String text(String field, byte[] bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw malformed(field, "not UTF-8");
        }
    }
}
