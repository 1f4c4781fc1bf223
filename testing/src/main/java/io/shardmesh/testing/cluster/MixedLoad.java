package io.shardmesh.testing.cluster;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Puts, gets, batches and deletions one after the other in each of several threads, until it is
 * closed. A command may fail while nodes die. It must not tell of a bug, and what it gives must be
 * what was put.
 *
 * <p>In a home it stores no more than so many files, so that disks and checks stay small however
 * long it runs.
 */
final class MixedLoad implements AutoCloseable {
    private static final int MAX_LIVE = 60;
    private static final int BATCH_FILE_COUNT = 12;
    private static final long END_SECONDS = 120;

    private final Commands commands;
    private final Path work;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicLong nextName = new AtomicLong();
    private final AtomicLong doneCount = new AtomicLong();
    private final AtomicLong failedCount = new AtomicLong();
    private final ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();
    private volatile boolean stopped;

    MixedLoad(Commands commands, Path work) {
        this.commands = commands;
        this.work = work;
    }

    /** Starts one more thread, which works in one of these homes at a time. */
    void work(List<LoadedHome> homes, SplittableRandom random) {
        threads.execute(() -> {
            while (!stopped) {
                LoadedHome home = homes.get(random.nextInt(homes.size()));
                home.use(() -> step(home, random));
            }
        });
    }

    /** Commands that succeeded so far. */
    long doneCount() {
        return doneCount.get();
    }

    /** Commands that failed so far, as they may. */
    long failedCount() {
        return failedCount.get();
    }

    /** What must not happen at any time, for readers. */
    List<String> wrong() {
        return List.copyOf(wrong);
    }

    private void step(LoadedHome home, SplittableRandom random) {
        try {
            int draw = home.ledger().liveCount() >= MAX_LIVE ? 99 : random.nextInt(100);
            if (draw < 45) {
                put(home, random);
            } else if (draw < 60) {
                get(home, random);
            } else if (draw < 68) {
                batchPut(home, random);
            } else {
                delete(home, random);
            }
        } catch (IOException | RuntimeException bug) {
            wrong.add(home.name() + ": " + bug);
        }
    }

    private void put(LoadedHome home, SplittableRandom random) {
        Content content = Content.draw(random);
        String name = "file-" + nextName.incrementAndGet();
        Commands.Answer answer =
                commands.run(
                        home.home(),
                        new ByteArrayInputStream(content.bytes()),
                        "put",
                        "-",
                        "--name",
                        name,
                        "--json");
        if (done(home, "put", answer)) {
            var json = TestMesh.json(answer);
            home.ledger()
                    .acknowledge(
                            new Ledger.Stored(
                                    name,
                                    content,
                                    Optional.of(json.get("key").asText()),
                                    json.get("complete").asInt()));
        }
    }

    private void get(LoadedHome home, SplittableRandom random) {
        Optional<Ledger.Stored> file = home.ledger().any(random);
        if (file.isEmpty()) {
            return;
        }
        Commands.Answer answer = commands.run(home.home(), "get", file.get().name(), "-");
        if (done(home, "get", answer)
                && !Arrays.equals(answer.outBytes(), file.get().content().bytes())) {
            wrong.add(home.name() + ": get gives other bytes for " + file.get());
        }
    }

    private void batchPut(LoadedHome home, SplittableRandom random) throws IOException {
        Path folder = Files.createDirectory(work.resolve("batch-" + nextName.incrementAndGet()));
        List<Ledger.Stored> files = new ArrayList<>();
        for (int i = 0; i < BATCH_FILE_COUNT; i++) {
            Content content = Content.drawSmall(random);
            Path file = Files.write(folder.resolve("part-" + i), content.bytes());
            // The name is the path without what makes it absolute.
            String name = file.toString().substring(1);
            files.add(new Ledger.Stored(name, content, Optional.empty(), 0));
        }
        if (done(home, "batch-put", commands.run(home.home(), "batch-put", folder.toString()))) {
            files.forEach(home.ledger()::acknowledge);
        }
        Trees.delete(folder);
    }

    private void delete(LoadedHome home, SplittableRandom random) {
        Optional<Ledger.Stored> file = home.ledger().withdrawAny(random);
        if (file.isPresent()
                && done(home, "delete", commands.run(home.home(), "delete", file.get().name()))) {
            home.ledger().acknowledgeDeletion(file.get());
        }
    }

    private boolean done(LoadedHome home, String command, Commands.Answer answer) {
        if (answer.succeeded()) {
            doneCount.incrementAndGet();
            return true;
        }
        failedCount.incrementAndGet();
        if (answer.err().contains("Exception") || answer.err().contains("is a bug")) {
            wrong.add(home.name() + ": " + command + ": " + answer.err().strip());
        }
        return false;
    }

    /** Ends when the commands under way have ended; all nodes should run by then. */
    @Override
    public void close() {
        stopped = true;
        threads.shutdown();
        try {
            if (!threads.awaitTermination(END_SECONDS, TimeUnit.SECONDS)) {
                wrong.add("commands have not ended after " + END_SECONDS + " s");
                threads.shutdownNow();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
