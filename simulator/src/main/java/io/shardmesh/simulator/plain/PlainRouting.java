package io.shardmesh.simulator.plain;

import io.shardmesh.crypto.Digest;
import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.libp2p.transport.Scheduler;
import io.shardmesh.node.network.ContentRouting;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** {@link ContentRouting} by the table that all share; a search takes as long as a lookup. */
record PlainRouting(Providers providers, PeerId self, Scheduler strand) implements ContentRouting {
    /** Three hops there and back over middling links: what 200 nodes need. */
    static final Duration LOOKUP = Duration.ofMillis(180);

    @Override
    public void added(List<Digest> objectKeys) {
        providers.added(self, objectKeys);
    }

    @Override
    public void announcing(boolean on) {
        providers.announcing(self, on);
    }

    @Override
    public Search find(Digest objectKey, Consumer<PeerId> found) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Scheduler.Timer answer =
                strand.schedule(
                        LOOKUP,
                        () -> {
                            providers.of(objectKey).forEach(found);
                            done.complete(null);
                        });
        return new Search() {
            @Override
            public CompletableFuture<Void> done() {
                return done;
            }

            @Override
            public void end() {
                answer.cancel();
                done.complete(null);
            }
        };
    }
}
