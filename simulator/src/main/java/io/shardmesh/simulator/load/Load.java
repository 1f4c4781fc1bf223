package io.shardmesh.simulator.load;

import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureException;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.simulator.SimulatedNode;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/** Begins operations at random moments and sees how each of them ends. */
public final class Load {
    private static final int MAX_TRIES = 10;

    private final Users users;
    private final SplittableRandom random;
    private final Operations operations = Operations.usual();
    private final Set<Running> running = new LinkedHashSet<>();
    private final TreeMap<String, Tally> tallies = new TreeMap<>();

    /** How often an operation was begun, and how it ended; the rest went down with its node. */
    public record Tally(int begun, int done, int failed) {
        private static final Tally NONE = new Tally(0, 0, 0);

        private Tally plus(Tally more) {
            return new Tally(begun + more.begun, done + more.done, failed + more.failed);
        }
    }

    private record Running(
            String name, SimulatedNode node, int processCount, long sinceNanos, long number) {
        /** Whether the process in which it was begun is still there. */
        boolean isAlive() {
            return !node.isOff() && node.processCount() == processCount;
        }
    }

    /** Nothing begun yet. */
    public Load(Users users, SplittableRandom random) {
        this.users = users;
        this.random = random;
    }

    /** Has that many operations begin at random moments within the time from now. */
    public void schedule(int operationCount, Duration within) {
        for (int i = 0; i < operationCount; i++) {
            long at = random.nextLong(within.toNanos());
            users.mesh().time().schedule(Duration.ofNanos(at), this::begin);
        }
    }

    /** Operations that have not ended although their process is still there, for readers. */
    public List<String> open() {
        return running.stream()
                .filter(Running::isAlive)
                .map(each ->
                        "%s at %s since %.3f s"
                                .formatted(
                                        each.name(), each.node().host(), each.sinceNanos() / 1e9))
                .toList();
    }

    /** By operation. */
    public Map<String, Tally> tallies() {
        return new TreeMap<>(tallies);
    }

    /** All together. */
    public Tally total() {
        return tallies.values().stream().reduce(Tally.NONE, Tally::plus);
    }

    private void begin() {
        Optional<SimulatedNode> node = drawNode();
        if (node.isEmpty()) {
            return; // A blackout: no user has a machine that runs.
        }
        for (int i = 0; i < MAX_TRIES; i++) {
            Operations.Weighted drawn = operations.draw(random);
            Turn turn = new Turn(node.get(), random.split(), users);
            Optional<CompletableFuture<?>> end = drawn.operation().begin(turn);
            if (end.isPresent()) {
                begun(drawn.name(), node.get(), end.get());
                return;
            }
        }
    }

    private Optional<SimulatedNode> drawNode() {
        List<SimulatedNode> up =
                users.population().members().stream().filter(SimulatedNode::isRunning).toList();
        return up.isEmpty() ? Optional.empty() : Optional.of(up.get(random.nextInt(up.size())));
    }

    private void begun(String name, SimulatedNode node, CompletableFuture<?> end) {
        int number = total().begun();
        count(name, new Tally(1, 0, 0));
        long now = users.mesh().time().nanoTime();
        Running started = new Running(name, node, node.processCount(), now, number);
        running.add(started);
        end.whenComplete((value, trouble) -> {
            running.remove(started);
            if (trouble == null) {
                count(name, new Tally(0, 1, 0));
            } else {
                count(name, new Tally(0, 0, 1));
                failed(started, trouble);
            }
        });
    }

    private void count(String name, Tally more) {
        tallies.merge(name, more, Tally::plus);
    }

    /** A failure that a user is told is in order; anything else is a bug of the node. */
    private void failed(Running started, Throwable trouble) {
        Optional<Failure> known = FailureException.find(trouble);
        String where = started.name() + " at " + started.node().host();
        if (known.isEmpty() || known.get().kind() == FailureKind.INTERNAL) {
            users.findings().bug(where, trouble.getCause() == null ? trouble : trouble.getCause());
        } else {
            users.mesh()
                    .trace()
                    .note(started.node().host(), started.name() + " failed: " + known.get());
        }
    }
}
