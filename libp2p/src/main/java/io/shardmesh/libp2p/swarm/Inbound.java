package io.shardmesh.libp2p.swarm;

import io.shardmesh.libp2p.multiformats.Multiaddr;
import io.shardmesh.libp2p.transport.Connection;
import io.shardmesh.libp2p.transport.Scheduler;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Connections that came in and are not upgraded yet; they may be anybody's. Refused before anything
 * is allocated for them: those that come too fast from one address, and those over the limit of
 * handshakes of one address. When there are too many handshakes in all, the oldest one of the
 * address with the most gives way, so that strangers at few addresses keep nobody else out.
 */
final class Inbound {

    /** Hears of a connection that was not taken. */
    interface Refused {
        void tell(Refusal refusal, Multiaddr from, String why);
    }

    private final Surroundings surroundings;
    private final Consumer<Upgrade.Secured> secured;
    private final Refused refused;
    private final ArrivalRate rate;
    private final Set<Pending> pending = new LinkedHashSet<>();

    /**
     * @param secured gets those whose upgrade succeeds
     */
    Inbound(Surroundings surroundings, Consumer<Upgrade.Secured> secured, Refused refused) {
        this.surroundings = surroundings;
        this.secured = secured;
        this.refused = refused;
        this.rate = new ArrivalRate(surroundings.config().connections().perAddress());
    }

    void accept(Connection connection) {
        String group = AddressGroup.of(connection.remoteAddress());
        Optional<Refusal> refusal = refusal(group);
        if (refusal.isPresent()) {
            connection.close();
            refused.tell(refusal.get(), connection.remoteAddress(), "");
            return;
        }
        Pending started = new Pending(group, connection);
        pending.add(started);
    }

    private Optional<Refusal> refusal(String group) {
        SwarmConfig.ConnectionLimits limits = surroundings.config().connections();
        if (!rate.take(group, surroundings.nanoTime())) {
            return Optional.of(Refusal.TOO_FAST);
        }
        if (countOf(group) >= limits.perAddress().pendingCount()) {
            return Optional.of(Refusal.TOO_MANY_PENDING);
        }
        if (pending.size() < limits.pendingInboundCount() || makeRoomFor(group)) {
            return Optional.empty();
        }
        return Optional.of(Refusal.TOO_MANY_PENDING);
    }

    private boolean makeRoomFor(String group) {
        String heaviest =
                pending.stream()
                        .collect(
                                Collectors.groupingBy(
                                        one -> one.group,
                                        LinkedHashMap::new,
                                        Collectors.counting()))
                        .entrySet()
                        .stream()
                        .max(Comparator.comparingLong(Map.Entry::getValue))
                        .map(Map.Entry::getKey)
                        .orElse(group);
        if (countOf(heaviest) <= countOf(group) + 1) {
            return false;
        }
        pending.stream()
                .filter(one -> one.group.equals(heaviest))
                .findFirst()
                .ifPresent(oldest -> oldest.abandon(Refusal.GAVE_WAY));
        return true;
    }

    private long countOf(String group) {
        return pending.stream().filter(one -> one.group.equals(group)).count();
    }

    void close() {
        List.copyOf(pending).forEach(Pending::forget);
    }

    private final class Pending implements Upgrade.Outcome {

        private final String group;
        private final Multiaddr from;
        private final Upgrade upgrade;
        private final Scheduler.Timer timer;

        Pending(String group, Connection connection) {
            this.group = group;
            this.from = connection.remoteAddress();
            this.upgrade = Upgrade.inbound(surroundings, connection, this);
            this.timer =
                    surroundings
                            .scheduler()
                            .schedule(
                                    surroundings.config().connections().inboundUpgrade(),
                                    () -> abandon(Refusal.HANDSHAKE_TIMED_OUT));
        }

        @Override
        public void secured(Upgrade.Secured done) {
            remove();
            secured.accept(done);
        }

        @Override
        public void failed(SwarmException why) {
            remove();
            refused.tell(Refusal.HANDSHAKE_FAILED, from, String.valueOf(why.getMessage()));
        }

        private void abandon(Refusal refusal) {
            forget();
            refused.tell(refusal, from, "");
        }

        private void forget() {
            remove();
            upgrade.abandon();
        }

        private void remove() {
            timer.cancel();
            pending.remove(this);
        }
    }
}
