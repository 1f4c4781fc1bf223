package io.shardmesh.simulator.load;

import io.shardmesh.node.api.FailureException;
import io.shardmesh.node.api.FailureKind;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** The end of an operation that was cancelled: that, or it had ended before. */
final class Cancelled {
    private Cancelled() {}

    static CompletableFuture<Void> orDone(CompletableFuture<?> outcome, FailureKind wanted) {
        return outcome.handle((value, trouble) -> {
            boolean asWanted =
                    trouble == null
                            || FailureException.find(trouble)
                                    .filter(failure -> failure.kind() == wanted)
                                    .isPresent();
            if (!asWanted) {
                throw new CompletionException(trouble);
            }
            return null;
        });
    }
}
