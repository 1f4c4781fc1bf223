package io.shardmesh.simulator;

import io.shardmesh.crypto.Keyring;
import io.shardmesh.crypto.RandomSource;
import io.shardmesh.crypto.SigningKey;
import io.shardmesh.dht.DhtConfig;
import io.shardmesh.libp2p.multiformats.Multiaddr;
import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.libp2p.swarm.SwarmConfig;
import io.shardmesh.libp2p.transport.ByteRates;
import io.shardmesh.libp2p.transport.memory.VirtualStrand;
import io.shardmesh.node.api.NodeKeys;
import io.shardmesh.node.api.NodeMode;
import io.shardmesh.node.api.NodeOptions;
import io.shardmesh.node.catalog.Catalog;
import io.shardmesh.node.catalog.CatalogPorts;
import io.shardmesh.node.catalog.MemoryCatalogIndex;
import io.shardmesh.node.core.Environment;
import io.shardmesh.node.core.Journal;
import io.shardmesh.node.holder.HolderLimits;
import io.shardmesh.node.local.LocalNode;
import io.shardmesh.node.local.NodeParts;
import io.shardmesh.node.local.RememberedMesh;
import io.shardmesh.node.member.MeshHome;
import io.shardmesh.node.mesh.InviteBook;
import io.shardmesh.node.mesh.Membership;
import io.shardmesh.node.mesh.SignedMembershipList;
import io.shardmesh.node.network.Network;
import io.shardmesh.node.network.NetworkHandle;
import io.shardmesh.node.network.NetworkSettings;
import io.shardmesh.node.network.NetworkStart;
import io.shardmesh.node.recovery.HeadFiles;
import io.shardmesh.node.repair.UpkeepSettings;
import io.shardmesh.node.reputation.ReputationFile;
import io.shardmesh.node.store.FileShardStore;
import io.shardmesh.node.store.MemoryShardIndex;
import io.shardmesh.node.store.ShardStore;
import io.shardmesh.node.store.StoreConfig;
import io.shardmesh.node.store.StorePorts;
import io.shardmesh.simulator.disk.DiskConfig;
import io.shardmesh.simulator.disk.SimulatedDisk;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/** One machine: its keys and disks outlive the runs of its process. */
public final class SimulatedNode {
    static final Instant START = Instant.ofEpochSecond(1_800_000_000L);
    private static final long STORE_BYTES = 1L << 33;

    /** What every disk is when nothing is wrong with it. */
    public static final DiskConfig DISK =
            new DiskConfig(
                    1L << 34,
                    Duration.ofNanos(100_000),
                    Duration.ofMillis(2),
                    Duration.ofMillis(1));

    private final SimulatedMesh mesh;
    private final String host;
    private final NodeMode mode;
    private final RandomSource random;
    private final SigningKey peerKey;
    private final Keyring keyring;
    private final NodeKeys keys;
    private SimulatedDisk homeDisk;
    private SimulatedDisk storeDisk;
    private @Nullable VirtualStrand strand;
    private @Nullable Running running;
    private boolean onNetwork;
    private int processCount;
    private Duration clockError = Duration.ZERO;
    private Answers answers = Answers.HONEST;
    private Optional<LongPredicate> kept = Optional.empty();
    private Optional<UpkeepSettings> upkeep = Optional.empty();
    private long cacheBytes = NodeOptions.DEFAULT_CACHE_BYTES;

    private record Running(LocalNode node, Network network, NodeParts.Storage storage) {}

    SimulatedNode(SimulatedMesh mesh, String host, NodeMode mode, RandomSource random) {
        this(mesh, host, mode, random, Keyring.create(random));
    }

    SimulatedNode(
            SimulatedMesh mesh, String host, NodeMode mode, RandomSource random, Keyring keyring) {
        this.mesh = mesh;
        this.host = host;
        this.mode = mode;
        this.random = random;
        this.peerKey = SigningKey.generate(random);
        this.keyring = keyring;
        this.keys = NodeKeys.of(keyring);
        this.homeDisk = SimulatedDisk.create(mesh.time(), DISK, mesh.nextSeed());
        this.storeDisk = SimulatedDisk.create(mesh.time(), DISK, mesh.nextSeed());
    }

    /** Its name on the network. */
    public String host() {
        return host;
    }

    /** Its peer id. */
    public PeerId peer() {
        return PeerId.of(peerKey.verifyingKey());
    }

    /** The keys of its owner. */
    public Keyring keyring() {
        return keyring;
    }

    /** Whether others can dial it. */
    public boolean listens() {
        return mode == NodeMode.SERVICE;
    }

    /** Whether a process runs there and has started. */
    public boolean isRunning() {
        return running != null;
    }

    /** Whether no process is there, not even one that only starts. */
    public boolean isOff() {
        return strand == null;
    }

    /** How many processes have begun there; tells one from the next. */
    public int processCount() {
        return processCount;
    }

    /** The process as its users see it. */
    public LocalNode node() {
        return running().node();
    }

    /** The peers as the node sees them. */
    public Network network() {
        return running().network();
    }

    /** The open catalog. */
    public Catalog catalog() {
        return running().storage().catalog().orElseThrow();
    }

    /** The open shard store. */
    public ShardStore shards() {
        return running().storage().shards().orElseThrow();
    }

    /** What it keeps shards in; empty at a node that holds none. */
    public Optional<ShardStore> store() {
        return running().storage().shards();
    }

    /** The disk of the home without the store. */
    public SimulatedDisk homeDisk() {
        return homeDisk;
    }

    /** The disk of the store. */
    public SimulatedDisk storeDisk() {
        return storeDisk;
    }

    /** What its wall clock is wrong by, from now on. */
    public void clockOff(Duration error) {
        clockError = error;
    }

    /** What a clock shows that is right. */
    public Instant trueTime() {
        return START.plusNanos(mesh.time().nanoTime());
    }

    /** How it treats those that ask it for blocks, from now on. */
    public void answers(Answers changed) {
        answers = changed;
    }

    /** Which chunks of its shards it has not thrown away, from now on; its records stay. */
    public void keeps(LongPredicate chunks) {
        kept = Optional.of(chunks);
    }

    Optional<LongPredicate> kept() {
        return kept;
    }

    /** How it looks after what it holds, from its next start on, instead of by the mesh's grace. */
    public void upkeep(UpkeepSettings changed) {
        upkeep = Optional.of(changed);
    }

    /** How many bytes of blocks it keeps for later gets, from its next start on. */
    public void cacheBytes(long changed) {
        cacheBytes = changed;
    }

    Answers answers() {
        return answers;
    }

    SimulatedMesh mesh() {
        return mesh;
    }

    /** Starts the process from what is on the disks, and waits until it runs. */
    public void start() {
        mesh.await(begin());
    }

    /**
     * Starts the process from what is on the disks.
     *
     * @return completes when it runs; fails when it cannot, then it is off again; never completes
     *     when it dies before
     */
    public CompletableFuture<Void> begin() {
        if (strand != null) {
            throw new IllegalStateException(host + " runs already");
        }
        mesh.trace().note(host, "starts");
        processCount++;
        VirtualStrand own = mesh.time().strand();
        strand = own;
        Environment environment =
                new Environment(
                        own,
                        () -> START.plusNanos(mesh.time().nanoTime()).plus(clockError),
                        random,
                        new StrandCompute(own),
                        new TracedJournal());
        MeshHome home = new MeshHome(homeDisk);
        return openStorage(environment, home)
                .thenCompose(storage ->
                        remembered(home)
                                .thenCompose(remembered ->
                                        startNetwork(own, environment)
                                                .thenAccept(network ->
                                                        run(
                                                                environment,
                                                                network,
                                                                storage,
                                                                remembered))))
                .whenComplete((done, trouble) -> {
                    if (trouble != null) {
                        end("does not start: " + trouble.getMessage());
                    }
                });
    }

    private CompletableFuture<NodeParts.Storage> openStorage(
            Environment environment, MeshHome home) {
        return openStore(environment)
                .thenCombine(
                        openCatalog(environment),
                        (shards, catalog) ->
                                HeadFiles.open(homeDisk)
                                        .thenCombine(
                                                ReputationFile.open(
                                                        homeDisk, environment.journal()),
                                                (heads, reputation) ->
                                                        new NodeParts.Storage(
                                                                shards,
                                                                Optional.of(catalog),
                                                                home,
                                                                heads,
                                                                reputation)))
                .thenCompose(opened -> opened);
    }

    private void run(
            Environment environment,
            Network network,
            NodeParts.Storage storage,
            NodeParts.Remembered remembered) {
        Network watched = new WatchedNetwork(network, this);
        NodeParts parts =
                new NodeParts(
                        environment,
                        new NodeParts.Identity(mode, peerKey, Optional.of(keys), () -> host),
                        Optional.of(watched),
                        storage,
                        remembered,
                        new NodeParts.Limits(
                                HolderLimits.defaults(),
                                upkeep.orElseGet(() -> UpkeepSettings.ofGrace(mesh.repairGrace())),
                                cacheBytes));
        LocalNode started = LocalNode.start(parts);
        running = new Running(started, watched, storage);
        var _ = started.settled(); // As the program does: else nobody dials before somebody else.
        mesh.started(this);
    }

    /** The power goes: the disks keep what was synced and any part of the rest. */
    public void crash() {
        end("crashes");
        homeDisk = homeDisk.crash();
        storeDisk = storeDisk.crash();
    }

    /** The process ends as by SIGKILL: the page cache stays. */
    public void kill() {
        end("is killed");
        homeDisk = homeDisk.kill();
        storeDisk = storeDisk.kill();
    }

    private void end(String how) {
        mesh.trace().note(host, how);
        if (strand == null) {
            throw new IllegalStateException(host + " does not run");
        }
        strand.stop();
        strand = null;
        running = null;
        if (onNetwork) {
            onNetwork = false;
            mesh.network().kill(host);
        }
    }

    private CompletableFuture<Catalog> openCatalog(Environment environment) {
        CatalogPorts ports =
                new CatalogPorts(
                        homeDisk,
                        "catalog",
                        MemoryCatalogIndex.create(),
                        random,
                        environment.clock());
        return Catalog.open(ports, keys.catalog())
                .thenApply(catalog -> {
                    catalog.problems()
                            .forEach(problem -> mesh.trace().note(host, "catalog: " + problem));
                    return catalog;
                });
    }

    private CompletableFuture<Optional<ShardStore>> openStore(Environment environment) {
        if (mode != NodeMode.SERVICE) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        StorePorts ports =
                new StorePorts(
                        storeDisk,
                        MemoryShardIndex.create(),
                        environment.compute(),
                        problem -> mesh.trace().note(host, "store: " + problem));
        return FileShardStore.open(ports, StoreConfig.ofLimit(STORE_BYTES))
                .thenApply(opened -> Optional.of(new WatchedStore(opened.store(), this)));
    }

    private static CompletableFuture<NodeParts.Remembered> remembered(MeshHome home) {
        return home.readInvites()
                .thenCompose(invites ->
                        home.readList()
                                .thenCombine(
                                        home.readAddresses(),
                                        (list, addresses) ->
                                                new NodeParts.Remembered(
                                                        joined(list, invites), addresses)));
    }

    private static Optional<RememberedMesh> joined(
            Optional<SignedMembershipList> list, Optional<InviteBook> invites) {
        return list.flatMap(known -> Membership.of(known.list().mesh(), known))
                .map(membership ->
                        new RememberedMesh(
                                membership,
                                invites.orElseGet(() -> InviteBook.empty(membership.mesh()))));
    }

    private CompletableFuture<NetworkHandle> startNetwork(
            VirtualStrand own, Environment environment) {
        boolean listens = mode == NodeMode.SERVICE;
        NetworkSettings settings =
                new NetworkSettings(
                        SwarmConfig.of("shardmesh/simulated", List::of, environment.clock()),
                        ByteRates.unlimited(),
                        DhtConfig.standard(),
                        listens ? Optional.of(Multiaddr.tcp(host, 4001)) : Optional.empty(),
                        List.of());
        onNetwork = true;
        return NetworkStart.run(
                settings,
                peerKey,
                mesh.network().transport(host, own),
                new NetworkStart.Strands(own, own, environment.clock()),
                random,
                environment.journal());
    }

    private Running running() {
        Running now = running;
        if (now == null) {
            throw new IllegalStateException(host + " does not run");
        }
        return now;
    }

    private final class TracedJournal implements Journal {
        @Override
        public void info(String line) {
            mesh.trace().note(host, line);
        }

        @Override
        public void warn(String line) {
            mesh.trace().note(host, "warning: " + line);
        }
    }
}
