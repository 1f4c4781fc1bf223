package io.shardmesh.libp2p.swarm;

import java.time.Duration;
import java.util.Optional;

/**
 * Whether the other end of a connection still lives: silence leads to a ping, and silence after the
 * ping to the end. Any byte received is a sign of life. Holds no timer; its owner asks.
 */
final class Liveness {

    private final SwarmConfig.KeepAlive config;
    private long heardNanos;
    private long pingedNanos;
    private boolean pinged;
    private boolean measuring;
    private Optional<Duration> roundTrip = Optional.empty();

    Liveness(SwarmConfig.KeepAlive config, long nowNanos) {
        this.config = config;
        this.heardNanos = nowNanos;
    }

    void heard(long nowNanos) {
        heardNanos = nowNanos;
        pinged = false;
    }

    /**
     * Notes that we asked for a sign of life now.
     *
     * @param sent whether a ping went out; else an older one still waits, which measures nothing
     */
    void pinged(long nowNanos, boolean sent) {
        pinged = true;
        measuring = sent;
        pingedNanos = nowNanos;
    }

    void answered(long nowNanos) {
        if (measuring) {
            measuring = false;
            measured(Duration.ofNanos(nowNanos - pingedNanos));
        }
    }

    void measured(Duration roundTripNow) {
        roundTrip = Optional.of(roundTripNow);
    }

    Optional<Duration> roundTrip() {
        return roundTrip;
    }

    /** Whether nothing was heard since the last ping; then better use another connection. */
    boolean isSilent() {
        return pinged;
    }

    boolean isDead(long nowNanos) {
        return pinged && nowNanos - pingedNanos >= config.dead().toNanos();
    }

    boolean wantsPing(long nowNanos) {
        return !pinged && nowNanos - heardNanos >= config.interval().toNanos();
    }

    /** When to ask again, at the earliest. */
    long dueNanos() {
        return pinged
                ? pingedNanos + config.dead().toNanos()
                : heardNanos + config.interval().toNanos();
    }
}
