package io.shardmesh.node.holder;

import io.shardmesh.crypto.Digest;
import io.shardmesh.node.core.Async;
import io.shardmesh.node.core.Environment;
import io.shardmesh.node.member.Members;
import io.shardmesh.node.network.ContentRouting;
import io.shardmesh.node.record.ShardName;
import io.shardmesh.node.store.ShardStore;
import io.shardmesh.node.store.StoredShard;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Has this holder's objects announced while the mesh is too large to ask everybody. On the node's
 * strand.
 */
final class Announcements {
    /** Rows of the index read at once: a few milliseconds. */
    private static final int PAGE_COUNT = 1_000;

    private final Environment environment;
    private final Members members;
    private final ShardStore store;
    private final ContentRouting contents;
    private boolean on;
    private boolean listed;

    Announcements(Environment environment, Members members, ShardStore store) {
        this.environment = environment;
        this.members = members;
        this.store = store;
        this.contents = members.contents();
    }

    void start() {
        members.onChange(this::adapt);
        adapt();
    }

    /** An object of which a shard is here now. */
    void committed(Digest objectKey) {
        if (listed) {
            contents.added(List.of(objectKey));
        }
    }

    private void adapt() {
        boolean wanted = members.needsRouting();
        if (wanted == on) {
            return;
        }
        on = wanted;
        contents.announcing(on);
        if (on && !listed) {
            listed = true;
            listAll(null)
                    .whenComplete((done, trouble) -> {
                        if (trouble != null) {
                            listed = false;
                            environment.journal().warn(Async.failureOf(trouble).toString());
                        }
                    });
        }
    }

    private CompletableFuture<Void> listAll(@Nullable ShardName after) {
        return store.list(Optional.ofNullable(after), PAGE_COUNT)
                .thenCompose(page -> {
                    if (page.isEmpty()) {
                        return CompletableFuture.completedFuture(null);
                    }
                    contents.added(
                            page.stream().map(row -> row.name().objectKey()).distinct().toList());
                    StoredShard last = page.getLast();
                    return listAll(last.name());
                });
    }
}
