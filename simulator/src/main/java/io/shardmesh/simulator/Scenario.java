package io.shardmesh.simulator;

import io.shardmesh.crypto.Digest;
import io.shardmesh.node.api.FailureException;
import io.shardmesh.node.api.Operation;
import io.shardmesh.node.api.PutOutcome;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionException;

/**
 * Puts under power losses. A seed decides sizes, moments and victims; the invariants of design §10
 * are checked after every step.
 */
public final class Scenario {
    private static final int HOLDER_COUNT = 7;
    private static final int STEP_COUNT = 5;
    private static final int MAX_CONTENT_BYTES = 60_000;

    /** The longest chunk of a file on a simulated disk that crashes in the middle of a step. */
    private static final long MAX_DISK_STEPS = 60;

    private final long seed;
    private final SplittableRandom random;
    private final SimulatedMesh mesh;
    private final Invariants invariants;
    private int puts;
    private int crashes;

    private Scenario(long seed) {
        this.seed = seed;
        this.random = new SplittableRandom(seed ^ 0x5ca1ab1e);
        this.mesh = SimulatedMesh.create(seed, HOLDER_COUNT);
        this.invariants = new Invariants(mesh, "plaintext-marker-" + seed + " ");
    }

    /** Runs the seed to its end or to the first invariant that does not hold. */
    public static ScenarioReport run(long seed) {
        Scenario scenario = new Scenario(seed);
        Optional<String> broken = Optional.empty();
        try {
            scenario.steps();
        } catch (BrokenInvariant found) {
            broken = Optional.of(String.valueOf(found.getMessage()));
        } catch (RuntimeException bug) {
            scenario.mesh.trace().note("simulator", "bug: " + bug);
            for (StackTraceElement frame : bug.getStackTrace()) {
                scenario.mesh.trace().note("simulator", "  at " + frame);
            }
            broken = Optional.of("the run ended by " + bug);
        }
        return scenario.report(broken);
    }

    private ScenarioReport report(Optional<String> broken) {
        return new ScenarioReport(
                seed,
                new ScenarioReport.Counts(
                        puts, invariants.acknowledgedCount(), invariants.getCount(), crashes),
                Duration.ofNanos(mesh.time().nanoTime()),
                mesh.trace().digest(),
                broken,
                mesh.trace().lines());
    }

    private void steps() {
        mesh.found();
        for (int step = 0; step < STEP_COUNT; step++) {
            if (random.nextInt(4) == 0) {
                loseAllPower();
            } else {
                putUnderPowerLoss();
            }
            loseArmedPower();
            invariants.check();
            restart();
            invariants.check();
        }
        loseAllPower();
        restart();
        invariants.checkAll();
    }

    /** A put during which the power may go at up to two holders, or at the client. */
    private void putUnderPowerLoss() {
        String name = invariants.marker() + "name " + puts++;
        byte[] content = content();
        List<SimulatedNode> victims = victims();
        for (SimulatedNode victim : victims) {
            long steps = 1 + random.nextLong(MAX_DISK_STEPS);
            victim.storeDisk().powerOffAtStep(victim.storeDisk().stepCount() + steps);
        }
        mesh.trace().note("client", "puts " + name + ", " + content.length + " bytes");
        Operation<PutOutcome> put = mesh.put(name, content);
        long clientCrash = random.nextInt(6) == 0 ? random.nextLong(60_000_000) : Long.MAX_VALUE;
        long crashAt = mesh.time().nanoTime() + Math.min(clientCrash, Long.MAX_VALUE / 2);
        while (!put.outcome().isDone() && mesh.time().runNext()) {
            victims.stream().filter(victim -> victim.storeDisk().off()).forEach(this::crash);
            if (mesh.time().nanoTime() >= crashAt) {
                crash(mesh.client());
                return; // Nobody is left who could be told.
            }
        }
        ended(name, content, put);
    }

    private List<SimulatedNode> victims() {
        List<SimulatedNode> victims = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            victims.add(mesh.holders().get(random.nextInt(HOLDER_COUNT)));
        }
        return victims;
    }

    private void ended(String name, byte[] content, Operation<PutOutcome> put) {
        try {
            PutOutcome outcome = put.outcome().join();
            mesh.trace()
                    .note(
                            "client",
                            "has stored " + outcome.objectKey() + " " + outcome.durability());
            invariants.acknowledged(name, content, outcome);
        } catch (CompletionException failure) {
            if (!(failure.getCause() instanceof FailureException known)) {
                throw failure;
            }
            mesh.trace().note("client", "put failed: " + known.failure());
        }
    }

    /** Text that shows on a disk: the marker again and again, or nothing, or little. */
    private byte[] content() {
        int sizeBytes =
                switch (random.nextInt(4)) {
                    case 0 -> random.nextInt(3);
                    case 1 -> random.nextInt(9_000);
                    default -> random.nextInt(MAX_CONTENT_BYTES);
                };
        String text = invariants.marker() + random.nextLong() + " ";
        byte[] piece = text.getBytes(StandardCharsets.UTF_8);
        byte[] content = new byte[sizeBytes];
        for (int i = 0; i < sizeBytes; i++) {
            content[i] = piece[i % piece.length];
        }
        return content;
    }

    private void loseAllPower() {
        mesh.holders().forEach(this::crash);
        crash(mesh.client());
    }

    private void crash(SimulatedNode node) {
        if (node.isRunning()) {
            crashes++;
            node.crash();
        }
    }

    /** Whose disk has no power goes down with it; no other disk loses it any more. */
    private void loseArmedPower() {
        for (SimulatedNode holder : mesh.holders()) {
            if (holder.storeDisk().off()) {
                crash(holder);
            }
            holder.storeDisk().powerOffAtStep(Long.MAX_VALUE);
        }
    }

    private void restart() {
        for (SimulatedNode holder : mesh.holders()) {
            if (!holder.isRunning()) {
                holder.start();
            }
        }
        if (!mesh.client().isRunning()) {
            mesh.client().start();
        }
        mesh.settle();
    }

    /** For messages: an object is called by its key. */
    static String text(Digest objectKey) {
        return objectKey.toString().substring(0, 16);
    }
}
