package io.shardmesh.node.reputation;

import io.shardmesh.crypto.Digest;
import io.shardmesh.crypto.blake3.Blake3;
import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.node.record.RecordKind;
import io.shardmesh.node.record.RecordLimits;
import io.shardmesh.node.record.RecordReader;
import io.shardmesh.node.record.RecordWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A node's opinion of others as it lies in its home; docs/formats/reputation.md.
 *
 * @param savedAt by the wall clock, when it was so
 * @param peers at most {@link RecordLimits#MEMBER_COUNT}, in the order of their ids
 */
public record SavedReputation(Instant savedAt, List<Entry> peers) {
    private static final RecordKind KIND = RecordKind.REPUTATION;
    private static final int MAX_WEIGHT = (int) (Tally.MAX * 1_000);
    private static final int MAX_ANSWER_MICROS = 60_000_000;
    private static final int MAX_PAUSE_SECONDS = (int) Breaker.LONGEST_PAUSE.toSeconds();
    private static final int THOUSAND = 1_000;

    /** Nothing of anybody. */
    public static final SavedReputation NONE = new SavedReputation(Instant.EPOCH, List.of());

    /** Copies the list. */
    public SavedReputation {
        peers = List.copyOf(peers);
    }

    /**
     * One peer. Weights are thousandths.
     *
     * @param answerMicros time to an answer; 0 when it never gave one
     * @param answered weight of attempts that were answered
     * @param failed weight of those that were not
     * @param lateness 0 to 1000
     * @param passed weight of audits passed
     * @param convicted weight of audits failed
     * @param pauseSeconds for how long it was left alone last; 0 when it is not
     */
    public record Entry(
            PeerId peer,
            int answerMicros,
            int answered,
            int failed,
            int lateness,
            int passed,
            int convicted,
            int pauseSeconds) {

        static Entry of(PeerId peer, Conduct conduct, Breaker breaker) {
            return new Entry(
                    peer,
                    (int) (conduct.answerNanos() / THOUSAND),
                    thousandths(conduct.attempts().good()),
                    thousandths(conduct.attempts().bad()),
                    thousandths(conduct.lateness()),
                    thousandths(conduct.audits().good()),
                    thousandths(conduct.audits().bad()),
                    switch (breaker) {
                        case Breaker.Closed _ -> 0;
                        case Breaker.Open(Duration pause, long _) -> (int) pause.toSeconds();
                        case Breaker.HalfOpen(Duration pause) -> (int) pause.toSeconds();
                    });
        }

        private static int thousandths(double weight) {
            return (int) (weight * THOUSAND);
        }

        Conduct conduct(long atNanos) {
            return new Conduct(
                    (long) answerMicros * THOUSAND,
                    new Tally(answered / (double) THOUSAND, failed / (double) THOUSAND),
                    lateness / (double) THOUSAND,
                    new Tally(passed / (double) THOUSAND, convicted / (double) THOUSAND),
                    atNanos);
        }

        /** A probe of it is due at once: nobody knows what has happened meanwhile. */
        Breaker breaker(long now) {
            return pauseSeconds == 0
                    ? Breaker.closed()
                    : new Breaker.Open(Duration.ofSeconds(pauseSeconds), now);
        }
    }

    /** The bytes to store. */
    public byte[] encode() {
        RecordWriter out = RecordWriter.of(KIND).time(savedAt).u16(peers.size());
        for (Entry entry : peers) {
            out.peer(entry.peer())
                    .u32(entry.answerMicros())
                    .u32(entry.answered())
                    .u32(entry.failed())
                    .u16(entry.lateness())
                    .u32(entry.passed())
                    .u32(entry.convicted())
                    .u16(entry.pauseSeconds());
        }
        byte[] body = out.noExtensions().finish();
        return out.digest(Blake3.hash(body)).finish();
    }

    /**
     * Reads stored bytes.
     *
     * @throws io.shardmesh.node.record.MalformedRecordException when they are not what was stored
     */
    public static SavedReputation decode(byte[] bytes) {
        RecordReader in = RecordReader.of(KIND, bytes);
        Instant savedAt = in.time("savedAt");
        int count = in.u16("peers", 0, RecordLimits.MEMBER_COUNT);
        List<Entry> peers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            peers.add(
                    new Entry(
                            in.peer("peer"),
                            u32(in, "answerMicros", MAX_ANSWER_MICROS),
                            u32(in, "answered", MAX_WEIGHT),
                            u32(in, "failed", MAX_WEIGHT),
                            in.u16("lateness", 0, THOUSAND),
                            u32(in, "passed", MAX_WEIGHT),
                            u32(in, "convicted", MAX_WEIGHT),
                            in.u16("pauseSeconds", 0, MAX_PAUSE_SECONDS)));
        }
        in.extensions();
        Digest expected = Blake3.hash(in.consumed());
        if (!in.digest("digest").equals(expected)) {
            throw in.malformed("digest", "these are not the bytes that were stored");
        }
        in.end();
        return new SavedReputation(savedAt, peers);
    }

    private static int u32(RecordReader in, String field, int max) {
        long value = in.u32(field);
        if (value > max) {
            throw in.malformed(field, value + " is over " + max);
        }
        return (int) value;
    }
}
