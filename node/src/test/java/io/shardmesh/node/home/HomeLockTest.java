package io.shardmesh.node.home;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureException;
import io.shardmesh.node.api.FailureKind;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HomeLockTest {
    @TempDir Path directory;
    private Home home;

    @BeforeEach
    void open() {
        home = Home.open(directory.resolve("home"));
    }

    private HomeLock acquire() {
        return HomeLock.acquire(home, "test", Duration.ZERO, () -> false).orElseThrow();
    }

    private Failure refusal() {
        return assertThrows(FailureException.class, this::acquire).failure();
    }

    /** Run in a process of its own: takes the lock, says so, and keeps it until it is killed. */
    static final class Holder {
        private Holder() {}

        public static void main(String[] arguments) throws IOException {
            Home home = Home.open(Path.of(arguments[0]));
            try (HomeLock _ =
                    HomeLock.acquire(home, "service", Duration.ZERO, () -> false).orElseThrow()) {
                System.out.println("held");
                int _ = System.in.read();
            }
        }
    }

    @Test
    void acquire_heldByAnotherProcess_namesItAndIsFreeWhenItIsKilled() throws Exception {
        Process holder =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                Holder.class.getName(),
                                home.directory().toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        try (BufferedReader out = holder.inputReader(UTF_8)) {
            String said = out.readLine();
            assertTrue("held".equals(said), () -> "it said " + said);
            Failure failure = refusal();
            assertEquals(FailureKind.IN_USE, failure.kind());
            assertEquals(
                    "in use by process %d (shardmesh service)".formatted(holder.pid()),
                    failure.cause());
        } finally {
            holder.destroyForcibly().waitFor();
        }
        acquire().close();
    }

    @Test
    void acquire_heldInThisProcess_isRefusedAndStaysHeld() {
        try (HomeLock _ = acquire()) {
            assertEquals(FailureKind.IN_USE, refusal().kind());
            assertEquals(FailureKind.IN_USE, refusal().kind());
        }
        acquire().close();
    }

    @Test
    void acquire_serviceCameUpMeanwhile_givesUpWithoutAFailure() {
        try (HomeLock _ = acquire()) {
            assertTrue(HomeLock.acquire(home, "test", Duration.ofDays(1), () -> true).isEmpty());
        }
    }

    @Test
    void acquire_whenTheOwnerLeavesDuringTheWait_getsIt() {
        HomeLock first = acquire();
        int[] tries = {0};
        HomeLock second =
                HomeLock.acquire(
                                home,
                                "test",
                                Duration.ofDays(1),
                                () -> {
                                    if (++tries[0] == 3) {
                                        first.close();
                                    }
                                    return false;
                                })
                        .orElseThrow();
        second.close();
        assertTrue(Files.exists(home.resolve("lock")));
    }
}
