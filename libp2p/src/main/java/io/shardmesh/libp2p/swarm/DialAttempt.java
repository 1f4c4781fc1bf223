package io.shardmesh.libp2p.swarm;

import io.shardmesh.libp2p.multiformats.Multiaddr;
import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.libp2p.transport.Connection;
import io.shardmesh.libp2p.transport.Scheduler;
import io.shardmesh.libp2p.transport.Transport;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One address dialled and upgraded, within the time for one address. */
final class DialAttempt implements Upgrade.Outcome {

    /** Told once, unless the attempt is cancelled. */
    interface Result {
        void secured(DialAttempt attempt, Upgrade.Secured secured);

        void failed(DialAttempt attempt, SwarmException why);
    }

    private final Surroundings surroundings;
    private final Multiaddr address;
    private final Optional<PeerId> expected;
    private final Result result;
    private final Scheduler.Timer timer;
    private @Nullable CompletableFuture<Connection> dialling;
    private @Nullable Upgrade upgrade;
    private boolean over;

    DialAttempt(
            Surroundings surroundings,
            Multiaddr address,
            Optional<PeerId> expected,
            Result result) {
        this.surroundings = surroundings;
        this.address = address;
        this.expected = expected;
        this.result = result;
        this.timer =
                surroundings
                        .scheduler()
                        .schedule(surroundings.config().dialling().perAddress(), this::timedOut);
    }

    void start(Transport transport) {
        CompletableFuture<Connection> started = transport.dial(address);
        dialling = started;
        Outcomes.when(started, this::connected, this::refused);
    }

    Multiaddr address() {
        return address;
    }

    /** Ends it without a result. */
    void cancel() {
        if (over) {
            return;
        }
        over = true;
        timer.cancel();
        if (dialling != null) {
            dialling.cancel(false);
        }
        if (upgrade != null) {
            upgrade.abandon();
        }
    }

    @Override
    public void secured(Upgrade.Secured secured) {
        over = true;
        timer.cancel();
        result.secured(this, secured);
    }

    @Override
    public void failed(SwarmException why) {
        if (!over) {
            cancel();
            result.failed(this, why);
        }
    }

    private void connected(Connection connection) {
        if (over) {
            connection.close();
        } else {
            upgrade = Upgrade.outbound(surroundings, connection, expected, this);
        }
    }

    private void refused(Throwable cause) {
        String why = String.valueOf(cause.getMessage());
        failed(new SwarmException(SwarmException.Kind.DIAL_FAILED, why));
    }

    private void timedOut() {
        failed(new SwarmException(SwarmException.Kind.TIMEOUT, "no answer in time"));
    }
}
