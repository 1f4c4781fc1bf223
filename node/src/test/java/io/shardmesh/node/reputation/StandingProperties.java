package io.shardmesh.node.reputation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Laws of the order, for any history of a peer. */
class StandingProperties {
    private static final Breaker CLOSED = Breaker.closed();

    /** What can be seen of a peer, so many seconds after what was seen before. */
    record Seen(int kind, long tookNanos, int pauseSeconds) {}

    @Provide
    Arbitrary<List<Seen>> histories() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 5),
                        Arbitraries.longs().between(1, 20_000_000_000L),
                        Arbitraries.integers().between(0, 100_000))
                .as(Seen::new)
                .list()
                .ofMaxSize(60);
    }

    @Property
    void badNews_whatever_putNobodyForward(@ForAll("histories") List<Seen> history) {
        Conduct before = of(history);
        long now = before.atNanos();
        Standing standing = Standing.of(CLOSED, before, now);
        for (Conduct worse :
                List.of(before.failed(now), before.served(true, now), before.audited(false, now))) {
            assertTrue(standing.compareTo(Standing.of(CLOSED, worse, now)) <= 0);
        }
        Breaker silent = CLOSED.silent(now, 0.5);
        assertTrue(standing.compareTo(Standing.of(silent, before, now)) < 0);
    }

    @Property
    void goodNews_whatever_putNobodyBack(@ForAll("histories") List<Seen> history) {
        Conduct before = of(history);
        long now = before.atNanos();
        Standing standing = Standing.of(CLOSED, before, now);
        for (Conduct better :
                List.of(
                        before.answered(0, now),
                        before.served(false, now),
                        before.audited(true, now))) {
            assertTrue(standing.compareTo(Standing.of(CLOSED, better, now)) >= 0);
        }
    }

    @Property
    void time_alone_bringsEverybodyForwardUntilNothingIsLeft(
            @ForAll("histories") List<Seen> history) {
        Conduct conduct = of(history);
        long now = conduct.atNanos();
        Standing before = Standing.of(CLOSED, conduct, now);
        for (int day = 1; day <= 60; day++) {
            Standing later = Standing.of(CLOSED, conduct, now + Duration.ofDays(day).toNanos());
            assertTrue(later.compareTo(before) <= 0, "day " + day);
            before = later;
        }
        assertEquals(Standing.UNKNOWN, before);
    }

    @Property
    void saved_andReadAgain_isTheSameStandingButForWhatIsBelowAThousandth(
            @ForAll("histories") List<Seen> history) {
        Conduct conduct = of(history);
        SavedReputation.Entry entry =
                SavedReputation.Entry.of(SavedReputationTest.PEER, conduct, CLOSED);
        Conduct read = entry.conduct(conduct.atNanos());
        assertEquals(conduct.attempts().good(), read.attempts().good(), 0.001);
        assertEquals(conduct.attempts().bad(), read.attempts().bad(), 0.001);
        assertEquals(conduct.audits().bad(), read.audits().bad(), 0.001);
        assertEquals(conduct.lateness(), read.lateness(), 0.001);
        assertEquals(conduct.answerNanos() / 1000, read.answerNanos() / 1000);
    }

    @Example
    void oneFailedAudit_amongManyPassed_isNoReasonForDistrust() {
        Conduct conduct = Conduct.unknown(0);
        for (int i = 0; i < 20; i++) {
            conduct = conduct.audited(i != 10, 0);
        }
        assertFalse(Standing.of(CLOSED, conduct, 0).distrusted());
        assertTrue(Standing.of(CLOSED, Conduct.unknown(0).audited(false, 0), 0).distrusted());
    }

    private static Conduct of(List<Seen> history) {
        long now = 0;
        Conduct conduct = Conduct.unknown(now);
        for (Seen seen : history) {
            now += Duration.ofSeconds(seen.pauseSeconds()).toNanos();
            conduct =
                    switch (seen.kind()) {
                        case 0 -> conduct.answered(seen.tookNanos(), now);
                        case 1 -> conduct.failed(now);
                        case 2 -> conduct.served(true, now);
                        case 3 -> conduct.served(false, now);
                        case 4 -> conduct.audited(true, now);
                        default -> conduct.audited(false, now);
                    };
        }
        return conduct;
    }
}
