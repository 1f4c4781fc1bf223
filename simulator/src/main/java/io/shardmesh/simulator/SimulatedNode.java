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
import io.shardmesh.node.io.FilePort;
import io.shardmesh.node.local.LocalNode;
import io.shardmesh.node.local.NodeParts;
import io.shardmesh.node.local.RememberedMesh;
import io.shardmesh.node.member.MeshHome;
import io.shardmesh.node.mesh.InviteBook;
import io.shardmesh.node.mesh.Membership;
import io.shardmesh.node.network.Network;
import io.shardmesh.node.network.NetworkSettings;
import io.shardmesh.node.network.NetworkStart;
import io.shardmesh.node.repair.UpkeepSettings;
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
import org.jspecify.annotations.Nullable;

/** One machine: its keys and disks outlive the runs of its process. */
public final class SimulatedNode {
    private static final Instant START = Instant.ofEpochSecond(1_800_000_000L);
    private static final DiskConfig DISK =
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
    private SimulatedDisk homeDisk;
    private SimulatedDisk storeDisk;
    private @Nullable Running running;

    private record Running(
            VirtualStrand strand, LocalNode node, Network network, NodeParts.Storage storage) {}

    SimulatedNode(SimulatedMesh mesh, String host, NodeMode mode, RandomSource random) {
        this.mesh = mesh;
        this.host = host;
        this.mode = mode;
        this.random = random;
        this.peerKey = SigningKey.generate(random);
        this.keyring = Keyring.create(random);
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

    /** Whether a process runs there. */
    public boolean isRunning() {
        return running != null;
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

    /** The disk of the home without the store. */
    public SimulatedDisk homeDisk() {
        return homeDisk;
    }

    /** The disk of the store. */
    public SimulatedDisk storeDisk() {
        return storeDisk;
    }

    /** Starts the process from what is on the disks. */
    public void start() {
        if (running != null) {
            throw new IllegalStateException(host + " runs already");
        }
        mesh.trace().note(host, "starts");
        VirtualStrand strand = mesh.time().strand();
        Environment environment =
                new Environment(
                        strand,
                        () -> START.plusNanos(mesh.time().nanoTime()),
                        random,
                        new StrandCompute(strand),
                        new TracedJournal());
        NodeKeys keys = NodeKeys.of(keyring);
        MeshHome home = new MeshHome(homeDisk);
        NodeParts.Storage storage =
                new NodeParts.Storage(
                        openStore(environment), Optional.of(openCatalog(environment, keys)), home);
        NodeParts.Remembered remembered = remembered(home);
        Network network = startNetwork(strand, environment);
        NodeParts parts =
                new NodeParts(
                        environment,
                        new NodeParts.Identity(mode, peerKey, Optional.of(keys), () -> host),
                        Optional.of(network),
                        storage,
                        remembered,
                        new NodeParts.Limits(
                                HolderLimits.defaults(),
                                UpkeepSettings.ofGrace(NodeOptions.DEFAULT_REPAIR_GRACE)));
        running = new Running(strand, LocalNode.start(parts), network, storage);
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
        running().strand().stop();
        mesh.network().kill(host);
        running = null;
    }

    private Catalog openCatalog(Environment environment, NodeKeys keys) {
        CatalogPorts ports =
                new CatalogPorts(
                        homeDisk,
                        "catalog",
                        MemoryCatalogIndex.create(),
                        random,
                        environment.clock());
        Catalog catalog = mesh.await(Catalog.open(ports, keys.catalog()));
        catalog.problems().forEach(problem -> mesh.trace().note(host, "catalog: " + problem));
        return catalog;
    }

    private Optional<ShardStore> openStore(Environment environment) {
        if (mode != NodeMode.SERVICE) {
            return Optional.empty();
        }
        FilePort files = storeDisk;
        StorePorts ports =
                new StorePorts(
                        files,
                        MemoryShardIndex.create(),
                        environment.compute(),
                        problem -> mesh.trace().note(host, "store: " + problem));
        return Optional.of(
                mesh.await(FileShardStore.open(ports, StoreConfig.ofLimit(1L << 33))).store());
    }

    private NodeParts.Remembered remembered(MeshHome home) {
        Optional<InviteBook> invites = mesh.await(home.readInvites());
        Optional<RememberedMesh> joined =
                mesh.await(home.readList())
                        .flatMap(list -> Membership.of(list.list().mesh(), list))
                        .map(membership ->
                                new RememberedMesh(
                                        membership,
                                        invites.orElseGet(
                                                () -> InviteBook.empty(membership.mesh()))));
        return new NodeParts.Remembered(joined, mesh.await(home.readAddresses()));
    }

    private Network startNetwork(VirtualStrand strand, Environment environment) {
        boolean listens = mode == NodeMode.SERVICE;
        NetworkSettings settings =
                new NetworkSettings(
                        SwarmConfig.of("shardmesh/simulated", List::of, environment.clock()),
                        ByteRates.unlimited(),
                        DhtConfig.standard(),
                        listens ? Optional.of(Multiaddr.tcp(host, 4001)) : Optional.empty(),
                        List.of());
        return mesh.await(
                NetworkStart.run(
                        settings,
                        peerKey,
                        mesh.network().transport(host, strand),
                        new NetworkStart.Strands(strand, strand, environment.clock()),
                        random,
                        environment.journal()));
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
