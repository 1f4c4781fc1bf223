package io.shardmesh.node.object;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.stream.Stream;

/**
 * Tells holders that keep a get waiting from those that are no slower than the line. A slow or busy
 * line delays all of them alike, so each is measured by what the others bring meanwhile, in bytes;
 * time alone counts only while nobody else brings anything. Times are nanoseconds of one clock that
 * the caller has.
 */
final class Stragglers {
    enum Verdict {
        ON_TIME,
        /** Others should be asked in its place; it may still answer. */
        LATE,
        /** It is taken for gone. */
        LOST
    }

    /** Well above a disk seek; a get with dead holders still ends within a second or so. */
    private static final long MIN_PATIENCE_NANOS = Duration.ofMillis(500).toNanos();

    /** An answer takes one; on a busy line it waits behind others, and a packet may be lost. */
    private static final int PATIENCE_ROUND_TRIPS = 4;

    /** A get that cannot be had must fail within 10 s. */
    private static final long LOST_NANOS = Duration.ofSeconds(6).toNanos();

    /** A line may stand still for so long; until then it is all the same who on it is silent. */
    private static final long PAUSE_NANOS = Duration.ofSeconds(3).toNanos();

    /**
     * Whoever shares a line has brought something before the others bring so much each. A line that
     * queues may carry all of one holder's window, 256 KiB at first, before it comes to the next.
     */
    private static final long FAIR_BYTES = 512 << 10;

    /** Who takes so many times as long for a block as others do is late, not unlucky. */
    private static final int SLOWNESS = 4;

    private final List<Flow> flows = new ArrayList<>();
    private long totalBytes;
    private long usualBlockNanos;

    /** One more holder to be compared with the others. */
    Flow flow() {
        Flow flow = new Flow();
        flows.add(flow);
        return flow;
    }

    /** What comes from one holder, which answers in the order in which it is asked. */
    final class Flow {
        private final Queue<Integer> owedBlockBytes = new ArrayDeque<>();
        private long patienceNanos = MIN_PATIENCE_NANOS;
        private long streamBytes;
        private long receivedBytes;
        private boolean brings;
        private Mark silence = new Mark(0, 0);
        private Mark block = new Mark(0, 0);

        /** A moment, and what all others had brought by then. */
        private record Mark(long nanos, long othersBytes) {}

        /** A block is asked for. */
        void asked(int blockBytes, long now) {
            if (owedBlockBytes.isEmpty()) {
                brings = false;
                silence = mark(now);
                block = silence;
            }
            owedBlockBytes.add(blockBytes);
        }

        /**
         * There is a new stream to it.
         *
         * @param tookNanos the time that opening took: a round trip or more
         */
        void opened(long tookNanos) {
            streamBytes = 0;
            patienceNanos =
                    Math.clamp(PATIENCE_ROUND_TRIPS * tookNanos, MIN_PATIENCE_NANOS, PAUSE_NANOS);
        }

        /** So many bytes have come over its stream by now; whether that is more than before. */
        boolean received(long onStreamBytes, long now) {
            long more = onStreamBytes - streamBytes;
            if (more > 0) {
                streamBytes = onStreamBytes;
                receivedBytes += more;
                totalBytes += more;
                brings = true;
                silence = mark(now);
            }
            return more > 0;
        }

        /** The block that it owed for longest is here. */
        void answered(long now) {
            long tookNanos = now - block.nanos();
            usualBlockNanos += (tookNanos - usualBlockNanos) / (usualBlockNanos == 0 ? 1 : 8);
            owedBlockBytes.remove();
            brings = true;
            silence = mark(now);
            block = silence;
        }

        /** One of the blocks that it owed will not come. */
        void dropped() {
            owedBlockBytes.remove();
        }

        boolean owes() {
            return !owedBlockBytes.isEmpty();
        }

        Verdict verdict(long now) {
            if (!owes()) {
                return Verdict.ON_TIME;
            }
            boolean passedOver = othersBroughtEach(FAIR_BYTES, silence);
            long silentNanos = now - (passedOver ? silence.nanos() : lastArrivalNanos());
            if (silentNanos >= LOST_NANOS) {
                return Verdict.LOST;
            }
            boolean paused = !passedOver && othersOwing().anyMatch(flow -> flow.brings);
            boolean silent = silentNanos >= (paused ? PAUSE_NANOS : patienceNanos);
            return silent || isOutrun(now) ? Verdict.LATE : Verdict.ON_TIME;
        }

        /** Whether others brought several blocks while it is at one. */
        private boolean isOutrun(long now) {
            long spentNanos = now - block.nanos();
            if (spentNanos < patienceNanos) {
                return false;
            }
            return othersOwing().findAny().isPresent()
                    ? othersBroughtEach((long) SLOWNESS * owedBlockBytes.element(), block)
                    : usualBlockNanos > 0 && spentNanos >= SLOWNESS * usualBlockNanos;
        }

        private Stream<Flow> othersOwing() {
            return flows.stream().filter(flow -> flow != this && flow.owes());
        }

        /** When anybody last brought something, or this one began to owe. */
        private long lastArrivalNanos() {
            return flows.stream()
                    .filter(flow -> flow == this || flow.brings)
                    .mapToLong(flow -> flow.silence.nanos())
                    .max()
                    .orElseThrow();
        }

        /** On average, over those that owe something or have brought something since. */
        private boolean othersBroughtEach(long bytes, Mark since) {
            long count =
                    flows.stream()
                            .filter(flow -> flow != this)
                            .filter(flow -> flow.owes() || flow.silence.nanos() > since.nanos())
                            .count();
            return count > 0 && othersBytesSince(since) >= count * bytes;
        }

        private long othersBytesSince(Mark mark) {
            return totalBytes - receivedBytes - mark.othersBytes();
        }

        private Mark mark(long now) {
            return new Mark(now, totalBytes - receivedBytes);
        }
    }
}
