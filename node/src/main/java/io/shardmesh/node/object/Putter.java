package io.shardmesh.node.object;

import io.shardmesh.erasure.Scheme;
import io.shardmesh.erasure.StripeLayout;
import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.node.api.ByteSource;
import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.api.Operation;
import io.shardmesh.node.api.PutRequest;
import io.shardmesh.node.core.Async;
import io.shardmesh.node.core.Environment;
import io.shardmesh.node.member.Members;
import io.shardmesh.node.placement.SchemeChoice;
import io.shardmesh.node.record.ObjectHeader;
import io.shardmesh.node.record.RecordLimits;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;

/** Puts objects for one owner. */
public final class Putter {
    /** Large blocks keep disks and connections busy; small objects have small ones all the same. */
    private static final int BLOCK_BYTES = StripeLayout.MAX_BLOCK_BYTES;

    private final Environment environment;
    private final Members members;
    private final PutKeys keys;
    private final InlineStreams inlineStreams;

    private Putter(Environment environment, Members members, PutKeys keys) {
        this.environment = environment;
        this.members = members;
        this.keys = keys;
        this.inlineStreams = new InlineStreams(environment, members, keys, SpaceSurvey.PATIENCE);
    }

    /** Makes a putter; the keys stay the caller's. */
    public static Putter create(Environment environment, Members members, PutKeys keys) {
        return new Putter(environment, members, keys);
    }

    /** Starts a put; may be called from any thread. */
    public Operation<StoredObject> put(PutRequest request, ByteSource source) {
        Task<StoredObject> task = new Task<>(environment, "put", request.file().expectedBytes());
        PutOperation[] begun = new PutOperation[1];
        task.start(
                () -> {
                    begun[0] = new PutOperation(this, request, onStrand(source), task);
                    return begun[0].run();
                },
                () ->
                        begun[0] == null
                                ? CompletableFuture.completedFuture(null)
                                : begun[0].takeBack());
        return task;
    }

    /** Sources may complete on any thread. */
    private ByteSource onStrand(ByteSource source) {
        return target -> Async.onStrand(environment.strand(), source.read(target));
    }

    Environment environment() {
        return environment;
    }

    Members members() {
        return members;
    }

    PutKeys keys() {
        return keys;
    }

    InlineStreams inlineStreams() {
        return inlineStreams;
    }

    /** Opens a put session at a member. */
    CompletableFuture<HolderSession> openSession(PeerId peer) {
        return HolderSession.open(environment, members, peer);
    }

    ObjectHeader header(Scheme scheme, PutRequest request) {
        return ObjectHeader.create(
                scheme,
                request.spread().blockBytes().orElse(BLOCK_BYTES),
                keys.signing().verifyingKey(),
                environment.random());
    }

    /** What a request aims at, given the machines on the list. */
    PutPlan plan(PutRequest request) {
        if (request.readers().size() + 1 > RecordLimits.READER_COUNT) {
            throw refused(
                    request,
                    request.readers().size()
                            + " readers and its owner are more than the "
                            + RecordLimits.READER_COUNT
                            + " that an object can have");
        }
        if (!members.membership().mayPut(keys.signing().verifyingKey())) {
            throw refused(request, "the owner of this home is not on the membership list");
        }
        int machines = members.machineCount();
        OptionalInt least = request.spread().minMachines();
        SchemeChoice choice =
                request.spread()
                        .scheme()
                        .map(asked -> SchemeChoice.explicit(asked, machines, least))
                        .orElseGet(() -> SchemeChoice.auto(machines, least));
        return switch (choice) {
            case SchemeChoice.Chosen(Scheme scheme, int fewest) ->
                    new PutPlan(scheme, false, fewest);
            case SchemeChoice.TooFewMachines(int count, Optional<Scheme> fitting) ->
                    throw tooFew(request, count, fitting);
            case SchemeChoice.MinMachinesOutOfRange(Scheme scheme, int fewest, int most) ->
                    throw tooFew(
                            request,
                            "--min-machines for scheme "
                                    + scheme
                                    + " on these machines is "
                                    + fewest
                                    + " to "
                                    + most);
        };
    }

    private static RuntimeException tooFew(
            PutRequest request, int machineCount, Optional<Scheme> fitting) {
        if (fitting.isEmpty()) {
            return tooFew(request, "no member of the mesh keeps shards");
        }
        if (machineCount == 1) {
            return tooFew(
                    request,
                    "only one machine keeps shards; --scheme 1+1 --min-machines 1 stores it there,"
                            + " where it survives no loss");
        }
        String wanted =
                request.spread()
                        .scheme()
                        .map(scheme -> "scheme " + scheme + " needs " + scheme.total())
                        .orElse("more are needed");
        return tooFew(
                request,
                wanted
                        + " machines and the list has "
                        + machineCount
                        + "; --scheme "
                        + fitting.get()
                        + " would fit");
    }

    private static RuntimeException tooFew(PutRequest request, String cause) {
        return new Failure(FailureKind.TOO_FEW_MACHINES, "put", request.name(), cause).exception();
    }

    private static RuntimeException refused(PutRequest request, String cause) {
        return new Failure(FailureKind.REFUSED, "put", request.name(), cause).exception();
    }
}
