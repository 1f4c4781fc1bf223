package io.shardmesh.node.object;

import com.google.protobuf.ByteString;
import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.holder.proto.Commit;
import io.shardmesh.node.holder.proto.Keep;
import io.shardmesh.node.record.Bytes;
import io.shardmesh.node.record.Claim;
import io.shardmesh.node.record.ObjectContent;
import java.nio.ByteBuffer;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/**
 * A put of an object that lies whole in its manifest: each of m+1 holders gets all of it in one
 * message on a stream that is open already. One that does not keep it is replaced by the next.
 */
final class InlinePut {
    private final PutOperation put;
    private final PutPlan plan;
    private final HolderSet<InlineStream> holders;
    private final SortedMap<Integer, Claim> kept = new TreeMap<>();

    InlinePut(PutOperation put, PutPlan plan, HolderSet<InlineStream> holders) {
        this.put = put;
        this.plan = plan;
        this.holders = holders;
    }

    /** Puts all that the source had, padded. */
    CompletableFuture<StoredObject> run(ByteBuffer plain) {
        SpaceSurvey.Wish wish =
                new SpaceSurvey.Wish(
                        put.header().objectKey(), plan.partCount(), plan.minMachineCount(), true);
        CompletableFuture<Integer> machines = holders.survey(wish);
        return seal(plain)
                .thenCompose(sealed ->
                        machines.thenCompose(found -> {
                            put.requireActive();
                            put.requireMachines(plan, found, holders.troubles());
                            return holders.reserve((index, stream) ->
                                            keep(sealed.records(), index, stream))
                                    .thenApply(done ->
                                            put.stored(plan, sealed.whole(), kept, holders));
                        }));
    }

    private record SealedObject(PutOperation.Sealed whole, Commit records) {}

    private CompletableFuture<SealedObject> seal(ByteBuffer plain) {
        return put.environment()
                .compute()
                .run(() -> {
                    Bytes sealed = ObjectWriter.sealInline(put.content(), plain.flip());
                    PutOperation.Sealed whole =
                            put.sealed(new ObjectContent.Inline(sealed), sealed.size());
                    return new SealedObject(whole, put.records(whole));
                });
    }

    private CompletableFuture<Void> keep(Commit records, int index, InlineStream stream) {
        Keep.Builder object =
                Keep.newBuilder()
                        .setHeader(ByteString.copyFrom(put.header().encode()))
                        .setIndex(index)
                        .setManifest(records.getManifest())
                        .setEnvelope(records.getEnvelope())
                        .setLease(records.getLease());
        return stream.keep(object)
                .thenAccept(claim ->
                        kept.put(
                                index,
                                put.writer()
                                        .check(claim, index, stream.holder())
                                        .orElseThrow(() -> wrong(stream).exception())));
    }

    private static Failure wrong(InlineStream stream) {
        return new Failure(
                FailureKind.MALFORMED,
                "store at",
                "holder " + stream.holder(),
                "its claim is not about this object");
    }
}
