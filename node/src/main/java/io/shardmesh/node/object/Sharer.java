package io.shardmesh.node.object;

import io.shardmesh.crypto.Digest;
import io.shardmesh.crypto.ReadingPublicKey;
import io.shardmesh.crypto.SecretBytes;
import io.shardmesh.crypto.seal.v1.FileKey;
import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.node.api.FailureException;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.api.ShareOutcome;
import io.shardmesh.node.core.Async;
import io.shardmesh.node.core.Environment;
import io.shardmesh.node.core.Settled;
import io.shardmesh.node.member.Members;
import io.shardmesh.node.record.Bytes;
import io.shardmesh.node.record.Claim;
import io.shardmesh.node.record.Envelope;
import io.shardmesh.node.record.ObjectKeyText;
import io.shardmesh.node.record.RecordLimits;
import io.shardmesh.node.record.SignedEnvelope;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Adds readers to objects and leaves them out: a newer envelope for all holders, made from the
 * newest that any of them has. Holders that are away get it when they are seen again, as long as
 * this node runs; after that whoever finds the object brings it to them. On the strand.
 */
public final class Sharer {
    /** Somebody else with the owner's keys may change readers at the same time, not for ever. */
    private static final int ROUND_COUNT = 3;

    private static final String SHARE = "share";

    private final Environment environment;
    private final Members members;
    private final PutKeys keys;
    private final Locator locator;
    private final EnvelopeSender sender;
    private final OwedEnvelopes owed;

    private Sharer(Environment environment, Members members, PutKeys keys) {
        this.environment = environment;
        this.members = members;
        this.keys = keys;
        this.locator = Locator.create(environment, members);
        this.sender = new EnvelopeSender(environment, members);
        this.owed = new OwedEnvelopes(members, sender);
    }

    /** Makes a sharer; the keys stay the caller's. */
    public static Sharer create(Environment environment, Members members, PutKeys keys) {
        return new Sharer(environment, members, keys);
    }

    /**
     * Lets one more reader open the object; one who can already makes no difference.
     *
     * @param remembered who took a part of it when it was put
     */
    public CompletableFuture<ShareOutcome> share(
            Digest objectKey,
            FileKey fileKey,
            ReadingPublicKey reader,
            Collection<PeerId> remembered) {
        return round(found -> with(found, fileKey, reader), objectKey, remembered, ROUND_COUNT);
    }

    /**
     * Leaves a reader out, or all but the owner.
     *
     * @param reader empty for all; the owner itself is refused
     * @param remembered as in {@link #share}
     */
    public CompletableFuture<ShareOutcome> unshare(
            Digest objectKey, Optional<ReadingPublicKey> reader, Collection<PeerId> remembered) {
        return round(found -> without(found, reader), objectKey, remembered, ROUND_COUNT);
    }

    private CompletableFuture<ShareOutcome> round(
            Function<FoundObject, List<Bytes>> change,
            Digest objectKey,
            Collection<PeerId> remembered,
            int roundsLeft) {
        return locator.findAll(objectKey)
                .thenCompose(found -> {
                    requireOwn(found);
                    Spread spread =
                            new Spread(found, newer(found, change.apply(found)), remembered);
                    return spread.run()
                            .thenCompose(outcome ->
                                    spread.overtaken() && roundsLeft > 1
                                            ? round(change, objectKey, remembered, roundsLeft - 1)
                                            : CompletableFuture.completedFuture(
                                                    spread.success(outcome)));
                });
    }

    private List<Bytes> with(FoundObject found, FileKey fileKey, ReadingPublicKey reader) {
        if (!fileKey.commitment(found.header().encode())
                .equals(found.manifest().manifest().keyCommitment())) {
            throw failure(FailureKind.WRONG_KEY, found.objectKey(), "the file key is another's");
        }
        List<Bytes> wrapped = new ArrayList<>(wrapped(found));
        if (wrapped.stream().anyMatch(one -> isFor(one, found, reader))) {
            return wrapped;
        }
        if (wrapped.size() == RecordLimits.READER_COUNT) {
            throw failure(
                    FailureKind.REFUSED,
                    found.objectKey(),
                    "it has "
                            + RecordLimits.READER_COUNT
                            + " readers, its owner among them, and no place for another");
        }
        try (SecretBytes secret = fileKey.secret()) {
            wrapped.add(keys.wraps().wrap(found.objectKey(), reader, secret));
        }
        return wrapped;
    }

    private List<Bytes> without(FoundObject found, Optional<ReadingPublicKey> reader) {
        if (reader.filter(keys.reader()::equals).isPresent()) {
            throw failure(
                    FailureKind.REFUSED, found.objectKey(), "its owner cannot be left out of it");
        }
        ReadingPublicKey wanted = reader.orElse(keys.reader());
        List<Bytes> hits =
                wrapped(found).stream().filter(one -> isFor(one, found, wanted)).toList();
        if (hits.isEmpty()) {
            throw failure(
                    FailureKind.NOT_FOUND,
                    found.objectKey(),
                    reader.isPresent()
                            ? "that key is not among its readers"
                            : "its owner is not among its readers");
        }
        if (reader.isEmpty()) {
            return hits;
        }
        List<Bytes> rest = new ArrayList<>(wrapped(found));
        rest.removeAll(hits);
        return rest;
    }

    private boolean isFor(Bytes wrapped, FoundObject found, ReadingPublicKey reader) {
        return keys.wraps().isFor(wrapped, found.objectKey(), reader);
    }

    private static List<Bytes> wrapped(FoundObject found) {
        return found.envelope().envelope().wrappedKeys();
    }

    /** The found one itself when nothing changes, so that holders that lack it get it now. */
    private SignedEnvelope newer(FoundObject found, List<Bytes> wrapped) {
        if (wrapped.equals(wrapped(found))) {
            return found.envelope();
        }
        long sequence =
                Math.max(
                        found.envelope().envelope().sequence() + 1,
                        environment.clock().instant().toEpochMilli());
        return new Envelope(found.objectKey(), sequence, wrapped)
                .sign(keys.signing(), members.mesh());
    }

    private void requireOwn(FoundObject found) {
        if (!found.header().owner().equals(keys.signing().verifyingKey())) {
            throw failure(
                    FailureKind.REFUSED,
                    found.objectKey(),
                    "only its owner says who reads it; a link can be passed on");
        }
    }

    private static FailureException failure(FailureKind kind, Digest objectKey, String cause) {
        return Async.failure(kind, SHARE, ObjectKeyText.format(objectKey), cause);
    }

    /** One envelope on its way to all holders. */
    private final class Spread {
        private final FoundObject found;
        private final SignedEnvelope envelope;
        private final Map<PeerId, CompletableFuture<Long>> answers = new LinkedHashMap<>();
        private boolean overtaken;

        Spread(FoundObject found, SignedEnvelope envelope, Collection<PeerId> remembered) {
            this.found = found;
            this.envelope = envelope;
            found.claims().stream().map(Claim::holder).forEach(this::send);
            remembered.forEach(this::send);
        }

        private void send(PeerId holder) {
            answers.computeIfAbsent(holder, peer -> sender.send(peer, envelope));
        }

        CompletableFuture<ShareOutcome> run() {
            return Async.settled(List.copyOf(answers.values())).thenApply(this::outcome);
        }

        private ShareOutcome outcome(List<Settled<Long>> settled) {
            List<PeerId> away = new ArrayList<>();
            int keptCount = 0;
            int at = 0;
            for (PeerId holder : answers.keySet()) {
                switch (settled.get(at++)) {
                    case Settled.Value<Long>(Long sequence) -> {
                        keptCount++;
                        overtaken |= sequence > envelope.envelope().sequence();
                    }
                    case Settled.Failed<Long>(var failure) -> {
                        // Who has lost its part, or is no member any more, has no use for it.
                        if (failure.kind().worthRetrying()) {
                            away.add(holder);
                        }
                    }
                }
            }
            away.forEach(holder -> owed.add(holder, envelope));
            return new ShareOutcome(
                    found.objectKey(),
                    envelope.envelope().wrappedKeys().size(),
                    keptCount,
                    neededCount(),
                    away);
        }

        /** One more than a get needs, so that losing one of them loses no reader. */
        private int neededCount() {
            return found.neededCount() + 1;
        }

        boolean overtaken() {
            return overtaken;
        }

        ShareOutcome success(ShareOutcome outcome) {
            if (overtaken) {
                throw failure(
                        FailureKind.BUSY,
                        found.objectKey(),
                        "another device of its owner changes its readers at the same time");
            }
            if (outcome.holderCount() < Math.min(outcome.neededCount(), answers.size())) {
                throw failure(
                        FailureKind.TOO_FEW_MACHINES,
                        found.objectKey(),
                        outcome.holderCount()
                                + " of its holders have the new list of readers and "
                                + outcome.neededCount()
                                + " are needed; those that have it keep it, and the same command"
                                + " goes on when more are up");
            }
            return outcome;
        }
    }
}
