package io.shardmesh.node.object;

import io.shardmesh.libp2p.transport.Scheduler;
import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.core.Async;
import io.shardmesh.node.core.Environment;
import io.shardmesh.node.holder.HolderProtocols;
import io.shardmesh.node.member.MemberStream;
import io.shardmesh.node.member.Members;
import io.shardmesh.node.reputation.Standing;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One holder of a pool: the stream to it, what comes over it, and what a get has against it. */
final class PooledSource {
    /** A holder whose connection broke this often in one get is left alone for the rest of it. */
    private static final int MAX_BREAKS = 3;

    /** A failure weighs more than being late, which a holder may well be once in a while. */
    private static final int FAILURE_PENALTY = 10;

    /** What is here costs nobody a line. */
    private static final int OWN_PENALTY = -1;

    private final Environment environment;
    private final Members members;
    private final ShardSource source;
    private final Stragglers.Flow flow;
    private @Nullable CompletableFuture<BlockReader> reader;
    private @Nullable BlockReader open;

    /**
     * Done when the last question went out. Those that wait for the stream would else go out in the
     * reverse order, and a holder answers in the order in which it is asked.
     */
    private CompletableFuture<Void> questions = CompletableFuture.completedFuture(null);

    private int penalty;
    private int breaks;
    private boolean late;
    private boolean everLate;
    private boolean served;
    private boolean convicted;

    PooledSource(
            Environment environment, Members members, ShardSource source, Stragglers.Flow flow) {
        this.environment = environment;
        this.members = members;
        this.source = source;
        this.flow = flow;
        this.penalty = isOwn() ? OWN_PENALTY : 0;
    }

    ShardSource source() {
        return source;
    }

    /** The more, the later it is asked. */
    int penalty() {
        return penalty;
    }

    /** What was seen of the holder before this get, and in it. */
    Standing standing() {
        return members.reputation().standing(source.holder());
    }

    boolean isUsable() {
        return breaks < MAX_BREAKS;
    }

    /** Whether it keeps the get waiting. */
    boolean isLate() {
        return late;
    }

    boolean owes() {
        return flow.owes();
    }

    /** A verified block. */
    CompletableFuture<ByteBuffer> fetch(long blockIndex, int blockBytes) {
        CompletableFuture<BlockReader> asked = reader();
        flow.asked(blockBytes, strand().nanoTime());
        CompletableFuture<CompletableFuture<ByteBuffer>> question =
                questions.thenCombine(asked, (_, reading) -> reading.fetch(blockIndex));
        questions = question.handle((_, _) -> (Void) null);
        return question.thenCompose(answer -> answer)
                .whenComplete((block, failure) -> {
                    if (failure == null) {
                        served = true;
                        flow.answered(strand().nanoTime());
                    } else {
                        flow.dropped();
                        failed(asked, Async.failureOf(failure));
                    }
                });
    }

    /** One break fails all that was asked of a reader, and is counted once. */
    private void failed(CompletableFuture<BlockReader> asked, Failure failure) {
        penalty += FAILURE_PENALTY;
        boolean answered =
                failure.kind() == FailureKind.DAMAGED || failure.kind() == FailureKind.NOT_FOUND;
        if (answered && !convicted && !isOwn()) {
            convicted = true;
            members.reputation().audited(source.holder(), false);
        }
        if (!answered && reader == asked) {
            close(failure);
        }
    }

    private boolean isOwn() {
        return source.holder().equals(members.self());
    }

    private CompletableFuture<BlockReader> reader() {
        CompletableFuture<BlockReader> present = reader;
        if (present == null || present.isCompletedExceptionally()) {
            CompletableFuture<BlockReader> opening = new CompletableFuture<>();
            long startNanos = strand().nanoTime();
            reader = opening;
            members.observe(source.holder(), members.insist(source.holder(), HolderProtocols.GET))
                    .whenComplete((stream, failure) -> {
                        if (failure != null) {
                            opening.completeExceptionally(failure);
                        } else {
                            opened(opening, stream, startNanos);
                        }
                    });
            return opening;
        }
        return present;
    }

    private void opened(
            CompletableFuture<BlockReader> opening, MemberStream stream, long startNanos) {
        if (opening.isDone()) {
            stream.messages().reset(); // It was not waited for.
            return;
        }
        flow.opened(strand().nanoTime() - startNanos);
        BlockReader reading = new BlockReader(environment, stream.messages(), source);
        open = reading;
        opening.complete(reading);
    }

    /** Counts what has come until now. */
    CompletableFuture<Void> look() {
        BlockReader reading = open;
        return reading == null
                ? CompletableFuture.completedFuture(null)
                : reading.receivedBytes()
                        .thenAccept(bytes -> {
                            if (reading == open
                                    && flow.received(bytes, strand().nanoTime())
                                    && !isOwn()) {
                                members.reputation().heard(source.holder());
                            }
                        });
    }

    /**
     * Compares it with the others, closes it when it is lost; whether it has become late by this.
     */
    boolean judge() {
        boolean before = late;
        switch (flow.verdict(strand().nanoTime())) {
            case ON_TIME -> late = false;
            case LATE -> late = true;
            case LOST -> {
                late = true;
                if (!isOwn()) {
                    members.reputation().silent(source.holder());
                }
                close(failure(FailureKind.TIMEOUT, "it sends nothing"));
            }
        }
        everLate |= late;
        penalty += late && !before ? 1 : 0;
        return late && !before;
    }

    /** The get is over: ends the stream, and remembers how the holder has served it. */
    void end(Failure over) {
        if ((served || everLate) && !isOwn()) {
            members.reputation().served(source.holder(), everLate);
        }
        close(over);
    }

    /** Ends the stream; what is owed fails so. */
    void close(Failure why) {
        CompletableFuture<BlockReader> ending = reader;
        BlockReader reading = open;
        reader = null;
        open = null;
        if (ending != null) {
            breaks++;
            ending.completeExceptionally(why.exception());
        }
        if (reading != null) {
            reading.close(why);
        }
    }

    private Failure failure(FailureKind kind, String cause) {
        return new Failure(kind, "read", source.describe(), cause);
    }

    private Scheduler strand() {
        return environment.strand();
    }
}
