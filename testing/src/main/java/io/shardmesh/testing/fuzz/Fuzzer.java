package io.shardmesh.testing.fuzz;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Runs one target: its corpus as it is, and then changed inputs until the time is up. */
final class Fuzzer {
    /** What any decoder may allocate for itself, whatever comes. */
    private static final long BASE_BYTES = 512 * 1024;

    /** Objects made of bytes are larger than these, an entry of a list many times. */
    private static final long BYTES_PER_BYTE = 256;

    /** Good inputs that were found are changed further; so many are kept. */
    private static final int POOL_COUNT = 512;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final FuzzTarget target;
    private final List<byte[]> pool;
    private final Mutator mutator;
    private long inputCount;
    private long goodCount;

    Fuzzer(FuzzTarget target, List<byte[]> corpus, long seed) {
        this.target = target;
        this.pool = new ArrayList<>(corpus);
        this.mutator = new Mutator(seed);
        if (pool.isEmpty()) {
            throw new IllegalArgumentException("no corpus for " + target.name());
        }
    }

    /** An input that breaks a rule. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    record Finding(String target, byte[] input, String what) {
        @Override
        public String toString() {
            return target + ": " + what + "\n  input " + HexFormat.of().formatHex(input);
        }
    }

    /** Runs; the first finding ends it. */
    Optional<Finding> run(Duration time) {
        List<byte[]> stored = List.copyOf(pool);
        for (byte[] seed : stored) {
            Optional<Finding> found = tryOne(seed, false); // Classes are loaded here.
            if (found.isPresent()) {
                return found;
            }
        }
        for (byte[] seed : stored) {
            Optional<Finding> found = tryOne(seed, true);
            if (found.isPresent()) {
                return found;
            }
        }
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            Optional<Finding> found = tryOne(mutator.next(pool), true);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private Optional<Finding> tryOne(byte[] input, boolean measured) {
        inputCount++;
        long limit = BASE_BYTES + BYTES_PER_BYTE * input.length;
        long before = THREADS.getCurrentThreadAllocatedBytes();
        Optional<Finding> found = decode(input);
        long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
        if (found.isPresent() || !measured || allocated <= limit) {
            return found;
        }
        // Once more: the first time on a path also loads classes.
        long again = THREADS.getCurrentThreadAllocatedBytes();
        found = decode(input);
        allocated = THREADS.getCurrentThreadAllocatedBytes() - again;
        if (found.isPresent() || allocated <= limit) {
            return found;
        }
        String what = "allocates %d bytes for %d".formatted(allocated, input.length);
        return Optional.of(new Finding(target.name(), input, what));
    }

    private Optional<Finding> decode(byte[] input) {
        try {
            if (target.decoder().decode(input.clone())) {
                goodCount++;
                keep(input);
            }
        } catch (Exception | StackOverflowError | OutOfMemoryError thrown) {
            if (!target.declares(thrown)) {
                return Optional.of(new Finding(target.name(), input, described(thrown)));
            }
        }
        return Optional.empty();
    }

    private static String described(Throwable thrown) {
        StackTraceElement[] trace = thrown.getStackTrace();
        return thrown + (trace.length == 0 ? "" : " at " + trace[0]);
    }

    private void keep(byte[] input) {
        if (pool.size() < POOL_COUNT) {
            pool.add(input);
        }
    }

    long inputCount() {
        return inputCount;
    }

    long goodCount() {
        return goodCount;
    }
}
