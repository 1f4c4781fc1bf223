package io.shardmesh.node.control;

import io.shardmesh.crypto.Digest;
import io.shardmesh.crypto.ReadingPublicKey;
import io.shardmesh.crypto.VerifyingKey;
import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.node.api.CatalogEntry;
import io.shardmesh.node.api.Node;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The requests with one answer. */
final class SimpleRequests {
    private final Node node;

    SimpleRequests(Node node) {
        this.node = node;
    }

    /** Asks the node; empty when the request is of no known type. */
    Optional<CompletableFuture<Frame>> answer(Fields request) {
        return switch (request.type()) {
            case "locate" -> Optional.of(locate(request));
            case "unshare" -> Optional.of(unshare(request));
            case "distribution", "list-newest", "find-name", "find-key", "retag" ->
                    Optional.of(ofStore(request));
            case "orphans" -> Optional.of(orphans(request));
            case "delete", "verify", "repair", "look-again" -> Optional.of(ofCare(request));
            case "mesh-create",
                    "mesh-join",
                    "mesh-invite",
                    "mesh-members",
                    "mesh-revoke",
                    "mesh-quotas",
                    "mesh-limit" ->
                    Optional.of(ofMesh(request));
            case "status", "stats", "peers" -> Optional.of(ofState(request));
            default -> Optional.empty();
        };
    }

    private CompletableFuture<Frame> locate(Fields request) {
        return node.objects()
                .locate(objectKey(request))
                .thenApply(located -> StoreCodec.encode("ok", located, new byte[0]));
    }

    private CompletableFuture<Frame> unshare(Fields request) {
        return node.objects()
                .unshare(
                        objectKey(request),
                        request.optionalText("reader").map(ReadingPublicKey::parse))
                .thenApply(outcome -> Frame.of(StoreCodec.encode(outcome)));
    }

    private CompletableFuture<Frame> ofStore(Fields request) {
        return switch (request.type()) {
            case "distribution" ->
                    node.objects()
                            .distribution(objectKey(request))
                            .thenApply(found -> Frame.of(StoreCodec.encode(found)));
            case "list-newest" ->
                    node.catalog()
                            .list(CatalogCodec.query(request))
                            .thenApply(page ->
                                    Frame.of(
                                            CatalogCodec.encode(
                                                    CatalogCodec.visible(request, page))));
            case "retag" ->
                    node.catalog()
                            .retag(CatalogCodec.retags(request))
                            .thenApply(done -> Frame.of(Fields.ofType("ok")));
            case "find-name" ->
                    node.catalog()
                            .find(request.text("name"))
                            .thenApply(entry -> found(request, entry));
            default ->
                    node.catalog()
                            .find(objectKey(request))
                            .thenApply(entry -> found(request, entry));
        };
    }

    private CompletableFuture<Frame> ofCare(Fields request) {
        Digest objectKey = objectKey(request);
        return switch (request.type()) {
            case "delete" ->
                    node.care()
                            .delete(objectKey)
                            .thenApply(done -> Frame.of(CareCodec.encode(done)));
            case "look-again" ->
                    node.care()
                            .lookAgain(objectKey)
                            .thenApply(asked -> Frame.of(Fields.ofType("ok").put("asked", asked)));
            case "verify" ->
                    node.care()
                            .verify(objectKey)
                            .thenApply(read -> Frame.of(CareCodec.encode(read)));
            default ->
                    node.care()
                            .repair(objectKey, CareCodec.depth(request.text("depth")))
                            .thenApply(done -> Frame.of(CareCodec.encode(done)));
        };
    }

    private CompletableFuture<Frame> orphans(Fields request) {
        return node.care()
                .orphans(
                        Duration.ofSeconds(request.number("leastAgeSeconds")),
                        request.optionalText("after").map(Digest::parse))
                .thenApply(page -> Frame.of(CareCodec.encode(page)));
    }

    private static Frame found(Fields request, Optional<CatalogEntry> entry) {
        return Frame.of(
                CatalogCodec.encode(entry.filter(known -> CatalogCodec.isFor(request, known))));
    }

    private static Digest objectKey(Fields request) {
        return Digest.parse(request.text("objectKey"));
    }

    private CompletableFuture<Frame> ofMesh(Fields request) {
        return switch (request.type()) {
            case "mesh-create" ->
                    node.mesh()
                            .create(
                                    request.text("name"),
                                    MeshCodec.labels(request.object("labels")))
                            .thenApply(mesh -> Frame.of(MeshCodec.encode(mesh)));
            case "mesh-join" ->
                    node.mesh()
                            .join(
                                    request.text("invite"),
                                    MeshCodec.labels(request.object("labels")))
                            .thenApply(mesh -> Frame.of(MeshCodec.encode(mesh)));
            case "mesh-invite" ->
                    node.mesh()
                            .invite(
                                    MeshCodec.role(request.text("role")),
                                    Duration.ofSeconds(request.number("validSeconds")))
                            .thenApply(made -> Frame.of(MeshCodec.encode(made)));
            case "mesh-revoke" ->
                    node.mesh()
                            .revoke(PeerId.parse(request.text("peer")))
                            .thenApply(revoked -> Frame.of(MeshCodec.encode(revoked)));
            case "mesh-quotas" ->
                    node.mesh().quotas().thenApply(all -> Frame.of(MeshCodec.encode(all)));
            case "mesh-limit" ->
                    node.mesh()
                            .limit(
                                    VerifyingKey.parse(request.text("owner")),
                                    request.optionalNumber("quotaBytes"))
                            .thenApply(set -> Frame.of(MeshCodec.encode(List.of(set))));
            default ->
                    node.mesh().members().thenApply(members -> Frame.of(MeshCodec.encode(members)));
        };
    }

    private CompletableFuture<Frame> ofState(Fields request) {
        return switch (request.type()) {
            case "status" ->
                    node.state().status().thenApply(now -> Frame.of(StateCodec.encode(now)));
            case "stats" -> node.state().stats().thenApply(now -> Frame.of(StateCodec.encode(now)));
            default -> node.state().peers().thenApply(all -> Frame.of(StateCodec.encode(all)));
        };
    }
}
