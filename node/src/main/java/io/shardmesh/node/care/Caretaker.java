package io.shardmesh.node.care;

import com.google.protobuf.ByteString;
import io.shardmesh.crypto.Digest;
import io.shardmesh.crypto.SigningKey;
import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.node.api.DeleteOutcome;
import io.shardmesh.node.api.RepairDepth;
import io.shardmesh.node.api.RepairOutcome;
import io.shardmesh.node.api.VerifyOutcome;
import io.shardmesh.node.core.Async;
import io.shardmesh.node.core.Environment;
import io.shardmesh.node.holder.proto.LookAgain;
import io.shardmesh.node.holder.proto.UpkeepReply;
import io.shardmesh.node.holder.proto.UpkeepRequest;
import io.shardmesh.node.member.Members;
import io.shardmesh.node.object.FoundObject;
import io.shardmesh.node.object.Locator;
import io.shardmesh.node.object.ShardVerifier;
import io.shardmesh.node.object.UpkeepStream;
import io.shardmesh.node.record.Claim;
import io.shardmesh.node.store.ShardStore;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Checks, repairs and deletes objects. On the strand. */
public final class Caretaker {
    private final Environment environment;
    private final Members members;
    private final Optional<ShardStore> own;
    private final Locator locator;

    private Caretaker(Environment environment, Members members, Optional<ShardStore> own) {
        this.environment = environment;
        this.members = members;
        this.own = own;
        this.locator = Locator.create(environment, members);
    }

    /**
     * Makes one.
     *
     * @param own what this node holds itself
     */
    public static Caretaker create(
            Environment environment, Members members, Optional<ShardStore> own) {
        return new Caretaker(environment, members, own);
    }

    /**
     * Deletes an object.
     *
     * @param signing the owner's key; must be that of the object's header
     * @param remembered who took parts of it when it was put, as far as the asker knows
     */
    public CompletableFuture<DeleteOutcome> delete(
            Digest objectKey, SigningKey signing, Set<PeerId> remembered) {
        return locator.findAll(objectKey)
                .thenCompose(found ->
                        new Deletion(environment, members, signing, remembered).run(found));
    }

    /**
     * Signs new leases and takes them to the holders.
     *
     * @param signing the owner's key; that of all the leases
     * @return how many messages did not arrive; never fails
     */
    public CompletableFuture<Integer> renew(List<DueLease> due, SigningKey signing) {
        return new Renewal(environment, members, own).run(due, signing);
    }

    /** Reads all of it. */
    public CompletableFuture<VerifyOutcome> verify(Digest objectKey) {
        return locator.findAll(objectKey).thenCompose(this::verify);
    }

    private CompletableFuture<VerifyOutcome> verify(FoundObject found) {
        ShardVerifier verifier = new ShardVerifier(environment, members);
        return verifier.verify(found)
                .thenApply(shards ->
                        new VerifyOutcome(
                                found.objectKey(),
                                IntactShards.durability(found, shards),
                                shards,
                                verifier.readBytes()));
    }

    /** Makes lost parts again. */
    public CompletableFuture<RepairOutcome> repair(Digest objectKey, RepairDepth depth) {
        return locator.findAll(objectKey)
                .thenCompose(found ->
                        read(found, depth)
                                .thenCompose(damaged ->
                                        new OwnerRepair(environment, members, found)
                                                .run(damaged, depth)));
    }

    /** Has the holders of an object look at it now; how many took note. */
    public CompletableFuture<Integer> lookAgain(Digest objectKey) {
        return locator.findAll(objectKey)
                .thenCompose(found ->
                        Async.settled(
                                found.claims().stream()
                                        .map(Claim::holder)
                                        .distinct()
                                        .map(holder -> lookAgain(objectKey, holder))
                                        .toList()))
                .thenApply(ends ->
                        Math.toIntExact(
                                ends.stream().filter(end -> end.success().isPresent()).count()));
    }

    private CompletableFuture<UpkeepReply> lookAgain(Digest objectKey, PeerId holder) {
        LookAgain wish =
                LookAgain.newBuilder().setObjectKey(ByteString.copyFrom(objectKey.bytes())).build();
        return UpkeepStream.with(
                environment,
                members,
                holder,
                stream -> stream.ask(UpkeepRequest.newBuilder().setLookAgain(wish)));
    }

    private CompletableFuture<List<VerifyOutcome.Shard>> read(
            FoundObject found, RepairDepth depth) {
        return switch (depth) {
            case CLAIMS -> CompletableFuture.completedFuture(List.of());
            case INTEGRITY, FIX ->
                    new ShardVerifier(environment, members)
                            .verify(found)
                            .thenApply(shards ->
                                    shards.stream()
                                            .filter(shard ->
                                                    shard.state() == VerifyOutcome.State.DAMAGED)
                                            .toList());
        };
    }
}
