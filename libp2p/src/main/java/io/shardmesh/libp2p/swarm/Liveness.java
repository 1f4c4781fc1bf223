package io.shardmesh.libp2p.swarm;

/**
 * Whether the other end of a connection still lives: silence leads to a ping, and silence after the
 * ping to the end. Any byte received is a sign of life. Holds no timer; its owner asks.
 */
final class Liveness {

    private final SwarmConfig.KeepAlive config;
    private long heardNanos;
    private long pingedNanos;
    private boolean pinged;

    Liveness(SwarmConfig.KeepAlive config, long nowNanos) {
        this.config = config;
        this.heardNanos = nowNanos;
    }

    void heard(long nowNanos) {
        heardNanos = nowNanos;
        pinged = false;
    }

    /** Notes that we ask for a sign of life now. */
    void pinged(long nowNanos) {
        pinged = true;
        pingedNanos = nowNanos;
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
