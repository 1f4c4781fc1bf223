package io.shardmesh.node.io.uring;

import io.shardmesh.node.api.FailureKind;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * A ring and its thread. Operations may be submitted from any thread; what becomes of them is said
 * on the strand.
 */
public final class Uring {
    /** What came of asking for a ring. */
    public sealed interface Start {
        /** It runs, until it is closed. */
        record Running(Uring ring) implements Start {}

        /**
         * There is none.
         *
         * @param reason in a few words: what said no, and what it said
         */
        record Refused(String reason) implements Start {}
    }

    private final Architecture numbers;
    private final SystemCalls threadCalls;
    private final OperationQueue queue;
    private final Executor strand;
    private final CompletableFuture<Void> ended;

    private Uring(
            Architecture numbers,
            SystemCalls threadCalls,
            OperationQueue queue,
            Executor strand,
            CompletableFuture<Void> ended) {
        this.numbers = numbers;
        this.threadCalls = threadCalls;
        this.queue = queue;
        this.strand = strand;
        this.ended = ended;
    }

    /**
     * Asks for a ring. Completes on the strand and never fails: a system that has none, forbids it
     * or has no memory left for it is an answer.
     *
     * @param strand where futures complete; a bug of the ring is thrown there
     */
    public static CompletableFuture<Start> start(Executor strand) {
        return start(strand, RingConfig.usual());
    }

    static CompletableFuture<Start> start(Executor strand, RingConfig config) {
        CompletableFuture<Start> started = new CompletableFuture<>();
        Thread.ofPlatform()
                .daemon()
                .name("shardmesh-uring")
                .start(() -> run(strand, config, started));
        return started;
    }

    /** Why this process can have no ring; empty when it can. Blocks for some milliseconds. */
    public static Optional<String> refusal() {
        return switch (start(Runnable::run).join()) {
            case Start.Running(Uring ring) -> {
                ring.close().join();
                yield Optional.empty();
            }
            case Start.Refused(String reason) -> Optional.of(reason);
        };
    }

    /** All that the ring's thread does. */
    private static void run(Executor strand, RingConfig config, CompletableFuture<Start> started) {
        // Closed at the end, but not after a bug: the kernel may still write to this memory.
        Arena arena = Arena.ofConfined();
        CompletableFuture<Void> ended = new CompletableFuture<>();
        try {
            Architecture numbers = requireNative();
            SystemCalls calls = new SystemCalls(numbers, arena);
            MappedRing ring = RingSetup.run(calls, arena, config);
            int event = calls.makeEvent();
            if (event < 0) {
                ring.close();
                throw RefusedException.of("eventfd", event);
            }
            OperationQueue queue =
                    new OperationQueue(
                            config.operationCount(),
                            new SystemCalls(numbers, Arena.ofAuto()),
                            event);
            Staging staging = Staging.make(arena, config, ring::register);
            MemorySegment eventBytes = arena.allocate(Long.BYTES, Long.BYTES);
            RingLoop loop = new RingLoop(ring, queue, staging, strand, event, eventBytes);
            Uring uring = new Uring(numbers, calls, queue, strand, ended);
            strand.execute(() -> started.complete(new Start.Running(uring)));
            loop.run();
            queue.release();
            ring.close();
            arena.close();
            strand.execute(() -> ended.complete(null));
        } catch (RefusedException refused) {
            arena.close();
            String reason = String.valueOf(refused.getMessage());
            strand.execute(() -> started.complete(new Start.Refused(reason)));
        } catch (RuntimeException | Error bug) {
            // What is under way stays the kernel's for ever: nobody sees its completions any more.
            strand.execute(() -> {
                throw new IllegalStateException("the ring's thread has ended", bug);
            });
        }
    }

    /** Linking native code that is not allowed would print a warning. */
    private static Architecture requireNative() throws RefusedException {
        Architecture numbers =
                Architecture.here()
                        .orElseThrow(() ->
                                new RefusedException(
                                        "io_uring needs Linux on x86-64 or 64-bit ARM"));
        if (!Uring.class.getModule().isNativeAccessEnabled()) {
            throw new RefusedException("Java was not started with --enable-native-access");
        }
        return numbers;
    }

    /** For the ring's thread only. */
    SystemCalls threadCalls() {
        return threadCalls;
    }

    /** For one call of the system on the thread that asks. */
    SystemCalls callsIn(Arena arena) {
        return new SystemCalls(numbers, arena);
    }

    Executor strand() {
        return strand;
    }

    /** Begins it when there is room in the ring; with too many before it, it fails with BUSY. */
    void submit(Operation operation) {
        refuse(operation, queue.offer(operation));
    }

    /** As submit, but never refused for want of room; false when the ring is closed. */
    boolean submitAlways(Operation operation) {
        return queue.offerAlways(operation) == OperationQueue.Offer.ACCEPTED;
    }

    private void refuse(Operation operation, OperationQueue.Offer offer) {
        switch (offer) {
            case ACCEPTED -> {}
            case FULL -> refuse(operation, FailureKind.BUSY, "too many operations wait");
            case CLOSED -> refuse(operation, FailureKind.IO, "the ring is closed");
        }
    }

    private void refuse(Operation operation, FailureKind kind, String cause) {
        strand.execute(operation.refuse(kind, cause));
    }

    /**
     * Accepts nothing more. Completes on the strand when all that was accepted is done and the
     * kernel has nothing of ours. Files that are still open can be closed afterwards.
     */
    public CompletableFuture<Void> close() {
        queue.close();
        return ended.copy();
    }
}
