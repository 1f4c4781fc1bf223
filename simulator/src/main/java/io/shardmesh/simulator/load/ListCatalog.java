package io.shardmesh.simulator.load;

import io.shardmesh.node.api.CatalogEntry;
import io.shardmesh.node.api.CatalogPage;
import io.shardmesh.node.api.CatalogQuery;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A page of the owner's names, of one tag or of all. */
record ListCatalog() implements UserOperation {
    @Override
    public Optional<CompletableFuture<?>> begin(Turn turn) {
        List<String> tags =
                turn.random().nextBoolean()
                        ? List.of()
                        : List.of("tag-" + turn.random().nextInt(3));
        return Optional.of(
                turn.node()
                        .node()
                        .catalog()
                        .list(
                                new CatalogQuery(
                                        tags, Optional.empty(), 1 + turn.random().nextInt(50)))
                        .thenAccept(page -> check(turn, tags, page)));
    }

    private static void check(Turn turn, List<String> tags, CatalogPage page) {
        for (CatalogEntry entry : page.entries()) {
            if (!entry.tags().containsAll(tags)) {
                turn.findings()
                        .broken(
                                "a list of " + tags + " has " + entry.name(),
                                List.of(turn.node().host()));
            }
        }
    }
}
