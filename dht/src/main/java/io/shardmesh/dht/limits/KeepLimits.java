package io.shardmesh.dht.limits;

import java.time.Duration;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What a server keeps for others. Members and strangers have tables of their own, so that strangers
 * never push a member out.
 *
 * @param memberProviderCount provider records of members; some 300 bytes each, so 30 MB when full.
 *     Among n members a server gets about 120/n of them for each object of six holders
 * @param memberRecordCount records of members, up to 10 KiB each
 * @param strangerProviderCount provider records of strangers: they carry no promise
 * @param strangerRecordCount records of strangers: 2.5 MiB at most
 * @param perStrangerCount of either kind from one stranger
 * @param life how long both kinds are kept after they came; 48 h in the libp2p specification
 * @param addressLife how long a provider's addresses are passed on; then only its id, because
 *     addresses change sooner than contents. 30 min, as others do
 * @param republish between two announcements of the same content; 22 h in the specification, so
 *     that one may fail before the record ends
 */
public record KeepLimits(
        int memberProviderCount,
        int memberRecordCount,
        int strangerProviderCount,
        int strangerRecordCount,
        int perStrangerCount,
        Duration life,
        Duration addressLife,
        Duration republish) {

    /** Checks that every bound is positive. */
    public KeepLimits {
        boolean counts =
                IntStream.of(
                                memberProviderCount,
                                memberRecordCount,
                                strangerProviderCount,
                                strangerRecordCount,
                                perStrangerCount)
                        .allMatch(count -> count > 0);
        if (!counts || !Stream.of(life, addressLife, republish).allMatch(Duration::isPositive)) {
            throw new IllegalArgumentException("limits must be positive");
        }
    }

    /** For a mesh of up to 1,000 members. */
    public static KeepLimits standard() {
        return new KeepLimits(
                100_000,
                1_000,
                5_000,
                256,
                64,
                Duration.ofDays(2),
                Duration.ofMinutes(30),
                Duration.ofHours(22));
    }
}
