package io.shardmesh.node.record;

import java.time.Instant;
import java.util.Arrays;

/**
 * What only readers of an object may know; {@code FileKey.sealMetadata} seals its encoding. That is
 * padded with zeros to 512, 1,024, 2,048 or 4,096 bytes, so the length of an ordinary name does not
 * show. See {@code docs/formats/manifest.md}.
 *
 * @param name the name it was put under, at most 1,024 bytes of UTF-8, no NUL; may be empty
 * @param sizeBytes the true size
 * @param type its media type in ASCII, at most 255 bytes; empty when unknown
 * @param mode permission bits as in POSIX, e.g. 0644; 0 when unknown
 * @param modified when the source was last changed
 * @param stored when it was put
 */
public record Metadata(
        String name, long sizeBytes, String type, int mode, Instant modified, Instant stored) {
    private static final RecordKind KIND = RecordKind.METADATA;
    private static final int LEAST_BYTES = 512;
    private static final int MAX_MODE = 07777;
    private static final int MAX_NANOS = 999_999_999;

    /**
     * Checks the limits.
     *
     * @throws IllegalArgumentException naming the field that is outside of them
     */
    public Metadata {
        if (RecordText.utf8Bytes(name) > RecordLimits.NAME_BYTES || name.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("name is too long or has a NUL");
        }
        if (type.length() > RecordLimits.TYPE_BYTES || !RecordText.isPrintableAscii(type)) {
            throw new IllegalArgumentException("type is too long or not printable ASCII");
        }
        if (sizeBytes < 0 || mode < 0 || mode > MAX_MODE) {
            throw new IllegalArgumentException("sizeBytes or mode is out of bounds");
        }
    }

    /** The padded encoding. */
    public byte[] encode() {
        RecordWriter out = RecordWriter.of(KIND).u64(sizeBytes).u16(mode);
        writeTime(out, modified);
        writeTime(out, stored);
        byte[] bytes = out.text16(name).text8(type).noExtensions().finish();
        return Arrays.copyOf(bytes, paddedBytes(bytes.length));
    }

    /**
     * Reads the padded encoding.
     *
     * @throws MalformedRecordException when the bytes are anything else
     */
    public static Metadata decode(byte[] bytes) {
        RecordReader in = RecordReader.of(KIND, bytes);
        long sizeBytes = in.u64("sizeBytes");
        int mode = in.u16("mode", 0, MAX_MODE);
        Instant modified = readTime(in, "modified");
        Instant stored = readTime(in, "stored");
        String name = in.text16("name", 0, RecordLimits.NAME_BYTES);
        String type = in.text8("type", 0, RecordLimits.TYPE_BYTES);
        in.extensions();
        int usedBytes = bytes.length - in.remaining();
        if (bytes.length != paddedBytes(usedBytes)) {
            throw in.malformed("padding", bytes.length + " bytes are not a padded size");
        }
        for (byte next : in.raw("padding", in.remaining())) {
            if (next != 0) {
                throw in.malformed("padding", "not zero");
            }
        }
        try {
            return new Metadata(name, sizeBytes, type, mode, modified, stored);
        } catch (IllegalArgumentException e) {
            throw in.malformed("text", String.valueOf(e.getMessage()));
        }
    }

    /** The size alone: a name belongs in no log. */
    @Override
    public String toString() {
        return "metadata of " + sizeBytes + " bytes";
    }

    private static int paddedBytes(int usedBytes) {
        return Math.max(LEAST_BYTES, Integer.highestOneBit(usedBytes - 1) << 1);
    }

    /** Files have times before 1970 and in nanoseconds, so these are wider than record times. */
    private static void writeTime(RecordWriter out, Instant time) {
        out.i64(time.getEpochSecond()).u32(time.getNano());
    }

    private static Instant readTime(RecordReader in, String field) {
        long second = in.i64(field);
        long nano = in.u32(field);
        if (second < Instant.MIN.getEpochSecond()
                || second > Instant.MAX.getEpochSecond()
                || nano > MAX_NANOS) {
            throw in.malformed(field, "no such time");
        }
        return Instant.ofEpochSecond(second, nano);
    }
}
