package io.shardmesh.node.store;

import io.shardmesh.crypto.Digest;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * Bytes of a pack file, all integers big-endian; see {@code docs/formats/store-pack.md}. A header
 * of 16 bytes, then entries of 16 bytes and a payload. The check of an entry covers its place, so
 * an entry can be found again behind damage without taking bytes inside a payload for one.
 */
final class PackFormat {
    static final int HEADER_BYTES = 16;
    static final int ENTRY_HEADER_BYTES = 16;

    /** A shard record is at most 128 KiB; the rest is room for later kinds. */
    static final int MAX_PAYLOAD_BYTES = 1 << 20;

    static final int MAX_ENTRY_BYTES = ENTRY_HEADER_BYTES + MAX_PAYLOAD_BYTES;

    /** Kind of the entries that hold a shard record. Readers pass over kinds they do not know. */
    static final int SHARD_RECORD = 1;

    /** An inline copy was removed; the payload names it. */
    static final int REMOVED = 2;

    static final int REMOVED_BYTES = 8 + Digest.SIZE_BYTES + 1;

    /** A signed tombstone. */
    static final int TOMBSTONE = 3;

    /** A tombstone was forgotten; the payload names object and owner. */
    static final int FORGOTTEN = 4;

    static final int FORGOTTEN_BYTES = 8 + 2 * Digest.SIZE_BYTES;

    private static final int FILE_MAGIC = 0x534D504B; // "SMPK"
    private static final int ENTRY_MAGIC = 0x534D5045; // "SMPE"

    /**
     * Packs of version 1 have shard records alone; whoever knew no more would bring back the dead.
     */
    private static final int VERSION = 2;

    private PackFormat() {}

    /** Name of a pack's file. */
    static String fileName(long packNumber) {
        return "%08d.pack".formatted(packNumber);
    }

    /** The number of a pack's file; empty for other names. */
    static Optional<Long> parseFileName(String name) {
        if (!name.matches("[0-9]{8,18}\\.pack")) {
            return Optional.empty();
        }
        long number = Long.parseLong(name.substring(0, name.length() - ".pack".length()));
        return fileName(number).equals(name) ? Optional.of(number) : Optional.empty();
    }

    static void writeHeader(ByteBuffer out, long packNumber) {
        out.putInt(FILE_MAGIC).putInt(VERSION << 24).putLong(packNumber);
    }

    /** True for a pack that a later program made. */
    static boolean isOfOtherVersion(ByteBuffer header) {
        return isHeader(header) && (header.get(4) < 1 || header.get(4) > VERSION);
    }

    /** True for a pack into which all that this program writes may go. */
    static boolean isOfThisVersion(ByteBuffer header) {
        return isHeader(header) && header.get(4) == VERSION;
    }

    private static boolean isHeader(ByteBuffer header) {
        return header.remaining() >= HEADER_BYTES && header.getInt(0) == FILE_MAGIC;
    }

    /** Writes a whole entry that will lie at this offset of this pack. */
    static void writeEntry(
            ByteBuffer out, int kind, ByteBuffer payload, long packNumber, long offset) {
        if (payload.remaining() == 0 || payload.remaining() > MAX_PAYLOAD_BYTES) {
            throw new IllegalArgumentException("a payload of " + payload.remaining() + " bytes");
        }
        int length = payload.remaining();
        out.putInt(ENTRY_MAGIC).putInt(length).putInt(kind << 24);
        out.putInt(check(length, kind << 24, payload, packNumber, offset));
        out.put(payload.duplicate());
    }

    /**
     * The length of the valid entry at this index of the window, or 0 when there is none.
     *
     * @param offset where the window's index 0 lies in the pack
     */
    static int entryBytesAt(ByteBuffer window, int index, long packNumber, long offset) {
        if (window.limit() - index <= ENTRY_HEADER_BYTES || window.getInt(index) != ENTRY_MAGIC) {
            return 0;
        }
        int length = window.getInt(index + 4);
        if (length <= 0
                || length > MAX_PAYLOAD_BYTES
                || length > window.limit() - index - ENTRY_HEADER_BYTES) {
            return 0;
        }
        ByteBuffer payload = window.slice(index + ENTRY_HEADER_BYTES, length);
        int flags = window.getInt(index + 8);
        int stated = window.getInt(index + 12);
        return stated == check(length, flags, payload, packNumber, offset + index)
                ? ENTRY_HEADER_BYTES + length
                : 0;
    }

    /** The kind of a valid entry. */
    static int kind(ByteBuffer window, int index) {
        return window.get(index + 8) & 0xFF;
    }

    private static int check(
            int length, int flags, ByteBuffer payload, long packNumber, long offset) {
        ByteBuffer place = ByteBuffer.allocate(24);
        place.putLong(packNumber).putLong(offset).putInt(length).putInt(flags).flip();
        CRC32C crc = new CRC32C();
        crc.update(place);
        crc.update(payload.duplicate());
        return (int) crc.getValue();
    }
}
