package io.shardmesh.node.control;

import io.shardmesh.crypto.Digest;
import io.shardmesh.node.api.DeleteOutcome;
import io.shardmesh.node.api.ObjectCare;
import io.shardmesh.node.api.OrphanPage;
import io.shardmesh.node.api.RepairDepth;
import io.shardmesh.node.api.RepairOutcome;
import io.shardmesh.node.api.VerifyOutcome;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Care of objects through a service. */
final class RemoteCare implements ObjectCare {
    private final ServiceCalls calls;

    RemoteCare(ServiceCalls calls) {
        this.calls = calls;
    }

    @Override
    public CompletableFuture<DeleteOutcome> delete(Digest objectKey) {
        return calls.ask(
                about("delete", objectKey), reply -> CareCodec.deleteOutcome(reply.head()));
    }

    @Override
    public CompletableFuture<VerifyOutcome> verify(Digest objectKey) {
        return calls.ask(
                about("verify", objectKey), reply -> CareCodec.verifyOutcome(reply.head()));
    }

    @Override
    public CompletableFuture<RepairOutcome> repair(Digest objectKey, RepairDepth depth) {
        return calls.ask(
                about("repair", objectKey).put("depth", CareCodec.encode(depth)),
                reply -> CareCodec.repairOutcome(reply.head()));
    }

    @Override
    public CompletableFuture<OrphanPage> orphans(Duration leastAge, Optional<Digest> after) {
        return calls.ask(
                Fields.ofType("orphans")
                        .put("leastAgeSeconds", leastAge.toSeconds())
                        .put("after", after.map(Digest::toString)),
                reply -> CareCodec.orphanPage(reply.head()));
    }

    @Override
    public CompletableFuture<Integer> lookAgain(Digest objectKey) {
        return calls.ask(about("look-again", objectKey), reply -> reply.head().count("asked"));
    }

    private static Fields about(String type, Digest objectKey) {
        return Fields.ofType(type).put("objectKey", objectKey.toString());
    }
}
