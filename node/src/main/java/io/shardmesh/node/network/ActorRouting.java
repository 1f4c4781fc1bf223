package io.shardmesh.node.network;

import io.shardmesh.crypto.Digest;
import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.libp2p.transport.Scheduler;
import io.shardmesh.node.network.NetworkCommand.AddContents;
import io.shardmesh.node.network.NetworkCommand.Announce;
import io.shardmesh.node.network.NetworkCommand.EndSearch;
import io.shardmesh.node.network.NetworkCommand.FindProviders;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** {@link ContentRouting} as commands to the network's actor. */
record ActorRouting(Consumer<NetworkCommand> actor, Scheduler node) implements ContentRouting {
    @Override
    public void added(List<Digest> objectKeys) {
        actor.accept(new AddContents(objectKeys.stream().map(ProviderKey::of).toList()));
    }

    @Override
    public void announcing(boolean on) {
        actor.accept(new Announce(on));
    }

    @Override
    public Search find(Digest objectKey, Consumer<PeerId> found) {
        Consumer<PeerId> posted = peer -> node.execute(() -> found.accept(peer));
        RunningSearch search = new RunningSearch(posted, new CompletableFuture<>());
        actor.accept(new FindProviders(ProviderKey.of(objectKey), search));
        return search;
    }

    /** What the actor knows of a search. Two are equal only when they are the same. */
    final class RunningSearch implements Search {
        private final Consumer<PeerId> found;
        private final CompletableFuture<Void> done;

        private RunningSearch(Consumer<PeerId> found, CompletableFuture<Void> done) {
            this.found = found;
            this.done = done;
        }

        @Override
        public CompletableFuture<Void> done() {
            return done;
        }

        @Override
        public void end() {
            actor.accept(new EndSearch(this));
        }

        void found(PeerId peer) {
            found.accept(peer);
        }

        @SuppressWarnings("NullAway") // A Void has no other value.
        void finish() {
            node.execute(() -> done.complete(null));
        }
    }
}
