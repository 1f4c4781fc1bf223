package io.shardmesh.node.bundle;

import io.shardmesh.crypto.Digest;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What lies in a bundle and where: the last bytes of its content, so that it can be written in one
 * pass and names can be read from the bundle alone.
 *
 * @param entries by offset, none over another
 */
public record BundleIndex(List<Entry> entries) {
    /** Media type of a bundle in its sealed metadata, by which it is told from a file. */
    public static final String TYPE = "application/vnd.shardmesh.bundle";

    /** Keeps the catalog's work for one put, and what a reader has to hold, small. */
    public static final int MAX_FILE_COUNT = 16_384;

    /** With its footer; room for as many files with names of 190 bytes. */
    public static final int MAX_BYTES = 4 << 20;

    /** Length of the index and a mark, behind it. */
    public static final int FOOTER_BYTES = Integer.BYTES + Long.BYTES;

    private static final long HEAD_MARK = 0x53484d424e444c31L; // SHMBNDL1
    private static final long END_MARK = 0x53484d42454e4431L; // SHMBEND1
    private static final int HEAD_BYTES = Long.BYTES + Integer.BYTES;
    private static final int FIXED_BYTES = 1 + 8 + 8 + Digest.SIZE_BYTES + 2 + 8 + 4 + 2 + 2;
    private static final int ABSENT = 1;
    private static final int MAX_NANOS = 999_999_999;

    /**
     * A place in the bundle.
     *
     * @param file what was meant to lie there
     * @param present false when it could not be read to its end: the place has zeros, or a part of
     *     it, and nobody has got a name for it. It stays in the index because a put says its length
     *     before it reads
     */
    public record Entry(BundledFile file, boolean present) {}

    /** Checks order, number and that no name stands for two files. */
    public BundleIndex {
        entries = List.copyOf(entries);
        if (entries.size() > MAX_FILE_COUNT) {
            throw new IllegalArgumentException(entries.size() + " files");
        }
        long end = 0;
        Set<String> names = new HashSet<>();
        for (Entry entry : entries) {
            BundledFile file = entry.file();
            if (file.offset() < end) {
                throw new IllegalArgumentException("a file at " + file.offset() + " in another");
            }
            if (!names.add(file.name())) {
                throw new IllegalArgumentException("two files of one name");
            }
            end = file.offset() + file.sizeBytes();
        }
    }

    /** Bytes that a file of that name and type takes in an index. */
    public static int entryBytes(String name, String type) {
        return FIXED_BYTES
                + name.getBytes(StandardCharsets.UTF_8).length
                + type.getBytes(StandardCharsets.UTF_8).length;
    }

    /** Bytes of an index, with its footer, whose entries take so many. */
    public static int sizeBytes(int entriesBytes) {
        return HEAD_BYTES + entriesBytes + FOOTER_BYTES;
    }

    /** The index with its footer. */
    public byte[] encode() {
        int entriesBytes =
                entries.stream()
                        .mapToInt(
                                each -> entryBytes(each.file().name(), each.file().facts().type()))
                        .sum();
        ByteBuffer out = ByteBuffer.allocate(sizeBytes(entriesBytes));
        out.putLong(HEAD_MARK).putInt(entries.size());
        entries.forEach(entry -> write(out, entry));
        return out.putInt(out.position()).putLong(END_MARK).array();
    }

    private static void write(ByteBuffer out, Entry entry) {
        BundledFile file = entry.file();
        BundledFile.Facts facts = file.facts();
        out.put((byte) (entry.present() ? 0 : ABSENT)).putLong(file.offset());
        file.digest().writeTo(out.putLong(file.sizeBytes()));
        out.putShort((short) facts.mode());
        writeTime(out, facts.modified());
        writeText(out, file.name());
        writeText(out, facts.type());
    }

    private static void writeText(ByteBuffer out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.putShort((short) bytes.length).put(bytes);
    }

    /**
     * How many bytes the index before this footer takes with it; empty when it is no footer of a
     * bundle of that size.
     *
     * @param footer the last {@link #FOOTER_BYTES} of the content
     * @param contentBytes true size of the bundle
     */
    public static Optional<Integer> sizeBytes(ByteBuffer footer, long contentBytes) {
        ByteBuffer in = footer.duplicate();
        if (in.remaining() != FOOTER_BYTES) {
            return Optional.empty();
        }
        long sizeBytes = (in.getInt() & 0xFFFF_FFFFL) + FOOTER_BYTES;
        boolean fits = sizeBytes <= Math.min(contentBytes, MAX_BYTES);
        return in.getLong() == END_MARK && fits ? Optional.of((int) sizeBytes) : Optional.empty();
    }

    /**
     * Reads an index with its footer; empty when the bytes are anything else, or speak of files
     * that reach into it.
     *
     * @param offset where the index begins in the content
     */
    public static Optional<BundleIndex> decode(byte[] bytes, long offset) {
        if (bytes.length < HEAD_BYTES + FOOTER_BYTES || bytes.length > MAX_BYTES) {
            return Optional.empty();
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        try {
            BundleIndex index = read(in);
            boolean whole =
                    in.getInt() == bytes.length - FOOTER_BYTES
                            && in.getLong() == END_MARK
                            && !in.hasRemaining()
                            && index.endOffset() <= offset;
            return whole ? Optional.of(index) : Optional.empty();
        } catch (BufferUnderflowException | IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    private static BundleIndex read(ByteBuffer in) {
        if (in.getLong() != HEAD_MARK) {
            throw new IllegalArgumentException("no index");
        }
        int count = in.getInt();
        if (count < 0 || count > in.remaining() / FIXED_BYTES) {
            throw new IllegalArgumentException(count + " files");
        }
        List<Entry> entries = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            entries.add(readEntry(in));
        }
        return new BundleIndex(entries);
    }

    private static Entry readEntry(ByteBuffer in) {
        int flags = in.get();
        if ((flags & ~ABSENT) != 0) {
            throw new IllegalArgumentException("flags " + flags);
        }
        long offset = in.getLong();
        long sizeBytes = in.getLong();
        Digest digest = Digest.read(in);
        int mode = in.getShort() & 0xFFFF;
        Instant modified = readTime(in);
        String name = readText(in);
        BundledFile.Facts facts = new BundledFile.Facts(readText(in), mode, modified);
        return new Entry(new BundledFile(name, offset, sizeBytes, digest, facts), flags == 0);
    }

    private static void writeTime(ByteBuffer out, Instant time) {
        out.putLong(time.getEpochSecond()).putInt(time.getNano());
    }

    private static Instant readTime(ByteBuffer in) {
        long second = in.getLong();
        int nano = in.getInt();
        if (second < Instant.MIN.getEpochSecond()
                || second > Instant.MAX.getEpochSecond()
                || nano < 0
                || nano > MAX_NANOS) {
            throw new IllegalArgumentException("no such time");
        }
        return Instant.ofEpochSecond(second, nano);
    }

    private static String readText(ByteBuffer in) {
        int sizeBytes = in.getShort() & 0xFFFF;
        if (sizeBytes > in.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] bytes = new byte[sizeBytes];
        in.get(bytes);
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (text.getBytes(StandardCharsets.UTF_8).length != sizeBytes || text.contains("\uFFFD")) {
            throw new IllegalArgumentException("no UTF-8");
        }
        return text;
    }

    private long endOffset() {
        return entries.isEmpty()
                ? 0
                : entries.getLast().file().offset() + entries.getLast().file().sizeBytes();
    }
}
