package io.shardmesh.node.local;

import io.shardmesh.crypto.Digest;
import io.shardmesh.crypto.ReadingKey;
import io.shardmesh.crypto.seal.v1.FileKey;
import io.shardmesh.libp2p.multiformats.Multiaddr;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.api.Located;
import io.shardmesh.node.api.NodeKeys;
import io.shardmesh.node.api.RecoveredCatalog;
import io.shardmesh.node.api.Recovery;
import io.shardmesh.node.catalog.Catalog;
import io.shardmesh.node.catalog.Operation;
import io.shardmesh.node.core.Async;
import io.shardmesh.node.member.Newcomer;
import io.shardmesh.node.mesh.InviteBook;
import io.shardmesh.node.mesh.Membership;
import io.shardmesh.node.network.Network;
import io.shardmesh.node.record.MalformedRecordException;
import io.shardmesh.node.record.Manifest;
import io.shardmesh.node.record.Metadata;
import io.shardmesh.node.recovery.Followed;
import io.shardmesh.node.recovery.MeshCatalog;
import io.shardmesh.node.recovery.OwnedObject;
import io.shardmesh.node.recovery.OwnedObjects;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntConsumer;

/** Recovery by a node in this process. */
final class LocalRecovery implements Recovery {
    private static final String RECOVER = "recover";

    private final LocalNode node;

    LocalRecovery(LocalNode node) {
        this.node = node;
    }

    @Override
    public CompletableFuture<Void> enter(List<Multiaddr> contacts) {
        return node.onStrand(() -> {
            if (node.joined().isPresent()) {
                return node.settled();
            }
            if (contacts.isEmpty()) {
                throw Async.failure(
                        FailureKind.NO_PEERS, RECOVER, "the mesh", "no address to begin with");
            }
            return tryEach(contacts, 0).thenCompose(this::enter);
        });
    }

    private CompletableFuture<Membership> tryEach(List<Multiaddr> contacts, int at) {
        CompletableFuture<Membership> entering = newcomer().enter(contacts.get(at));
        return at + 1 == contacts.size()
                ? entering
                : entering.exceptionallyCompose(trouble -> tryEach(contacts, at + 1));
    }

    private Newcomer newcomer() {
        Network network =
                node.parts()
                        .network()
                        .orElseThrow(() ->
                                Async.failure(
                                        FailureKind.REFUSED,
                                        RECOVER,
                                        "the mesh",
                                        "this node runs without a network"));
        return new Newcomer(node.parts().environment(), network, keys().signing());
    }

    private CompletableFuture<Void> enter(Membership membership) {
        return node.parts()
                .storage()
                .mesh()
                .saveList(membership.signedList())
                .thenCompose(saved -> {
                    node.enter(new RememberedMesh(membership, InviteBook.empty(membership.mesh())));
                    return node.settled();
                });
    }

    @Override
    public CompletableFuture<RecoveredCatalog> catalog() {
        return node.onStrand(() -> meshCatalog().followAll().thenApply(LocalRecovery::shown));
    }

    private static RecoveredCatalog shown(Followed followed) {
        return new RecoveredCatalog(
                followed.answeredCount(),
                followed.askedCount(),
                followed.deviceCount(),
                followed.newest(),
                followed.problems());
    }

    private MeshCatalog meshCatalog() {
        return node.engine(RECOVER).catalog();
    }

    @Override
    public CompletableFuture<Integer> names(ReadingKey reader, IntConsumer progress) {
        return node.onStrand(() -> new Names(reader, progress).run());
    }

    /** One walk over all that holders have of the owner's. */
    private final class Names {
        private final ReadingKey reader;
        private final IntConsumer progress;
        private final OwnedObjects owned = meshCatalog().owned();
        private final Catalog catalog = node.parts().storage().catalog().orElseThrow();
        private int seenCount;
        private int enteredCount;

        Names(ReadingKey reader, IntConsumer progress) {
            this.reader = reader;
            this.progress = progress;
        }

        CompletableFuture<Integer> run() {
            return Async.loop(this::page).thenApply(done -> enteredCount);
        }

        private CompletableFuture<Boolean> page() {
            return owned.next()
                    .thenCompose(objects -> {
                        seenCount += objects.size();
                        progress.accept(seenCount);
                        CompletableFuture<Void> entering = CompletableFuture.completedFuture(null);
                        for (OwnedObject object : objects) {
                            entering = entering.thenCompose(before -> enter(object));
                        }
                        return entering.thenApply(done -> !objects.isEmpty());
                    });
        }

        private CompletableFuture<Void> enter(OwnedObject object) {
            Digest key = object.header().objectKey();
            return catalog.findByKey(key)
                    .thenCompose(known ->
                            known.isPresent()
                                    ? CompletableFuture.completedFuture(null)
                                    : put(object)
                                            .map(put ->
                                                    catalog.append(put)
                                                            .thenAccept(stamp -> enteredCount++))
                                            .orElseGet(
                                                    () -> CompletableFuture.completedFuture(null)));
        }

        /** Empty for what is no file with a name, and for what this reading key does not open. */
        private Optional<Operation> put(OwnedObject object) {
            return metadata(object)
                    .filter(metadata -> !metadata.name().isEmpty())
                    .filter(metadata -> !MeshCatalog.isSegment(metadata.type()))
                    .map(metadata -> operation(object, metadata));
        }

        private Optional<Metadata> metadata(OwnedObject object) {
            byte[] header = object.header().encode();
            Located located =
                    Located.of(
                            object.header().objectKey(),
                            new Located.Records(
                                    header, object.manifest().encode(), object.envelope().encode()),
                            0,
                            1);
            Optional<FileKey> opened = located.fileKey(reader);
            if (opened.isEmpty()) {
                return Optional.empty();
            }
            try (FileKey fileKey = opened.get()) {
                return fileKey.openMetadata(
                                header, object.manifest().manifest().sealedMetadata().toArray())
                        .map(Metadata::decode);
            } catch (MalformedRecordException malformed) {
                return Optional.empty();
            }
        }
    }

    private static Operation operation(OwnedObject object, Metadata metadata) {
        Manifest manifest = object.manifest().manifest();
        int total = manifest.inline() ? manifest.scheme().parity() + 1 : manifest.scheme().total();
        List<Operation.Holder> holders =
                object.holders().entrySet().stream()
                        .filter(each -> each.getKey() < total)
                        .map(each -> new Operation.Holder(each.getKey(), each.getValue()))
                        .toList();
        return new Operation.Put(
                metadata.name(),
                manifest.objectKey(),
                new Operation.FileFacts(
                        metadata.sizeBytes(),
                        metadata.type(),
                        metadata.modified(),
                        metadata.stored()),
                List.of(),
                object.envelope().envelope().wrappedKeys().size(),
                new Operation.Shards(manifest.scheme(), manifest.inline(), total, holders));
    }

    private NodeKeys keys() {
        return node.parts()
                .identity()
                .owner()
                .orElseThrow(() ->
                        Async.failure(
                                FailureKind.REFUSED,
                                RECOVER,
                                "the mesh",
                                "this node runs without its owner's keys"));
    }
}
