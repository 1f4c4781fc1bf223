package io.shardmesh.node.object;

import io.shardmesh.crypto.Digest;
import io.shardmesh.node.core.Async;
import io.shardmesh.node.core.Environment;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/** The blocks of one object in the cache. On the strand. */
final class CachedBlocks implements KnownBlocks {
    private final Environment environment;
    private final BlockCache cache;
    private final Digest objectKey;
    private final List<Digest> shardKeys;

    CachedBlocks(Environment environment, BlockCache cache, FoundObject object) {
        this.environment = environment;
        this.cache = cache;
        this.objectKey = object.objectKey();
        this.shardKeys = object.manifest().manifest().shardKeys();
    }

    @Override
    public CompletableFuture<SortedMap<Integer, ByteBuffer>> of(StripeRange range) {
        SortedMap<Integer, ByteBuffer> found = new TreeMap<>();
        List<CompletableFuture<Void>> checks = new ArrayList<>();
        for (int index : order(range)) {
            Optional<BlockCache.Block> block = cache.find(key(index, range.stripe()));
            if (block.isPresent() && checks.size() < range.dataCount()) {
                checks.add(check(index, range, block.get(), found));
            }
        }
        return checks.isEmpty()
                ? CompletableFuture.completedFuture(found)
                : Async.all(checks).thenApply(done -> found);
    }

    /** The wanted ones first: with them nothing has to be computed. */
    private Set<Integer> order(StripeRange range) {
        Set<Integer> order = new LinkedHashSet<>(range.blocks());
        for (int index = 0; index < shardKeys.size(); index++) {
            order.add(index);
        }
        return order;
    }

    private CompletableFuture<Void> check(
            int index,
            StripeRange range,
            BlockCache.Block block,
            SortedMap<Integer, ByteBuffer> found) {
        return environment
                .compute()
                .run(block::isIntact)
                .thenAccept(intact -> {
                    if (intact) {
                        cache.hit();
                        found.put(index, block.bytes().duplicate());
                    } else {
                        cache.drop(key(index, range.stripe()));
                    }
                });
    }

    @Override
    public void fetched(int index, long stripe, ByteBuffer block) {
        var _ =
                environment
                        .compute()
                        .run(() -> BlockCache.Block.of(block))
                        .thenAccept(copy -> cache.keep(key(index, stripe), copy));
    }

    private BlockCache.Key key(int index, long stripe) {
        return new BlockCache.Key(objectKey, shardKeys.get(index), stripe);
    }
}
