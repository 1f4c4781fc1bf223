package io.shardmesh.simulator.disk;

import io.shardmesh.node.io.MemoryFile;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A file in two states: what programs see (the page cache) and what is on the medium, with the list
 * of changes between the two. A power loss keeps any part of that list, sector by sector.
 */
final class DiskFile implements DiskNode {
    /** What a disk writes whole or not at all. */
    static final int SECTOR_BYTES = 512;

    private MemoryFile cached = new MemoryFile();
    private MemoryFile durable = new MemoryFile();
    private final List<Change> unsynced = new ArrayList<>();
    private long changeCount;

    /** One call that changed the file. */
    private sealed interface Change {
        long number();

        record Write(long number, long position, ByteBuffer bytes) implements Change {}

        record Truncate(long number, long sizeBytes) implements Change {}
    }

    long sizeBytes() {
        return cached.sizeBytes();
    }

    int read(long position, ByteBuffer target) {
        return cached.read(position, target);
    }

    byte[] content() {
        ByteBuffer all = ByteBuffer.allocate(Math.toIntExact(sizeBytes()));
        cached.read(0, all);
        return all.array();
    }

    void write(long position, ByteBuffer source) {
        ByteBuffer bytes = ByteBuffer.allocate(source.remaining()).put(source).flip();
        cached.write(position, bytes.duplicate());
        unsynced.add(new Change.Write(++changeCount, position, bytes));
    }

    void truncate(long sizeBytes) {
        cached.truncate(sizeBytes);
        unsynced.add(new Change.Truncate(++changeCount, sizeBytes));
    }

    /** Number of the latest change: what a sync that starts now has to bring to the medium. */
    long lastChange() {
        return changeCount;
    }

    /** Brings all changes up to this number to the medium, in their order. */
    void makeDurable(long lastChange) {
        for (Change change : unsynced) {
            if (change.number() <= lastChange) {
                apply(change);
            }
        }
        unsynced.removeIf(change -> change.number() <= lastChange);
    }

    /** Inverts a bit on the medium and in the cache, as if the cache had been dropped before. */
    void flipBit(long bitIndex) {
        flipBit(cached, bitIndex);
        flipBit(durable, bitIndex);
    }

    /** The file as it is found after a power loss. */
    DiskFile afterPowerLoss(SplittableRandom random) {
        DiskFile left = new DiskFile();
        left.durable = durable.copy();
        for (Change change : unsynced) {
            switch (change) {
                case Change.Write write -> left.tear(write, random);
                case Change.Truncate _ -> {
                    if (random.nextBoolean()) {
                        left.apply(change);
                    }
                }
            }
        }
        left.cached = left.durable.copy();
        return left;
    }

    private void apply(Change change) {
        switch (change) {
            case Change.Write(_, long position, ByteBuffer bytes) ->
                    durable.write(position, bytes.duplicate());
            case Change.Truncate(_, long sizeBytes) -> durable.truncate(sizeBytes);
        }
    }

    /** Whole, not at all, a longer file of zeros, or any of its sectors. */
    private void tear(Change.Write write, SplittableRandom random) {
        switch (random.nextInt(4)) {
            case 0 -> apply(write);
            case 1 -> {}
            case 2 -> extend(write.position() + write.bytes().remaining());
            case 3 -> applySectors(write, random);
            default -> throw new AssertionError();
        }
    }

    private void extend(long sizeBytes) {
        if (sizeBytes > durable.sizeBytes()) {
            durable.write(sizeBytes - 1, ByteBuffer.allocate(1));
        }
    }

    private void applySectors(Change.Write write, SplittableRandom random) {
        int at = 0;
        while (at < write.bytes().remaining()) {
            long position = write.position() + at;
            int untilNextSector = SECTOR_BYTES - (int) (position % SECTOR_BYTES);
            int count = Math.min(untilNextSector, write.bytes().remaining() - at);
            if (random.nextBoolean()) {
                durable.write(position, write.bytes().slice(at, count));
            }
            at += count;
        }
    }

    private static void flipBit(MemoryFile file, long bitIndex) {
        ByteBuffer one = ByteBuffer.allocate(1);
        if (file.read(bitIndex / 8, one) == 1) {
            one.put(0, (byte) (one.get(0) ^ 1 << bitIndex % 8)).flip();
            file.write(bitIndex / 8, one);
        }
    }
}
