package io.shardmesh.dht;

import io.shardmesh.dht.contact.Contact;
import io.shardmesh.libp2p.multiformats.Multiaddr;
import io.shardmesh.libp2p.multiformats.PeerId;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;

/**
 * Many {@link Dht}s in virtual time, driven as their package comment says. A seed decides every
 * delay, so a run repeats exactly. Calls to the dead end in silence or in a failure, by lot.
 */
final class InMemoryNetwork {
    /** One node. */
    static final class Node {
        final Contact contact;
        final Dht dht;
        final List<DhtEffect> told = new ArrayList<>(); // effects that are for the owner's owner
        private final Set<PeerId> connected = new HashSet<>();
        private final Set<Long> cancelled = new HashSet<>();
        private long timer;
        boolean alive = true;
        int requestCount;

        private Node(Contact contact, Dht dht) {
            this.contact = contact;
            this.dht = dht;
        }

        Optional<LookupOutcome> outcome(long lookupId) {
            return told.stream()
                    .filter(DhtEffect.LookupFinished.class::isInstance)
                    .map(DhtEffect.LookupFinished.class::cast)
                    .filter(finished -> finished.lookupId() == lookupId)
                    .map(DhtEffect.LookupFinished::outcome)
                    .findFirst();
        }
    }

    /** So long after a connection its dialler has been dialled too. */
    private static final Duration DIAL_BACK = Duration.ofSeconds(1);

    private record Task(long atNanos, long number, Runnable action) {}

    private final Random random;
    private final Map<PeerId, Node> nodes = new LinkedHashMap<>();
    private final Map<Multiaddr, Node> byAddress = new LinkedHashMap<>();
    private final PriorityQueue<Task> tasks =
            new PriorityQueue<>(
                    Comparator.comparingLong(Task::atNanos).thenComparingLong(Task::number));
    private long now = Long.MAX_VALUE - Duration.ofMinutes(1).toNanos(); // ticks may wrap around
    private long elapsed;
    private long taskCount;

    InMemoryNetwork(long seed) {
        this.random = new Random(seed);
    }

    Node add(PeerId id, DhtConfig config) {
        Contact contact = new Contact(id, List.of(TestPeers.address(1000 + nodes.size())));
        Node node =
                new Node(
                        contact,
                        Dht.create(config, id, TestPeers.random(random), TestPeers.WALL_CLOCK));
        nodes.put(id, node);
        byAddress.put(contact.addresses().getFirst(), node);
        step(node, new DhtEvent.AddressesChanged(contact.addresses()));
        return node;
    }

    List<Node> nodes() {
        return List.copyOf(nodes.values());
    }

    void step(Node node, DhtEvent event) {
        if (!node.alive) {
            return;
        }
        for (DhtEffect effect : node.dht.step(event, now + elapsed)) {
            execute(node, effect);
        }
    }

    /** Lets {@code time} pass. */
    void run(Duration time) {
        long end = elapsed + time.toNanos();
        while (!tasks.isEmpty() && tasks.peek().atNanos() <= end) {
            Task task = tasks.remove();
            elapsed = task.atNanos();
            task.action().run();
        }
        elapsed = end;
    }

    private void later(Runnable action) {
        at(elapsed + 1_000_000L * (1 + random.nextInt(50)), action);
    }

    private void at(long atNanos, Runnable action) {
        tasks.add(new Task(atNanos, ++taskCount, action));
    }

    private void execute(Node node, DhtEffect effect) {
        switch (effect) {
            case DhtEffect.SendRequest request -> send(node, request);
            case DhtEffect.Deliver delivery -> deliver(node, delivery);
            case DhtEffect.CancelRequest cancel -> node.cancelled.add(cancel.queryId());
            case DhtEffect.Ping ping -> ping(node, ping);
            case DhtEffect.Dial dial -> dial(node, dial.address());
            case DhtEffect.SetTimer timer -> setTimer(node, timer);
            case DhtEffect.Reply _, DhtEffect.Reset _ ->
                    throw new AssertionError("an answer that nobody asked for: " + effect);
            case DhtEffect.StartServing _, DhtEffect.StopServing _ -> tellAll(node);
            case DhtEffect.LookupFinished _,
                    DhtEffect.ProvidersFound _,
                    DhtEffect.Joined _,
                    DhtEffect.JoinFailed _ ->
                    node.told.add(effect);
        }
    }

    private void setTimer(Node node, DhtEffect.SetTimer timer) {
        long number = ++node.timer;
        Runnable tick =
                () -> {
                    if (node.timer == number) {
                        step(node, new DhtEvent.Tick());
                    }
                };
        at(Math.max(elapsed, timer.atNanos() - now), tick);
    }

    private void dial(Node node, Multiaddr address) {
        Node remote = byAddress.get(address);
        if (remote == null || !remote.alive) {
            later(() -> step(node, new DhtEvent.DialFailed(address)));
            return;
        }
        PeerId peer = remote.contact.peer();
        connect(node, remote);
        later(() -> step(node, new DhtEvent.Dialled(address, peer)));
    }

    private void ping(Node node, DhtEffect.Ping ping) {
        Optional<Node> remote = reach(node, ping.peer(), ping.addresses());
        DhtEvent event =
                remote.isPresent()
                        ? new DhtEvent.PingSucceeded(ping.peer())
                        : new DhtEvent.PingFailed(ping.peer());
        later(() -> step(node, event));
    }

    private void send(Node node, DhtEffect.SendRequest request) {
        Optional<Node> remote = reach(node, request.peer(), request.addresses());
        long id = request.queryId();
        if (remote.isEmpty()) {
            if (random.nextBoolean()) {
                later(() -> finish(node, id, new DhtEvent.RequestFailed(id)));
            }
            return;
        }
        later(() -> serve(node, remote.get(), id, request.frame()));
    }

    private void deliver(Node node, DhtEffect.Deliver delivery) {
        Optional<Node> remote = reach(node, delivery.peer(), delivery.addresses());
        long id = delivery.queryId();
        if (remote.isEmpty()) {
            later(() -> finish(node, id, new DhtEvent.RequestFailed(id)));
            return;
        }
        for (ByteBuffer frame : delivery.frames()) {
            later(() -> serve(node, remote.get(), -1, frame));
        }
        later(() -> finish(node, id, new DhtEvent.Delivered(id)));
    }

    private void serve(Node node, Node remote, long queryId, ByteBuffer frame) {
        if (!remote.alive) {
            return;
        }
        remote.requestCount++;
        ByteBuffer message = FrameReader.create().read(frame).orElseThrow();
        DhtEvent event = new DhtEvent.RequestReceived(queryId, node.contact.peer(), message);
        for (DhtEffect effect : remote.dht.step(event, now + elapsed)) {
            switch (effect) {
                case DhtEffect.Reply(long id, ByteBuffer reply) ->
                        later(() -> finish(node, id, replied(id, reply)));
                case DhtEffect.Reset(long id, String _) ->
                        later(() -> finish(node, id, new DhtEvent.RequestFailed(id)));
                default -> execute(remote, effect);
            }
        }
    }

    private static DhtEvent replied(long queryId, ByteBuffer frame) {
        return new DhtEvent.ReplyReceived(queryId, FrameReader.create().read(frame).orElseThrow());
    }

    /** Half of the reports about cancelled requests are sent all the same: they may cross. */
    private void finish(Node node, long queryId, DhtEvent event) {
        if (!node.cancelled.contains(queryId) || random.nextBoolean()) {
            step(node, event);
        }
    }

    private Optional<Node> reach(Node node, PeerId peer, List<Multiaddr> addresses) {
        Node remote = nodes.get(peer);
        if (remote == null || !remote.alive) {
            return Optional.empty();
        }
        boolean known = addresses.contains(remote.contact.addresses().getFirst());
        if (!known && !node.connected.contains(peer)) {
            return Optional.empty();
        }
        connect(node, remote);
        return Optional.of(remote);
    }

    private void connect(Node one, Node other) {
        if (one.connected.add(other.contact.peer())) {
            other.connected.add(one.contact.peer());
            later(() -> reached(other));
            at(elapsed + DIAL_BACK.toNanos(), () -> reached(one));
            later(() -> step(one, identified(other)));
            later(() -> step(other, identified(one)));
        }
    }

    private void reached(Node node) {
        step(node, new DhtEvent.Reached(node.contact.addresses().getFirst()));
    }

    /** Identify push to all that it is connected with. */
    private void tellAll(Node node) {
        nodes.values().stream()
                .filter(other -> other.connected.contains(node.contact.peer()))
                .forEach(other -> later(() -> step(other, identified(node))));
    }

    private static DhtEvent identified(Node node) {
        return new DhtEvent.PeerIdentified(
                node.contact.peer(), node.contact.addresses(), node.dht.mode() == DhtMode.SERVER);
    }
}
