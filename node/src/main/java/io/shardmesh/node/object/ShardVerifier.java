package io.shardmesh.node.object;

import io.shardmesh.erasure.StripeLayout;
import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.api.VerifyOutcome;
import io.shardmesh.node.core.Async;
import io.shardmesh.node.core.Environment;
import io.shardmesh.node.member.Members;
import io.shardmesh.node.mesh.Member;
import io.shardmesh.node.record.Claim;
import io.shardmesh.node.record.ClaimState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Reads every block of every shard of an object at whoever holds it. On the strand. */
public final class ShardVerifier {
    /** Blocks asked of each holder at once. */
    private static final int WINDOW_BLOCKS = 4;

    private final Environment environment;
    private final Members members;
    private long readBytes;

    /** One for one object. */
    public ShardVerifier(Environment environment, Members members) {
        this.environment = environment;
        this.members = members;
    }

    /** What was read so far. */
    public long readBytes() {
        return readBytes;
    }

    /** Reads them all, each holder's beside the others'; never fails for what a holder does. */
    public CompletableFuture<List<VerifyOutcome.Shard>> verify(FoundObject object) {
        List<Claim> complete =
                object.claims().stream()
                        .filter(claim -> claim.state() == ClaimState.COMPLETE)
                        .toList();
        if (object.manifest().manifest().inline()) {
            // What it answered was its copy: the manifest, whose signature has been verified.
            return CompletableFuture.completedFuture(
                    complete.stream().map(claim -> shard(claim, Optional.empty())).toList());
        }
        SourcePool pool = new SourcePool(environment, members, peer -> "", object.sources());
        List<CompletableFuture<VerifyOutcome.Shard>> read = new ArrayList<>();
        List<ShardSource> sources = object.sources();
        for (int i = 0; i < sources.size(); i++) {
            Claim claim = complete.get(i);
            read.add(readAll(pool, sources.get(i)).thenApply(trouble -> shard(claim, trouble)));
        }
        return Async.all(read).whenComplete((done, trouble) -> pool.close());
    }

    /** The first thing that was wrong, if anything was. */
    private CompletableFuture<Optional<Failure>> readAll(SourcePool pool, ShardSource source) {
        Reading reading = new Reading(pool, source);
        return Async.loop(reading::next)
                .thenCompose(started -> reading.window.empty())
                .thenApply(read -> reading.trouble);
    }

    private final class Reading {
        private final SourcePool pool;
        private final ShardSource source;
        private final Window window = new Window(WINDOW_BLOCKS);
        private Optional<Failure> trouble = Optional.empty();
        private long nextStripe;

        Reading(SourcePool pool, ShardSource source) {
            this.pool = pool;
            this.source = source;
        }

        CompletableFuture<Boolean> next() {
            StripeLayout layout = source.layout();
            if (nextStripe == layout.stripeCount() || trouble.isPresent()) {
                return CompletableFuture.completedFuture(false);
            }
            long stripe = nextStripe++;
            int blockBytes = layout.blockBytesIn(stripe);
            window.enter(
                    pool.fetch(source, stripe, blockBytes)
                            .handle((block, thrown) -> {
                                if (thrown == null) {
                                    readBytes += blockBytes;
                                } else {
                                    Failure failure = Async.failureOf(thrown);
                                    trouble = trouble.or(() -> Optional.of(failure));
                                }
                                return true;
                            }));
            return window.room().thenApply(room -> true);
        }
    }

    private VerifyOutcome.Shard shard(Claim claim, Optional<Failure> trouble) {
        return new VerifyOutcome.Shard(
                claim.index(),
                claim.holder(),
                members.member(claim.holder()).map(Member::machine).orElse(""),
                trouble.map(failure -> state(failure.kind())).orElse(VerifyOutcome.State.INTACT),
                trouble.map(Failure::cause).orElse(""));
    }

    private static VerifyOutcome.State state(FailureKind kind) {
        return switch (kind) {
            case DAMAGED, NOT_FOUND, MALFORMED, IO -> VerifyOutcome.State.DAMAGED;
            default -> VerifyOutcome.State.UNREACHABLE;
        };
    }
}
