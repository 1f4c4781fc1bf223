package io.shardmesh.node.runtime;

import io.shardmesh.crypto.SecretBytes;
import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.NodeKeys;
import io.shardmesh.node.api.NodeMode;
import io.shardmesh.node.api.NodeOptions;
import io.shardmesh.node.catalog.Catalog;
import io.shardmesh.node.catalog.CatalogIndex;
import io.shardmesh.node.catalog.CatalogPorts;
import io.shardmesh.node.catalog.MemoryCatalogIndex;
import io.shardmesh.node.core.Async;
import io.shardmesh.node.core.Environment;
import io.shardmesh.node.home.Home;
import io.shardmesh.node.io.FilePort;
import io.shardmesh.node.local.NodeParts;
import io.shardmesh.node.local.RememberedMesh;
import io.shardmesh.node.member.MeshHome;
import io.shardmesh.node.mesh.InviteBook;
import io.shardmesh.node.mesh.Membership;
import io.shardmesh.node.mesh.SignedMembershipList;
import io.shardmesh.node.recovery.HeadFiles;
import io.shardmesh.node.reputation.ReputationFile;
import io.shardmesh.node.sqlite.SqliteCatalogIndex;
import io.shardmesh.node.sqlite.SqliteLibrary;
import io.shardmesh.node.sqlite.SqliteShardIndex;
import io.shardmesh.node.store.FileShardStore;
import io.shardmesh.node.store.MemoryShardIndex;
import io.shardmesh.node.store.ShardIndex;
import io.shardmesh.node.store.ShardStore;
import io.shardmesh.node.store.StoreConfig;
import io.shardmesh.node.store.StorePorts;
import io.shardmesh.node.store.StoreReport;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Opens what lies in a home: catalog, shards, and what is remembered of the mesh. */
final class HomeStorage {
    private static final String CATALOG = "catalog";
    private static final String STORE = "store";
    private static final String LIBRARY = "native";

    private static final String NO_ROOM =
            STORE
                    + ": no room: it gives what it has and takes nothing more; make room on the disk, or see"
                    + " storage and reserve-free";

    private final Home home;
    private final Environment environment;
    private final FilePort files;
    private final MeshHome mesh;
    private Optional<Catalog> catalog = Optional.empty();
    private Optional<CatalogIndex> catalogIndex = Optional.empty();
    private Optional<ShardStore> shards = Optional.empty();
    private CompletableFuture<HolderFiles> holderFiles;
    private Optional<HeadFiles> heads = Optional.empty();

    HomeStorage(Home home, Environment environment) {
        this.home = home;
        this.environment = environment;
        this.files = HolderFiles.channel(home.directory(), environment);
        this.mesh = new MeshHome(files);
        this.holderFiles =
                CompletableFuture.completedFuture(new HolderFiles(files, Optional.empty()));
    }

    CompletableFuture<NodeParts.Storage> open(NodeOptions options) {
        keepLibrary(home);
        return CompletableFuture.allOf(
                        namedBelow(home.directory(), openCatalog(options.keys())),
                        namedBelow(home.resolve(STORE), openShards(options)))
                .thenCompose(opened -> HeadFiles.open(files))
                .thenCombine(
                        ReputationFile.open(files, environment.journal()),
                        (opened, reputation) -> {
                            heads = Optional.of(opened);
                            return new NodeParts.Storage(shards, catalog, mesh, opened, reputation);
                        });
    }

    /** Files are named by their place below a root; who reads of them wants to know which. */
    private static <T> CompletableFuture<T> namedBelow(Path root, CompletableFuture<T> opening) {
        return opening.exceptionallyCompose(
                thrown -> CompletableFuture.failedFuture(whole(root, thrown)));
    }

    private static Throwable whole(Path root, Throwable thrown) {
        Failure failure = Async.failureOf(thrown);
        return switch (failure.kind()) {
            case NO_SPACE, PERMISSION, IO ->
                    new Failure(
                                    failure.kind(),
                                    failure.operation(),
                                    root.resolve(failure.subject()).toString(),
                                    failure.cause())
                            .exception();
            default -> thrown;
        };
    }

    /** Loads what the first index in this process takes beside itself. Blocks. */
    static void loadLibrary(Home home) {
        keepLibrary(home);
        SqliteLibrary.load();
    }

    private static void keepLibrary(Home home) {
        SqliteLibrary.keepIn(home.makeDirectory(LIBRARY));
    }

    /** What an earlier run has left of the mesh. */
    CompletableFuture<NodeParts.Remembered> remembered() {
        return mesh.readList()
                .thenCombine(mesh.readInvites(), HomeStorage::rememberedMesh)
                .thenCombine(mesh.readAddresses(), NodeParts.Remembered::new);
    }

    /** Writes what was begun and closes all. */
    CompletableFuture<Void> close() {
        CompletableFuture<Void> done = CompletableFuture.completedFuture(null);
        CompletableFuture<Void> closedCatalog = catalog.map(Catalog::close).orElse(done);
        CompletableFuture<Void> closedIndex =
                closedCatalog.thenCompose(
                        closed -> catalogIndex.map(CatalogIndex::close).orElse(done));
        CompletableFuture<Void> closedShards =
                shards.map(ShardStore::close)
                        .orElse(done)
                        .thenCompose(closed -> holderFiles)
                        .thenCompose(HolderFiles::close);
        CompletableFuture<Void> flushed = heads.map(HeadFiles::flushed).orElse(done);
        return CompletableFuture.allOf(closedIndex, closedShards, mesh.flushed(), flushed)
                .thenApply(closed -> null);
    }

    private static Optional<RememberedMesh> rememberedMesh(
            Optional<SignedMembershipList> list, Optional<InviteBook> invites) {
        return list.flatMap(signed -> Membership.of(signed.list().mesh(), signed))
                .map(membership ->
                        new RememberedMesh(
                                membership,
                                invites.filter(book -> book.mesh().equals(membership.mesh()))
                                        .orElseGet(() -> InviteBook.empty(membership.mesh()))));
    }

    private CompletableFuture<Void> openCatalog(Optional<NodeKeys> keys) {
        if (keys.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        Path index = home.makeDirectory(CATALOG).resolve("index.sqlite");
        CompletableFuture<CatalogIndex> onDisk =
                SqliteCatalogIndex.open(index, environment.strand()::execute)
                        .thenApply(opened -> {
                            tellIfReplaced(CATALOG, opened.replaced());
                            return opened;
                        });
        return fallback()
                .orInMemory(CATALOG, onDisk, MemoryCatalogIndex::create)
                .thenCompose(opened -> openCatalog(opened, keys.get().catalog()));
    }

    private CompletableFuture<Void> openCatalog(CatalogIndex index, SecretBytes key) {
        catalogIndex = Optional.of(index);
        return Catalog.open(
                        new CatalogPorts(
                                files, CATALOG, index, environment.random(), environment.clock()),
                        key)
                .thenApply(opened -> {
                    opened.problems()
                            .forEach(problem -> environment.journal().warn("catalog: " + problem));
                    catalog = Optional.of(opened);
                    return null;
                });
    }

    private CompletableFuture<Void> openShards(NodeOptions options) {
        boolean holds =
                options.mode() == NodeMode.SERVICE
                        || (options.mode() == NodeMode.BOOTSTRAP
                                && options.storageBytes().isPresent());
        if (!holds) {
            return CompletableFuture.completedFuture(null);
        }
        Path directory = home.makeDirectory(STORE);
        long limit = options.storageBytes().orElse(Long.MAX_VALUE);
        holderFiles = HolderFiles.open(directory, options.files(), environment);
        CompletableFuture<ShardIndex> onDisk =
                SqliteShardIndex.open(
                                directory.resolve("index.sqlite"), environment.strand()::execute)
                        .thenApply(opened -> {
                            tellIfReplaced(STORE, opened.replaced());
                            return opened;
                        });
        return fallback()
                .orInMemory(STORE, onDisk, MemoryShardIndex::create)
                .thenCombine(holderFiles, this::storePorts)
                .thenCompose(ports ->
                        FileShardStore.open(
                                ports,
                                StoreConfig.ofLimit(limit)
                                        .withReserveFreeBytes(
                                                options.reserveFreeBytes()
                                                        .orElseGet(() -> usualReserve(directory)))))
                .thenCompose(opened -> {
                    tellWhatWasMended(opened.report());
                    shards = Optional.of(opened.store());
                    return tellIfFull(opened.store());
                });
    }

    private CompletableFuture<Void> tellIfFull(ShardStore store) {
        return store.freeBytes()
                .handle((freeBytes, trouble) -> {
                    if (trouble != null) {
                        environment.journal().warn(STORE + ": " + Async.failureOf(trouble));
                    } else if (freeBytes == 0) {
                        environment.journal().warn(NO_ROOM);
                    }
                    return null;
                });
    }

    private IndexFallback fallback() {
        return new IndexFallback(environment.journal());
    }

    private void tellIfReplaced(String part, boolean replaced) {
        if (replaced) {
            environment
                    .journal()
                    .warn(
                            part
                                    + ": index.sqlite was damaged, or of a newer program; it is made anew"
                                    + " from the other files");
        }
    }

    private void tellWhatWasMended(StoreReport report) {
        if (report.indexedCount() > 0) {
            environment
                    .journal()
                    .info(
                            STORE
                                    + ": the index lacked "
                                    + report.indexedCount()
                                    + " shards, which are in it now");
        }
    }

    /** A full disk stops more than this node. */
    private static long usualReserve(Path directory) {
        return StoreConfig.usualReserveFreeBytes(directory.toFile().getTotalSpace());
    }

    private StorePorts storePorts(ShardIndex index, HolderFiles files) {
        return new StorePorts(
                files.port(),
                index,
                environment.compute(),
                problem -> environment.journal().warn("store: " + problem));
    }
}
