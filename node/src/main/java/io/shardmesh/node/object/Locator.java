package io.shardmesh.node.object;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.shardmesh.crypto.Digest;
import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.core.Async;
import io.shardmesh.node.core.Environment;
import io.shardmesh.node.holder.HolderProtocols;
import io.shardmesh.node.holder.proto.GetReply;
import io.shardmesh.node.holder.proto.GetRequest;
import io.shardmesh.node.holder.proto.Locate;
import io.shardmesh.node.member.MemberStream;
import io.shardmesh.node.member.Members;
import io.shardmesh.node.mesh.Member;
import io.shardmesh.node.network.ContentRouting;
import io.shardmesh.node.network.Message;
import io.shardmesh.node.placement.Candidate;
import io.shardmesh.node.placement.Placement;
import io.shardmesh.node.record.ObjectKeyText;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Finds an object: in a small mesh by asking all members that hold, at once; in a large one by
 * asking those that have announced it, and, when these are too few, those that a put would have
 * asked first.
 */
public final class Locator {
    /** A key that nobody has must be said to be so within 5 s, dead members included. */
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(4);

    /** Once enough answers are in, the others get this much longer. */
    private static final Duration GRACE = Duration.ofMillis(300);

    /** How long the DHT alone is waited for. */
    private static final Duration SEARCH_LIMIT = Duration.ofMillis(1_500);

    /**
     * Members asked without a word from the DHT. Twice as many as the widest usual scheme has
     * shards: who was away or full when the object was put is among them.
     */
    private static final int GUESS_COUNT = 16;

    private final Environment environment;
    private final Members members;

    private Locator(Environment environment, Members members) {
        this.environment = environment;
        this.members = members;
    }

    /** Makes a locator. */
    public static Locator create(Environment environment, Members members) {
        return new Locator(environment, members);
    }

    /** Ends when enough of the object has been found for a get, or nobody is left to answer. */
    CompletableFuture<FoundObject> find(Digest objectKey) {
        Search search = new Search(objectKey, true);
        return search.run();
    }

    /** Waits for every member that answers in time. */
    public CompletableFuture<FoundObject> findAll(Digest objectKey) {
        Search search = new Search(objectKey, false);
        return search.run();
    }

    private final class Search {
        private final Digest objectKey;
        private final boolean enoughIsEnough;
        private final FoundRecords records;
        private final CompletableFuture<FoundObject> found = new CompletableFuture<>();
        private int openCount;
        private int answeredCount;
        private boolean graceRuns;
        private final Set<PeerId> asked = new LinkedHashSet<>();

        /** Who did not answer lately; asked when the others do not have enough. */
        private final Set<PeerId> heldBack = new LinkedHashSet<>();

        private Optional<ContentRouting.Search> search = Optional.empty();
        private boolean guessing = true;

        Search(Digest objectKey, boolean enoughIsEnough) {
            this.objectKey = objectKey;
            this.enoughIsEnough = enoughIsEnough;
            this.records = new FoundRecords(members.mesh(), objectKey);
        }

        CompletableFuture<FoundObject> run() {
            List<PeerId> holders = members.holders().stream().map(Member::peer).toList();
            openCount++; // Whoever fails at once does not end it while others are still to be
            // asked.
            if (members.needsRouting()) {
                holders.stream().filter(members.self()::equals).forEach(this::ask);
                route();
            } else {
                guessing = false;
                holders.forEach(this::ask);
            }
            openCount--;
            endIfDone();
            return found;
        }

        private void route() {
            ContentRouting.Search running = members.contents().find(objectKey, this::named);
            search = Optional.of(running);
            running.done().thenRun(this::guess);
            var _ = environment.strand().schedule(SEARCH_LIMIT, this::guess);
        }

        /** The DHT says that {@code peer} has it; only members are believed to hold. */
        private void named(PeerId peer) {
            boolean holds = members.holders().stream().map(Member::peer).anyMatch(peer::equals);
            if (holds && !found.isDone()) {
                ask(peer);
            }
        }

        /** Asks those that come first in the order of placement, unless enough is known. */
        private void guess() {
            if (!guessing || found.isDone()) {
                return;
            }
            openCount++;
            guessing = false;
            if (!enoughIsEnough || !records.enough()) {
                List<Candidate> equal =
                        members.holders().stream()
                                .map(member -> Candidate.of(member.peer(), member.labels(), 1))
                                .toList();
                Placement.of(objectKey, GUESS_COUNT, equal).chosen().stream()
                        .map(Candidate::peer)
                        .forEach(this::ask);
            }
            openCount--;
            endIfDone();
        }

        private void ask(PeerId peer) {
            if (enoughIsEnough && members.reputation().isSilent(peer)) {
                heldBack.add(peer);
            } else {
                insist(peer);
            }
        }

        private void insist(PeerId peer) {
            if (!asked.add(peer)) {
                return;
            }
            openCount++;
            CompletableFuture<GetReply> reply =
                    members.observe(
                            peer,
                            members.insist(peer, HolderProtocols.GET).thenCompose(this::question));
            Async.within(environment.strand(), ANSWER_LIMIT, reply, () -> members.away(peer))
                    .whenComplete((answer, failure) -> {
                        openCount--;
                        if (failure == null) {
                            answeredCount++;
                            hear(peer, answer);
                        }
                        endIfDone();
                    });
        }

        private CompletableFuture<GetReply> question(MemberStream stream) {
            Locate locate =
                    Locate.newBuilder()
                            .setObjectKey(ByteString.copyFrom(objectKey.bytes()))
                            .build();
            GetRequest request = GetRequest.newBuilder().setLocate(locate).build();
            return stream.messages()
                    .send(Message.of(request.toByteArray()))
                    .thenCompose(sent -> stream.messages().receive())
                    .thenApply(message -> {
                        stream.messages().finish();
                        return parse(message.orElseGet(() -> Message.of(new byte[0])));
                    });
        }

        private void hear(PeerId peer, GetReply reply) {
            if (reply.getNotHeld().hasTombstone()) {
                records.addTombstone(reply.getNotHeld().getTombstone().toByteArray());
            }
            if (reply.hasLocated()) {
                records.add(peer, reply.getLocated())
                        .ifPresent(why ->
                                environment
                                        .journal()
                                        .warn(
                                                "holder "
                                                        + peer
                                                        + " answered wrongly about "
                                                        + ObjectKeyText.format(objectKey)
                                                        + ": "
                                                        + why));
            }
        }

        private void endIfDone() {
            if (openCount == 0 && !guessing) {
                endOrAskAll();
            } else if (enoughIsEnough && records.complete()) {
                end();
            } else if (enoughIsEnough && records.enough() && !graceRuns) {
                graceRuns = true;
                var _ = environment.strand().schedule(GRACE, this::end);
            }
        }

        /**
         * "Did not answer lately" is no reason to say that there is nothing, nor to begin a get
         * that could not lose one holder more.
         */
        private void endOrAskAll() {
            List<PeerId> last = List.copyOf(heldBack);
            heldBack.clear();
            if (found.isDone() || last.isEmpty() || records.deleted() || records.hasSpare()) {
                end();
                return;
            }
            openCount++;
            last.forEach(this::insist);
            openCount--;
            endIfDone();
        }

        private void end() {
            if (found.isDone()) {
                return;
            }
            search.ifPresent(ContentRouting.Search::end);
            if (records.deleted()) {
                found.completeExceptionally(deleted().exception());
                return;
            }
            records.found()
                    .ifPresentOrElse(
                            found::complete,
                            () -> found.completeExceptionally(nobody().exception()));
        }

        private Failure deleted() {
            return new Failure(
                    FailureKind.DELETED,
                    "find",
                    ObjectKeyText.format(objectKey),
                    "its owner has deleted it");
        }

        private Failure nobody() {
            String subject = ObjectKeyText.format(objectKey);
            return answeredCount == 0
                    ? new Failure(
                            FailureKind.NO_PEERS,
                            "find",
                            subject,
                            asked.size() == 1
                                    ? "the only member that holds could not be reached"
                                    : "none of the "
                                            + asked.size()
                                            + " members that hold could be reached")
                    : new Failure(
                            FailureKind.NOT_FOUND,
                            "find",
                            subject,
                            answeredCount == 1
                                    ? "the only member that answered does not have it"
                                    : "none of the "
                                            + answeredCount
                                            + " members that answered has it");
        }
    }

    private static GetReply parse(Message message) {
        try {
            return GetReply.parseFrom(message.head());
        } catch (InvalidProtocolBufferException malformed) {
            return GetReply.getDefaultInstance();
        }
    }
}
