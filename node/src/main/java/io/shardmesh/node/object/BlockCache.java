package io.shardmesh.node.object;

import io.shardmesh.crypto.Digest;
import io.shardmesh.crypto.blake3.Blake3;
import io.shardmesh.libp2p.transport.Scheduler;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Sealed blocks that gets have verified, for the next get of the same bytes. A get that would take
 * more than a part of it for itself passes it by, so one long file does not push out all else. The
 * block used least recently goes first. On the strand.
 */
final class BlockCache {
    /** A get may take this part of the limit; more would leave nothing for others. */
    private static final int GETS = 4;

    /** Of what was deleted elsewhere nothing stays for longer. */
    private static final Duration LIFE = Duration.ofHours(1);

    private final Scheduler strand;
    private final long limitBytes;
    private final Map<Key, Kept> blocks = new LinkedHashMap<>();
    private long bytes;
    private long hitCount;
    private long missCount;

    /** Which block; the shard key says what its bytes are. */
    record Key(Digest objectKey, Digest shardKey, long stripe) {}

    /**
     * A block as it was when it was verified.
     *
     * @param bytes the cache's own copy
     * @param digest their BLAKE3, compared at each use
     */
    record Block(ByteBuffer bytes, Digest digest) {
        /** Copies and hashes; costs processor time, and may run on any thread. */
        static Block of(ByteBuffer verified) {
            ByteBuffer copy = ByteBuffer.allocate(verified.remaining());
            copy.put(verified.duplicate()).flip();
            return new Block(copy, hash(copy));
        }

        /** Whether the bytes are still what they were; may run on any thread. */
        boolean isIntact() {
            return hash(bytes).equals(digest);
        }

        private static Digest hash(ByteBuffer content) {
            return Blake3.hash(content.duplicate());
        }
    }

    private record Kept(Block block, long sinceNanos) {}

    /**
     * An empty one.
     *
     * @param limitBytes most bytes of blocks in it; with 0 it keeps nothing
     */
    BlockCache(Scheduler strand, long limitBytes) {
        this.strand = strand;
        this.limitBytes = limitBytes;
    }

    /** Whether a get of so many sealed bytes may use it. */
    boolean admits(long sealedBytes) {
        return sealedBytes <= limitBytes / GETS;
    }

    /** The block, not yet checked; counts as used. */
    Optional<Block> find(Key key) {
        Kept kept = remove(key);
        if (kept == null || strand.nanoTime() - kept.sinceNanos() >= LIFE.toNanos()) {
            return Optional.empty();
        }
        put(key, kept);
        return Optional.of(kept.block());
    }

    /** A get took this block from here. */
    void hit() {
        hitCount++;
    }

    /** A get that may use the cache had to fetch this block; keeps it. */
    void keep(Key key, Block block) {
        missCount++;
        if (!admits(block.bytes().capacity())) {
            return;
        }
        remove(key);
        put(key, new Kept(block, strand.nanoTime()));
        Iterator<Kept> oldest = blocks.values().iterator();
        while (bytes > limitBytes) {
            bytes -= oldest.next().block().bytes().capacity();
            oldest.remove();
        }
    }

    /** Forgets a block that is not what it was. */
    void drop(Key key) {
        remove(key);
    }

    /** Forgets all blocks of an object. */
    void forget(Digest objectKey) {
        Iterator<Map.Entry<Key, Kept>> each = blocks.entrySet().iterator();
        while (each.hasNext()) {
            Map.Entry<Key, Kept> entry = each.next();
            if (entry.getKey().objectKey().equals(objectKey)) {
                bytes -= entry.getValue().block().bytes().capacity();
                each.remove();
            }
        }
    }

    private @Nullable Kept remove(Key key) {
        Kept kept = blocks.remove(key);
        if (kept != null) {
            bytes -= kept.block().bytes().capacity();
        }
        return kept;
    }

    private void put(Key key, Kept kept) {
        blocks.put(key, kept);
        bytes += kept.block().bytes().capacity();
    }

    /** Blocks that gets took from here. */
    long hitCount() {
        return hitCount;
    }

    /** Blocks that they had to fetch. */
    long missCount() {
        return missCount;
    }

    /** What it has now. */
    long bytes() {
        return bytes;
    }

    /** The most that it has. */
    long limitBytes() {
        return limitBytes;
    }
}
