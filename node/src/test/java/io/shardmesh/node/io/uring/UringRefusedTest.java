package io.shardmesh.node.io.uring;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What is said when the system forbids rings, as containers do by seccomp(2). */
final class UringRefusedTest {
    private static final int EPERM = 1;
    private static final int ENOSYS = 38;

    @Test
    void setup_forbidden_saysSo() {
        assertEquals("io_uring_setup: operation not permitted", refusal(425, EPERM));
        assertEquals("io_uring_setup: function not implemented", refusal(425, ENOSYS));
    }

    @Test
    void register_forbidden_saysSo() {
        assertEquals("io_uring_register: operation not permitted", refusal(427, EPERM));
    }

    /** The filter holds for the thread that sets it, and for those which that starts. */
    private static String refusal(int systemCall, int error) {
        CompletableFuture<String> said = new CompletableFuture<>();
        Thread.ofPlatform()
                .start(() -> {
                    try {
                        Seccomp.refuseOnThisThread(systemCall, error);
                        said.complete(Uring.refusal().orElse("allowed"));
                    } catch (RuntimeException | Error thrown) {
                        said.completeExceptionally(thrown);
                    }
                });
        return RingRig.join(said);
    }
}
