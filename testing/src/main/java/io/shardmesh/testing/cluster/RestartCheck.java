package io.shardmesh.testing.cluster;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Every process killed while puts are under way; what was acknowledged must be there. */
final class RestartCheck {
    private static final int ROUND_COUNT = 2;
    private static final int WRITER_COUNT = 3;
    private static final int MAX_BYTES = 600_000;
    private static final int FIRST_ACKNOWLEDGED = 3;

    private final TestMesh mesh;
    private final Map<String, byte[]> acknowledged = new ConcurrentHashMap<>();

    RestartCheck(TestMesh mesh) {
        this.mesh = mesh;
    }

    static void run(TestMesh mesh, Report report) {
        RestartCheck check = new RestartCheck(mesh);
        for (int round = 1; round <= ROUND_COUNT; round++) {
            int number = round;
            report.check(
                    "e: kill -9 of everything during puts, round " + round,
                    () -> check.round(number));
        }
    }

    private String round(int number) throws IOException {
        int interrupted = putUntilKilled(number);
        mesh.onlyDead(List.of());
        for (Map.Entry<String, byte[]> put : acknowledged.entrySet()) {
            mesh.get(put.getKey()).requireEqual(put.getValue(), "after the restart");
        }
        return acknowledged.size()
                + " acknowledged puts are there, "
                + interrupted
                + " were interrupted";
    }

    private int putUntilKilled(int number) {
        AtomicBoolean stop = new AtomicBoolean();
        CountDownLatch some = new CountDownLatch(FIRST_ACKNOWLEDGED);
        CountDownLatch interrupted = new CountDownLatch(WRITER_COUNT);
        try (ExecutorService writers = Executors.newFixedThreadPool(WRITER_COUNT)) {
            for (int writer = 0; writer < WRITER_COUNT; writer++) {
                String prefix = "restart-" + number + "-" + writer + "-";
                SplittableRandom random = new SplittableRandom(mesh.random().nextLong());
                writers.execute(() -> {
                    write(prefix, random, stop, some);
                    interrupted.countDown();
                });
            }
            awaitSome(some);
            Waiting.until(Duration.ofMillis(mesh.random().nextLong(800)), () -> false);
            int underWay = (int) interrupted.getCount();
            stop.set(true);
            mesh.cluster().kill(mesh.cluster().running());
            return underWay;
        }
    }

    private void awaitSome(CountDownLatch some) {
        try {
            Report.require(some.await(90, TimeUnit.SECONDS), "no put is acknowledged");
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void write(
            String prefix, SplittableRandom random, AtomicBoolean stop, CountDownLatch some) {
        for (int count = 0; !stop.get(); count++) {
            byte[] content = new byte[random.nextInt(MAX_BYTES)];
            random.nextBytes(content);
            Commands.Answer answer =
                    mesh.cluster()
                            .commands()
                            .run(
                                    mesh.client().home(),
                                    new ByteArrayInputStream(content),
                                    "put",
                                    "-",
                                    "--name",
                                    prefix + count,
                                    "--json");
            if (!answer.succeeded()) {
                return;
            }
            acknowledged.put(TestMesh.json(answer).get("key").asText(), content);
            some.countDown();
        }
    }
}
