package io.shardmesh.dht;

import io.shardmesh.dht.routing.RoutingTable;
import io.shardmesh.libp2p.multiformats.Multiaddr;
import io.shardmesh.libp2p.multiformats.PeerId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Finds a first server: bootstrap addresses one after the other, in the order given, until one
 * leads to a peer that serves the DHT. Starts anew whenever the table has run empty.
 */
final class Bootstrap {
    /** One address being tried; {@code peer} is known once it is connected. */
    private record Attempt(int index, Optional<PeerId> peer, long deadlineNanos) {}

    private final RoutingTable table;
    private final long attemptNanos;
    private final Duration firstRetry;
    private final Duration longestRetry;
    private List<Multiaddr> addresses = List.of();
    private Optional<Attempt> attempt = Optional.empty();
    private OptionalLong retryAtNanos = OptionalLong.empty();
    private Duration retry;
    private boolean joined;

    Bootstrap(DhtConfig config, RoutingTable table) {
        this.table = table;
        this.attemptNanos = config.timing().bootstrapAttempt().toNanos();
        this.firstRetry = config.timing().bootstrapRetry();
        this.longestRetry = config.timing().refresh();
        this.retry = firstRetry;
    }

    void begin(List<Multiaddr> newAddresses, long nowNanos, List<DhtEffect> out) {
        addresses = newAddresses;
        joined = false;
        retry = firstRetry;
        attempt = Optional.empty();
        retryAtNanos = OptionalLong.empty();
        if (!addresses.isEmpty()) {
            tryAddress(0, nowNanos, out);
        }
    }

    void dialled(DhtEvent.Dialled event) {
        if (isTrying(event.address())) {
            attempt =
                    attempt.map(a ->
                            new Attempt(a.index(), Optional.of(event.peer()), a.deadlineNanos()));
        }
    }

    void dialFailed(DhtEvent.DialFailed event, long nowNanos, List<DhtEffect> out) {
        if (isTrying(event.address())) {
            tryNext(nowNanos, out);
        }
    }

    void identified(DhtEvent.PeerIdentified event, long nowNanos, List<DhtEffect> out) {
        boolean awaited = attempt.flatMap(Attempt::peer).filter(event.peer()::equals).isPresent();
        // A server without addresses is of no use to a table that holds nobody else.
        if (awaited && (!event.servesDht() || event.addresses().isEmpty())) {
            tryNext(nowNanos, out);
        }
    }

    /** To be asked after every step: whether the peer being tried has just got its place. */
    boolean hasArrived() {
        boolean arrived = attempt.flatMap(Attempt::peer).flatMap(table::find).isPresent();
        if (arrived) {
            attempt = Optional.empty();
            joined = true;
            retry = firstRetry;
        }
        return arrived;
    }

    void expire(long nowNanos, List<DhtEffect> out) {
        if (attempt.filter(a -> Deadlines.hasPassed(a.deadlineNanos(), nowNanos)).isPresent()) {
            tryNext(nowNanos, out);
        }
        if (retryAtNanos.isPresent() && Deadlines.hasPassed(retryAtNanos.getAsLong(), nowNanos)) {
            retryAtNanos = OptionalLong.empty();
            // Whom others put into the table does not replace the lookup of our own place.
            if (!joined || table.size() == 0) {
                tryAddress(0, nowNanos, out);
            }
        }
    }

    /** To be called after every step: an empty table means that we are alone. */
    void watch(long nowNanos) {
        boolean idle = attempt.isEmpty() && retryAtNanos.isEmpty();
        if (idle && !addresses.isEmpty() && table.size() == 0) {
            retryLater(nowNanos);
        }
    }

    OptionalLong nextDeadline() {
        OptionalLong attemptEnds = attempt.stream().mapToLong(Attempt::deadlineNanos).findFirst();
        return Deadlines.earlier(attemptEnds, retryAtNanos);
    }

    private boolean isTrying(Multiaddr address) {
        return attempt.filter(a -> addresses.get(a.index()).equals(address)).isPresent();
    }

    private void tryNext(long nowNanos, List<DhtEffect> out) {
        int next = attempt.map(Attempt::index).orElse(-1) + 1;
        if (next < addresses.size()) {
            tryAddress(next, nowNanos, out);
            return;
        }
        attempt = Optional.empty();
        retryLater(nowNanos);
        out.add(new DhtEffect.JoinFailed(addresses.size()));
    }

    private void tryAddress(int index, long nowNanos, List<DhtEffect> out) {
        attempt = Optional.of(new Attempt(index, Optional.empty(), nowNanos + attemptNanos));
        out.add(new DhtEffect.Dial(addresses.get(index)));
    }

    private void retryLater(long nowNanos) {
        retryAtNanos = OptionalLong.of(nowNanos + retry.toNanos());
        Duration doubled = retry.multipliedBy(2);
        retry = doubled.compareTo(longestRetry) < 0 ? doubled : longestRetry;
    }
}
