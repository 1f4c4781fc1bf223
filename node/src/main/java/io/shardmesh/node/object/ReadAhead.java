package io.shardmesh.node.object;

import io.shardmesh.crypto.Digest;
import io.shardmesh.erasure.StripeLayout;
import io.shardmesh.node.api.ByteRange;
import io.shardmesh.node.core.Async;
import io.shardmesh.node.core.Environment;
import io.shardmesh.node.member.Members;
import io.shardmesh.node.record.ObjectKeyText;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Brings the blocks behind a range into the cache when somebody reads an object range after range,
 * so that the next one need not wait for them. On the strand.
 */
final class ReadAhead {
    /** Objects of which the last range is remembered; more are not read in turns. */
    private static final int MAX_OBJECTS = 64;

    /** At least so much, however small the ranges are: a block of usual size. */
    private static final long LEAST_BYTES = StripeLayout.MAX_BLOCK_BYTES;

    private final Environment environment;
    private final Members members;
    private final BlockCache cache;
    private final Map<Digest, Long> ends = new LinkedHashMap<>();
    private boolean running;

    ReadAhead(Environment environment, Members members, BlockCache cache) {
        this.environment = environment;
        this.members = members;
        this.cache = cache;
    }

    /**
     * A range has been read.
     *
     * @param sizeBytes of the whole content
     */
    void read(FoundObject object, ByteRange.Span span, long sizeBytes) {
        long end = span.offset() + span.count();
        Long before = ends.remove(object.objectKey());
        ends.put(object.objectKey(), end);
        if (ends.size() > MAX_OBJECTS) {
            ends.remove(ends.keySet().iterator().next());
        }
        boolean goesOn = before != null && before == span.offset();
        long count = Math.min(Math.max(span.count(), LEAST_BYTES), sizeBytes - end);
        // One at a time: it is a guess, and whoever waits for bytes comes first.
        if (goesOn && !running && count > 0 && cache.admits(count)) {
            running = true;
            fetch(object, new ByteRange.Span(end, count))
                    .whenComplete((done, trouble) -> running = false);
        }
    }

    private CompletableFuture<?> fetch(FoundObject object, ByteRange.Span span) {
        StripeLayout layout = object.manifest().manifest().layout();
        ContentRange wanted = ContentRange.of(span, object.manifest().manifest().sealedBytes());
        SourcePool pool = new SourcePool(environment, members, peer -> "", object.sources());
        KnownBlocks known = new CachedBlocks(environment, cache, object);
        List<CompletableFuture<List<ByteBuffer>>> stripes = new ArrayList<>();
        for (long i = wanted.firstStripe(layout); i < wanted.endStripe(layout); i++) {
            stripes.add(
                    new StripeFetch(
                                    environment,
                                    pool,
                                    wanted.in(layout, i),
                                    known,
                                    ObjectKeyText.format(object.objectKey()))
                            .start());
        }
        return Async.settled(stripes).whenComplete((done, trouble) -> pool.close());
    }

    /** Forgets where somebody was in an object. */
    void forget(Digest objectKey) {
        ends.remove(objectKey);
    }
}
