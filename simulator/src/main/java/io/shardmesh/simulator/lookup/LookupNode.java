package io.shardmesh.simulator.lookup;

import io.shardmesh.crypto.RandomSource;
import io.shardmesh.dht.Dht;
import io.shardmesh.dht.DhtConfig;
import io.shardmesh.dht.DhtEffect;
import io.shardmesh.dht.DhtEvent;
import io.shardmesh.dht.DhtMode;
import io.shardmesh.dht.FrameReader;
import io.shardmesh.dht.LookupOutcome;
import io.shardmesh.libp2p.multiformats.Multiaddr;
import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.libp2p.transport.Scheduler;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One node: the DHT as every node has it, with a network of calls in place of a swarm. */
final class LookupNode {
    private final LookupNetwork network;
    private final PeerId peer;
    private final Multiaddr address;
    private final Dht dht;
    private final Set<PeerId> connections = new LinkedHashSet<>();
    private final Map<Long, LookupOutcome> outcomes = new HashMap<>();
    private Scheduler.@Nullable Timer timer;
    private long lastLookupId;
    private boolean joined;

    LookupNode(
            LookupNetwork network,
            PeerId peer,
            Multiaddr address,
            DhtConfig config,
            RandomSource random) {
        this.network = network;
        this.peer = peer;
        this.address = address;
        this.dht = Dht.create(config, peer, random, network::now);
    }

    PeerId peer() {
        return peer;
    }

    Multiaddr address() {
        return address;
    }

    Dht dht() {
        return dht;
    }

    /** Whether its own id has been looked up by way of a bootstrap peer. */
    boolean hasJoined() {
        return joined;
    }

    int connectionCount() {
        return connections.size();
    }

    boolean isConnected(PeerId other) {
        return connections.contains(other);
    }

    /** True when it was not yet. */
    boolean connected(PeerId other) {
        return connections.add(other);
    }

    void start() {
        step(new DhtEvent.AddressesChanged(List.of(address)));
    }

    void join(LookupNode gate) {
        step(new DhtEvent.Bootstrap(List.of(gate.address())));
    }

    /** Starts to look for a peer; {@link #outcome} says what became of it. */
    long find(PeerId wanted) {
        long id = ++lastLookupId;
        step(new DhtEvent.FindPeer(id, wanted));
        return id;
    }

    Optional<LookupOutcome> outcome(long lookupId) {
        return Optional.ofNullable(outcomes.get(lookupId));
    }

    /** Another has dialled this node. */
    void reached() {
        step(new DhtEvent.Reached(address));
    }

    boolean serves() {
        return dht.mode() == DhtMode.SERVER;
    }

    void identified(LookupNode other) {
        step(new DhtEvent.PeerIdentified(other.peer, List.of(other.address), other.serves()));
    }

    private void step(DhtEvent event) {
        for (DhtEffect effect : dht.step(event, network.time().nanoTime())) {
            execute(effect);
        }
    }

    private void execute(DhtEffect effect) {
        switch (effect) {
            case DhtEffect.SendRequest send ->
                    request(send.queryId(), send.peer(), send.addresses(), List.of(send.frame()));
            case DhtEffect.Deliver deliver ->
                    request(
                            deliver.queryId(),
                            deliver.peer(),
                            deliver.addresses(),
                            deliver.frames());
            case DhtEffect.Ping ping -> ping(ping);
            case DhtEffect.Dial(Multiaddr to) -> dial(to);
            case DhtEffect.SetTimer(long atNanos) -> setTimer(atNanos);
            case DhtEffect.LookupFinished(long id, LookupOutcome outcome) ->
                    outcomes.put(id, outcome);
            case DhtEffect.Joined _ -> joined = true;
            case DhtEffect.StartServing _ -> connections.forEach(to -> network.push(this, to));
            case DhtEffect.CancelRequest _,
                    DhtEffect.StopServing _,
                    DhtEffect.ProvidersFound _,
                    DhtEffect.Reply _,
                    DhtEffect.Reset _,
                    DhtEffect.JoinFailed _ -> {}
        }
    }

    private void request(long id, PeerId to, List<Multiaddr> addresses, List<ByteBuffer> frames) {
        Optional<LookupNode> other = network.reach(this, to, addresses);
        if (other.isEmpty()) {
            network.later(() -> step(new DhtEvent.RequestFailed(id)));
            return;
        }
        network.later(() -> frames.forEach(frame -> other.get().answer(this, id, frame)));
    }

    private void answer(LookupNode asker, long id, ByteBuffer frame) {
        network.countRequest();
        ByteBuffer message = FrameReader.create().read(frame).orElseThrow();
        DhtEvent request = new DhtEvent.RequestReceived(id, asker.peer, message);
        boolean replied = false;
        for (DhtEffect effect : dht.step(request, network.time().nanoTime())) {
            switch (effect) {
                case DhtEffect.Reply(long _, ByteBuffer reply) -> {
                    replied = true;
                    ByteBuffer said = FrameReader.create().read(reply).orElseThrow();
                    network.later(() -> asker.step(new DhtEvent.ReplyReceived(id, said)));
                }
                case DhtEffect.Reset _ -> {
                    replied = true;
                    network.later(() -> asker.step(new DhtEvent.RequestFailed(id)));
                }
                default -> execute(effect);
            }
        }
        if (!replied) {
            network.later(() -> asker.step(new DhtEvent.Delivered(id)));
        }
    }

    private void ping(DhtEffect.Ping ping) {
        boolean there = network.reach(this, ping.peer(), ping.addresses()).isPresent();
        network.later(() ->
                step(
                        there
                                ? new DhtEvent.PingSucceeded(ping.peer())
                                : new DhtEvent.PingFailed(ping.peer())));
    }

    private void dial(Multiaddr to) {
        Optional<LookupNode> other = network.at(to);
        if (other.isEmpty()) {
            network.later(() -> step(new DhtEvent.DialFailed(to)));
            return;
        }
        network.connect(this, other.get());
        network.later(() -> step(new DhtEvent.Dialled(to, other.get().peer)));
    }

    private void setTimer(long atNanos) {
        if (timer != null) {
            timer.cancel();
        }
        long wait = Math.max(0, atNanos - network.time().nanoTime());
        timer = network.time().schedule(Duration.ofNanos(wait), () -> step(new DhtEvent.Tick()));
    }
}
