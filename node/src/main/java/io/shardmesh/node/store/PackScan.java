package io.shardmesh.node.store;

import io.shardmesh.node.io.FileHandle;
import io.shardmesh.node.io.OpenMode;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;

/**
 * Reads a pack from an offset to its end and gives every valid entry to a visitor, also those
 * behind damage. Holds one window of the file in memory.
 */
final class PackScan {
    /** Twice the longest entry: what starts in the first half is in the window whole. */
    private static final int WINDOW_BYTES = 2 * PackFormat.MAX_ENTRY_BYTES;

    /** Told what is in the pack, in order. */
    interface Visitor {
        void entry(long offset, int kind, ByteBuffer entry);

        /** Bytes that are no entry; the last such range may be an entry that was being written. */
        void damaged(long fromOffset, long toOffset);
    }

    private final FileHandle file;
    private final String path;
    private final long packNumber;
    private final long sizeBytes;
    private final Visitor visitor;

    private long offset;

    /** Where the damage starts that the scan is in, or −1. */
    private long damagedFrom = -1;

    private PackScan(FileHandle file, String path, PackMark from, long sizeBytes, Visitor visitor) {
        this.file = file;
        this.path = path;
        this.packNumber = from.packNumber();
        this.offset = from.indexedBytes();
        this.sizeBytes = sizeBytes;
        this.visitor = visitor;
    }

    /** Scans from the mark on, which must be the start of an entry. */
    static CompletableFuture<Void> run(
            StoreFiles files, String path, PackMark from, Visitor visitor) {
        return files.using(
                path,
                OpenMode.READ,
                file ->
                        file.size()
                                .thenCompose(size ->
                                        new PackScan(file, path, from, size, visitor).run()));
    }

    private CompletableFuture<Void> run() {
        return Steps.whileTrue(() -> {
            if (offset >= sizeBytes) {
                endDamage(sizeBytes);
                return CompletableFuture.completedFuture(false);
            }
            int count = (int) Math.min(WINDOW_BYTES, sizeBytes - offset);
            return StoreFiles.readFully(file, path, offset, count)
                    .thenApply(window -> {
                        take(window);
                        return true;
                    });
        });
    }

    private void take(ByteBuffer window) {
        boolean atEnd = offset + window.limit() == sizeBytes;
        int starts = atEnd ? window.limit() : window.limit() - PackFormat.MAX_ENTRY_BYTES + 1;
        int index = 0;
        while (index < starts) {
            int entryBytes = PackFormat.entryBytesAt(window, index, packNumber, offset);
            if (entryBytes == 0) {
                startDamage(offset + index);
                index++;
            } else {
                endDamage(offset + index);
                visitor.entry(
                        offset + index,
                        PackFormat.kind(window, index),
                        window.slice(index, entryBytes));
                index += entryBytes;
            }
        }
        offset += index;
    }

    private void startDamage(long at) {
        if (damagedFrom < 0) {
            damagedFrom = at;
        }
    }

    private void endDamage(long at) {
        if (damagedFrom >= 0) {
            visitor.damaged(damagedFrom, at);
            damagedFrom = -1;
        }
    }
}
