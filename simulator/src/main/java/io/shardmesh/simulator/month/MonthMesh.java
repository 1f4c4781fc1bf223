package io.shardmesh.simulator.month;

import io.shardmesh.crypto.Keyring;
import io.shardmesh.crypto.RandomSource;
import io.shardmesh.crypto.SigningKey;
import io.shardmesh.libp2p.multiformats.Multiaddr;
import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.libp2p.transport.memory.VirtualScheduler;
import io.shardmesh.libp2p.transport.memory.VirtualStrand;
import io.shardmesh.node.api.NodeKeys;
import io.shardmesh.node.core.Environment;
import io.shardmesh.node.io.MemoryFiles;
import io.shardmesh.node.mesh.Founding;
import io.shardmesh.node.mesh.Labels;
import io.shardmesh.node.mesh.ListEdit;
import io.shardmesh.node.mesh.Member;
import io.shardmesh.node.mesh.Membership;
import io.shardmesh.node.mesh.MembershipList;
import io.shardmesh.node.mesh.Role;
import io.shardmesh.node.mesh.SignedMembershipList;
import io.shardmesh.node.network.Network;
import io.shardmesh.node.object.PutKeys;
import io.shardmesh.node.object.ReaderWraps;
import io.shardmesh.node.repair.UpkeepSettings;
import io.shardmesh.node.store.FileShardStore;
import io.shardmesh.node.store.MemoryShardIndex;
import io.shardmesh.node.store.ShardStore;
import io.shardmesh.node.store.StoreConfig;
import io.shardmesh.node.store.StorePorts;
import io.shardmesh.simulator.plain.PlainNetwork;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;

/**
 * The machines of the mesh and its list. The client is the admin too: it signs a new list whenever
 * a machine joins, and with it takes off those that have been gone for {@link #REVOKED_AFTER}.
 */
final class MonthMesh {
    static final Instant START = Instant.ofEpochSecond(1_800_000_000L);

    /** Somebody has noticed by then; repair does not wait for it. */
    static final Duration REVOKED_AFTER = Duration.ofHours(16);

    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final long STORE_BYTES = 1L << 33;
    private static final String CLIENT = "client";

    private final VirtualScheduler time = VirtualScheduler.create();
    private final SplittableRandom random;
    private final PlainNetwork network;
    private final MonthTrace trace = new MonthTrace(time::nanoTime);
    private final Optional<UpkeepSettings> upkeep;
    private final Keyring keyring;
    private final NodeKeys keys;
    private final Environment clientEnvironment;
    private final MonthNode client;
    private final Map<PeerId, MonthNode> holders = new LinkedHashMap<>();
    private final Map<PeerId, Instant> gone = new LinkedHashMap<>();
    private SignedMembershipList list;
    private int machineCount;

    private MonthMesh(long seed, int holderCount, Optional<UpkeepSettings> upkeep) {
        this.random = new SplittableRandom(seed);
        this.network = PlainNetwork.create(time, random.nextLong());
        this.upkeep = upkeep;
        this.keyring = Keyring.create(randomSource());
        this.keys = NodeKeys.of(keyring);
        VirtualStrand strand = time.strand();
        this.clientEnvironment = environment(strand, CLIENT);
        SigningKey identity = SigningKey.generate(randomSource());
        this.list = Founding.found(keys.admin(), "month", member(identity, CLIENT, Role.CLIENT));
        List<SigningKey> identities = new ArrayList<>();
        for (int i = 0; i < holderCount; i++) {
            identities.add(SigningKey.generate(randomSource()));
        }
        sign(identities);
        this.client =
                MonthNode.start(
                        clientEnvironment,
                        strand,
                        identity,
                        join(identity, strand),
                        membership(),
                        Optional.empty());
        List<CompletableFuture<Void>> connected = new ArrayList<>();
        identities.forEach(one -> connected.add(start(one)));
        connected.add(client.connector().connectAll());
        connected.forEach(this::await);
    }

    /** A mesh whose holders all run and are connected. */
    static MonthMesh create(long seed, int holderCount, Optional<UpkeepSettings> upkeep) {
        return new MonthMesh(seed, holderCount, upkeep);
    }

    private CompletableFuture<Void> start(SigningKey identity) {
        VirtualStrand strand = time.strand();
        String name = "n" + holders.size() + "-" + gone.size();
        Environment environment = environment(strand, name);
        ShardStore store = await(openStore(environment, name));
        MonthNode node =
                MonthNode.start(
                        environment,
                        strand,
                        identity,
                        join(identity, strand),
                        membership(),
                        Optional.of(new MonthNode.Holding(store, upkeep)));
        holders.put(node.peer(), node);
        trace.note(name, "has started");
        return node.connector().connectAll();
    }

    private CompletableFuture<ShardStore> openStore(Environment environment, String name) {
        StorePorts ports =
                new StorePorts(
                        MemoryFiles.create(environment.strand()::execute),
                        MemoryShardIndex.create(),
                        environment.compute(),
                        problem -> trace.warn(name, problem.toString()));
        return FileShardStore.open(ports, StoreConfig.ofLimit(STORE_BYTES))
                .thenApply(FileShardStore.Opened::store);
    }

    private Network join(SigningKey identity, VirtualStrand strand) {
        int number = ++machineCount;
        Multiaddr address = Multiaddr.tcp("10.0." + (number >> 8) + "." + (number & 0xff), 4001);
        return network.join(PeerId.of(identity.verifyingKey()), address, strand);
    }

    private Environment environment(VirtualStrand strand, String name) {
        return new Environment(
                strand, this::now, randomSource(), new InstantCompute(), trace.journal(name));
    }

    /** One owner for all: who owns what is a matter of quotas, which nobody has here. */
    private Member member(SigningKey identity, String machine, Role role) {
        return new Member(
                PeerId.of(identity.verifyingKey()),
                keys.signing().verifyingKey(),
                Set.of(role),
                new Labels(machine, ""),
                Optional.empty());
    }

    /** A new list with these holders too, and without those that have been gone for long. */
    private void sign(List<SigningKey> joining) {
        MembershipList next = list.list();
        for (SigningKey identity : joining) {
            String machine = "m" + random.nextLong();
            next =
                    edited(
                            ListEdit.admit(
                                    next,
                                    member(identity, machine, Role.HOLD),
                                    OptionalLong.empty(),
                                    now()));
        }
        Instant revoked = now().minus(REVOKED_AFTER);
        for (Map.Entry<PeerId, Instant> one : gone.entrySet()) {
            if (one.getValue().isBefore(revoked) && next.member(one.getKey()).isPresent()) {
                next = edited(ListEdit.revoke(next, one.getKey(), now()));
            }
        }
        list = next.sign(keys.admin());
    }

    private static MembershipList edited(ListEdit edit) {
        return switch (edit) {
            case ListEdit.Edited(MembershipList changed) -> changed;
            case ListEdit.NotListed(), ListEdit.OwnedByAnother(), ListEdit.Full() ->
                    throw new IllegalStateException("the list cannot be changed: " + edit);
        };
    }

    private Membership membership() {
        return Membership.of(list.list().mesh(), list).orElseThrow();
    }

    /** The machine is gone for good, with all that it had. */
    void leave(MonthNode node) {
        trace.note("mesh", "peer " + node.peer() + " leaves");
        holders.remove(node.peer());
        gone.put(node.peer(), now());
        node.strand().stop();
        network.leave(node.peer());
    }

    /** So many new machines are listed, and start. */
    void join(int count) {
        List<SigningKey> identities = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            identities.add(SigningKey.generate(randomSource()));
        }
        sign(identities);
        var _ = client.members().adopt(list);
        identities.forEach(identity -> {
            var _ = start(identity);
        });
    }

    /** Waits in virtual time; throws what the future fails with. */
    <T> T await(CompletableFuture<T> future) {
        if (!time.runUntil(future::isDone, PATIENCE)) {
            throw new IllegalStateException("nothing ended it within " + PATIENCE);
        }
        return future.join();
    }

    List<MonthNode> holders() {
        return List.copyOf(holders.values());
    }

    MonthNode client() {
        return client;
    }

    Environment clientEnvironment() {
        return clientEnvironment;
    }

    PutKeys putKeys() {
        return new PutKeys(keys.signing(), keys.reader(), new ReaderWraps(keys.catalog()));
    }

    Keyring keyring() {
        return keyring;
    }

    VirtualScheduler time() {
        return time;
    }

    PlainNetwork network() {
        return network;
    }

    MonthTrace trace() {
        return trace;
    }

    private Instant now() {
        return START.plusNanos(time.nanoTime());
    }

    private RandomSource randomSource() {
        return random.split()::nextBytes;
    }
}
