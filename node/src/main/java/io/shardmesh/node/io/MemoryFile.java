package io.shardmesh.node.io;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** The bytes of one file in memory, at most 1 GiB. Not for use by several threads. */
public final class MemoryFile {
    private byte[] bytes = new byte[0];
    private int sizeBytes;

    /** A file with the same bytes. */
    public MemoryFile copy() {
        MemoryFile copy = new MemoryFile();
        copy.bytes = Arrays.copyOf(bytes, sizeBytes);
        copy.sizeBytes = sizeBytes;
        return copy;
    }

    /** Length of the file. */
    public long sizeBytes() {
        return sizeBytes;
    }

    /** As {@link FileHandle#read}. */
    public int read(long position, ByteBuffer target) {
        if (position >= sizeBytes) {
            return target.hasRemaining() ? -1 : 0;
        }
        int count = (int) Math.min(target.remaining(), sizeBytes - position);
        target.put(bytes, (int) position, count);
        return count;
    }

    /** As {@link FileHandle#write}. */
    public void write(long position, ByteBuffer source) {
        if (!source.hasRemaining()) {
            return;
        }
        int start = Math.toIntExact(position);
        int end = Math.addExact(start, source.remaining());
        if (end > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(end, (int) Math.min(1L << 30, 2L * end)));
        }
        source.get(bytes, start, end - start);
        sizeBytes = Math.max(sizeBytes, end);
    }

    /** As {@link FileHandle#truncate}. */
    public void truncate(long toBytes) {
        if (toBytes < sizeBytes) {
            // What is cut must read as zeros when a later write leaves a gap here.
            Arrays.fill(bytes, (int) toBytes, sizeBytes, (byte) 0);
            sizeBytes = (int) toBytes;
        }
    }
}
