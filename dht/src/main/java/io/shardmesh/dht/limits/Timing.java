package io.shardmesh.dht.limits;

import java.time.Duration;
import java.util.stream.Stream;

/**
 * How long the DHT waits, and how often it looks after itself.
 *
 * @param query for one reply, dialling included: four round trips of a slow link, and short enough
 *     that a dead peer does not hold up a lookup noticeably
 * @param lookup for a whole lookup; then it ends with what has answered
 * @param ping for the sign of life that decides about a place in the table
 * @param bootstrapAttempt for one bootstrap address: dialling, identify, and a bit of patience
 * @param bootstrapRetry before the addresses are tried again when none worked; doubles up to {@code
 *     refresh}
 * @param refresh between two refreshes of the table, give or take a tenth; 10 min in the libp2p
 *     specification
 */
public record Timing(
        Duration query,
        Duration lookup,
        Duration ping,
        Duration bootstrapAttempt,
        Duration bootstrapRetry,
        Duration refresh) {

    /** Checks that every wait is positive. */
    public Timing {
        boolean positive =
                Stream.of(query, lookup, ping, bootstrapAttempt, bootstrapRetry, refresh)
                        .allMatch(Duration::isPositive);
        if (!positive) {
            throw new IllegalArgumentException("waits must be positive");
        }
    }

    /** For the Internet and for a LAN alike. */
    public static Timing standard() {
        return new Timing(
                Duration.ofSeconds(5),
                Duration.ofSeconds(30),
                Duration.ofSeconds(5),
                Duration.ofSeconds(10),
                Duration.ofSeconds(5),
                Duration.ofMinutes(10));
    }
}
