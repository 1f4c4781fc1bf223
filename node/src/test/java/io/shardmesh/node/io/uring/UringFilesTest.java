package io.shardmesh.node.io.uring;

import io.shardmesh.node.io.FilePort;
import io.shardmesh.node.io.FilePortContract;
import io.shardmesh.node.io.Unwrapped;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

final class UringFilesTest extends FilePortContract {
    private @Nullable RingRig rig;

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path root;

    @Override
    protected FilePort files() {
        if (rig == null) {
            rig = RingRig.of(RingConfig.usual());
        }
        return rig.files(root);
    }

    @Override
    protected <T> T await(CompletableFuture<T> future) {
        return Unwrapped.join(future.orTimeout(20, TimeUnit.SECONDS));
    }

    @AfterEach
    void stop() {
        if (rig != null) {
            rig.close();
        }
    }
}
