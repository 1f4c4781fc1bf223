package io.shardmesh.libp2p.swarm;

import io.shardmesh.libp2p.transport.Connection;
import io.shardmesh.libp2p.transport.Scheduler;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;

/** Connections that came in and are not upgraded yet; they may be anybody's. */
final class Inbound {

    private final Surroundings surroundings;
    private final ToLongFunction<String> establishedFrom;
    private final Consumer<Upgrade.Secured> secured;
    private final Set<Pending> pending = new LinkedHashSet<>();

    /**
     * @param establishedFrom counts the inbound connections that are up from an IP address
     * @param secured gets those whose upgrade succeeds
     */
    Inbound(
            Surroundings surroundings,
            ToLongFunction<String> establishedFrom,
            Consumer<Upgrade.Secured> secured) {
        this.surroundings = surroundings;
        this.establishedFrom = establishedFrom;
        this.secured = secured;
    }

    void accept(Connection connection) {
        SwarmConfig.ConnectionLimits limits = surroundings.config().connections();
        String host = connection.remoteAddress().host().orElse("");
        long fromHost =
                establishedFrom.applyAsLong(host)
                        + pending.stream().filter(other -> other.host.equals(host)).count();
        if (pending.size() >= limits.pendingInboundCount()
                || fromHost >= limits.perAddressCount()) {
            connection.close();
            return;
        }
        Pending started = new Pending(host, connection);
        pending.add(started);
    }

    void close() {
        List.copyOf(pending).forEach(Pending::abandon);
    }

    private final class Pending implements Upgrade.Outcome {

        private final String host;
        private final Upgrade upgrade;
        private final Scheduler.Timer timer;

        Pending(String host, Connection connection) {
            this.host = host;
            this.upgrade = Upgrade.inbound(surroundings, connection, this);
            this.timer =
                    surroundings
                            .scheduler()
                            .schedule(
                                    surroundings.config().connections().inboundUpgrade(),
                                    this::abandon);
        }

        @Override
        public void secured(Upgrade.Secured done) {
            forget();
            secured.accept(done);
        }

        @Override
        public void failed(SwarmException why) {
            forget();
        }

        private void abandon() {
            forget();
            upgrade.abandon();
        }

        private void forget() {
            timer.cancel();
            pending.remove(this);
        }
    }
}
