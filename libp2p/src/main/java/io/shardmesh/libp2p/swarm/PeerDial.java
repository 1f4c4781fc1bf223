package io.shardmesh.libp2p.swarm;

import io.shardmesh.libp2p.multiformats.Multiaddr;
import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.libp2p.transport.Scheduler;
import io.shardmesh.libp2p.transport.Transport;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The way to one peer: its addresses are tried one after the other, each with a short head start,
 * and the first connection that is upgraded wins.
 */
final class PeerDial implements DialAttempt.Result {

    /** What a dial tells the dialler. */
    interface Progress {
        /** Takes the connection into the swarm; empty when a limit forbids it. */
        Optional<MuxedConnection> adopt(Upgrade.Secured secured);

        void addressFailed(PeerId peer, Multiaddr address);

        void ended(PeerDial dial);
    }

    private record Failure(Multiaddr address, SwarmException why) {}

    private final Surroundings surroundings;
    private final Transport transport;
    private final Optional<PeerId> peer;
    private final Progress progress;
    private final CompletableFuture<MuxedConnection> connection = new CompletableFuture<>();
    private final Set<Multiaddr> known = new LinkedHashSet<>();
    private final Deque<Multiaddr> waiting = new ArrayDeque<>();
    private final Set<DialAttempt> running = new LinkedHashSet<>();
    private final List<Failure> failures = new ArrayList<>();
    private final Scheduler.Timer overall;
    private Scheduler.@Nullable Timer stagger;
    private boolean started;
    private boolean over;

    PeerDial(
            Surroundings surroundings,
            Transport transport,
            Optional<PeerId> peer,
            Progress progress) {
        this.surroundings = surroundings;
        this.transport = transport;
        this.peer = peer;
        this.progress = progress;
        this.overall =
                surroundings
                        .scheduler()
                        .schedule(surroundings.config().dialling().overall(), this::timedOut);
    }

    CompletableFuture<MuxedConnection> connection() {
        return connection;
    }

    Optional<PeerId> peer() {
        return peer;
    }

    boolean hasStarted() {
        return started;
    }

    /** Adds addresses to try, also while it runs; those known already are left out. */
    void add(Collection<Multiaddr> addresses) {
        for (Multiaddr address : addresses) {
            if (known.size() < AddressBook.ADDRESS_COUNT && known.add(address)) {
                waiting.add(address);
            }
        }
    }

    void start() {
        started = true;
        tryNext();
    }

    /** Ends it well: the peer came to us meanwhile. */
    void satisfied(MuxedConnection arrived) {
        if (finish()) {
            // Later, so that listeners hear of the connection before those who asked for it.
            surroundings.scheduler().execute(() -> connection.complete(arrived));
        }
    }

    void fail(SwarmException.Kind kind, String why) {
        if (finish()) {
            connection.completeExceptionally(new SwarmException(kind, why));
        }
    }

    @Override
    public void secured(DialAttempt attempt, Upgrade.Secured secured) {
        running.remove(attempt);
        Optional<MuxedConnection> adopted = progress.adopt(secured);
        if (adopted.isPresent()) {
            satisfied(adopted.get());
        } else {
            fail(SwarmException.Kind.LIMIT, "too many connections");
        }
    }

    @Override
    public void failed(DialAttempt attempt, SwarmException why) {
        running.remove(attempt);
        failures.add(new Failure(attempt.address(), why));
        peer.ifPresent(known -> progress.addressFailed(known, attempt.address()));
        tryNext();
    }

    private void tryNext() {
        if (over) {
            return;
        }
        if (stagger != null) {
            stagger.cancel();
        }
        Multiaddr next = waiting.poll();
        if (next != null) {
            DialAttempt attempt = new DialAttempt(surroundings, next, peer, this);
            running.add(attempt);
            stagger =
                    surroundings
                            .scheduler()
                            .schedule(surroundings.config().dialling().stagger(), this::tryNext);
            attempt.start(transport);
        } else if (running.isEmpty()) {
            fail(kindOfFailure(), describeFailures());
        }
    }

    private void timedOut() {
        running.forEach(
                attempt -> peer.ifPresent(p -> progress.addressFailed(p, attempt.address())));
        fail(SwarmException.Kind.TIMEOUT, "no connection in time; " + describeFailures());
    }

    /** Whoever fails otherwise may come right; a wrong peer says most about the address. */
    private SwarmException.Kind kindOfFailure() {
        if (failures.stream().anyMatch(f -> f.why().kind() == SwarmException.Kind.WRONG_PEER)) {
            return SwarmException.Kind.WRONG_PEER;
        }
        return failures.stream().allMatch(f -> f.why().kind() == SwarmException.Kind.TIMEOUT)
                ? SwarmException.Kind.TIMEOUT
                : SwarmException.Kind.DIAL_FAILED;
    }

    private String describeFailures() {
        StringJoiner text = new StringJoiner("; ");
        failures.forEach(
                failure -> text.add(failure.address() + ": " + failure.why().getMessage()));
        return text.toString();
    }

    private boolean finish() {
        if (over) {
            return false;
        }
        over = true;
        overall.cancel();
        if (stagger != null) {
            stagger.cancel();
        }
        List.copyOf(running).forEach(DialAttempt::cancel);
        running.clear();
        progress.ended(this);
        return true;
    }
}
