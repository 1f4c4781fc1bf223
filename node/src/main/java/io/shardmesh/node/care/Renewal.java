package io.shardmesh.node.care;

import com.google.protobuf.ByteString;
import io.shardmesh.crypto.SigningKey;
import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.node.core.Async;
import io.shardmesh.node.core.Environment;
import io.shardmesh.node.holder.proto.Renew;
import io.shardmesh.node.holder.proto.UpkeepRequest;
import io.shardmesh.node.member.Members;
import io.shardmesh.node.object.UpkeepStream;
import io.shardmesh.node.record.ShardName;
import io.shardmesh.node.record.ShardRecord;
import io.shardmesh.node.record.SignedLease;
import io.shardmesh.node.store.ShardStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Gatherers;

/** Signs new leases and takes them to the holders of their objects, many in one message. */
final class Renewal {
    /** What a holder takes in one message, see docs/formats/messages.md. */
    private static final int LEASES_PER_MESSAGE = 128;

    private final Environment environment;
    private final Members members;
    private final Optional<ShardStore> own;

    /**
     * @param own what this node holds itself
     */
    Renewal(Environment environment, Members members, Optional<ShardStore> own) {
        this.environment = environment;
        this.members = members;
        this.own = own;
    }

    /** Gives the number of messages that did not arrive; never fails. */
    CompletableFuture<Integer> run(List<DueLease> due, SigningKey owner) {
        return environment
                .compute()
                .run(() -> due.stream().map(one -> renewed(one, owner)).toList())
                .thenCompose(leases -> send(due, leases));
    }

    private SignedLease renewed(DueLease due, SigningKey owner) {
        return due.lease().renewed(environment.clock().instant()).sign(owner, members.mesh());
    }

    private CompletableFuture<Integer> send(List<DueLease> due, List<SignedLease> leases) {
        Map<PeerId, List<SignedLease>> byHolder = new TreeMap<>();
        for (int i = 0; i < leases.size(); i++) {
            SignedLease lease = leases.get(i);
            due.get(i)
                    .holders()
                    .forEach(peer ->
                            byHolder.computeIfAbsent(peer, fresh -> new ArrayList<>()).add(lease));
        }
        List<CompletableFuture<Void>> sent = new ArrayList<>();
        byHolder.forEach((holder, its) -> {
            if (holder.equals(members.self())) {
                its.forEach(lease -> sent.add(keep(lease)));
            } else {
                its.stream()
                        .gather(Gatherers.windowFixed(LEASES_PER_MESSAGE))
                        .forEach(some -> sent.add(tell(holder, some)));
            }
        });
        return Async.settled(sent)
                .thenApply(
                        ends -> (int) ends.stream().filter(end -> end.success().isEmpty()).count());
    }

    private CompletableFuture<Void> tell(PeerId holder, List<SignedLease> leases) {
        Renew.Builder renew = Renew.newBuilder();
        leases.forEach(lease -> renew.addLease(ByteString.copyFrom(lease.encode())));
        return UpkeepStream.with(
                environment,
                members,
                holder,
                stream ->
                        stream.ask(UpkeepRequest.newBuilder().setRenew(renew))
                                .thenAccept(reply -> {}));
    }

    private CompletableFuture<Void> keep(SignedLease lease) {
        ShardStore store = own.orElseThrow();
        return store.find(lease.lease().objectKey())
                .thenCompose(records ->
                        Async.all(
                                records.stream()
                                        .map(record -> keep(store, record, lease))
                                        .toList()))
                .thenAccept(kept -> {});
    }

    private static CompletableFuture<ShardRecord> keep(
            ShardStore store, ShardRecord record, SignedLease lease) {
        return store.update(
                new ShardName(record.objectKey(), record.index()),
                now ->
                        now.lease().lease().sequence() < lease.lease().sequence()
                                ? now.withLease(lease)
                                : now);
    }
}
