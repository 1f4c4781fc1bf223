package io.shardmesh.node.object;

import io.shardmesh.node.core.Environment;
import io.shardmesh.node.member.Members;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongFunction;

/** Makes lost shards again out of those that are left, and finds them new holders. */
public final class Rebuilder {
    private final Environment environment;
    private final Members members;
    private final LongFunction<CompletableFuture<Void>> pace;

    private Rebuilder(
            Environment environment, Members members, LongFunction<CompletableFuture<Void>> pace) {
        this.environment = environment;
        this.members = members;
        this.pace = pace;
    }

    /**
     * Makes one.
     *
     * @param pace asked before bytes are read, with their number: completes when they may be
     */
    public static Rebuilder create(
            Environment environment, Members members, LongFunction<CompletableFuture<Void>> pace) {
        return new Rebuilder(environment, members, pace);
    }

    /**
     * Reads k shards once, however many are lost, and hands what it makes of them to new holders,
     * each on a machine that has none yet. A new holder compares the whole with the manifest before
     * it acknowledges. Fails when too few shards can be read; that nobody takes one is part of the
     * outcome. On the strand.
     */
    public CompletableFuture<RebuildOutcome> rebuild(LostShards lost) {
        return new Rebuild(this, lost).run();
    }

    Environment environment() {
        return environment;
    }

    Members members() {
        return members;
    }

    CompletableFuture<Void> pace(long bytes) {
        return pace.apply(bytes);
    }
}
