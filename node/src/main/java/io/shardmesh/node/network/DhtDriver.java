package io.shardmesh.node.network;

import io.shardmesh.dht.Dht;
import io.shardmesh.dht.DhtEffect;
import io.shardmesh.dht.DhtEvent;
import io.shardmesh.dht.FrameReader;
import io.shardmesh.dht.LookupOutcome;
import io.shardmesh.dht.contact.Contact;
import io.shardmesh.dht.contact.Key;
import io.shardmesh.libp2p.multiformats.MalformedException;
import io.shardmesh.libp2p.multiformats.Multiaddr;
import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.libp2p.swarm.IdentifyInfo;
import io.shardmesh.libp2p.swarm.PeerConnection;
import io.shardmesh.libp2p.swarm.Stream;
import io.shardmesh.libp2p.swarm.StreamHandler;
import io.shardmesh.libp2p.swarm.Swarm;
import io.shardmesh.libp2p.swarm.SwarmListener;
import io.shardmesh.libp2p.transport.Scheduler;
import io.shardmesh.node.core.Journal;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Carries out over the swarm what the DHT wants. Everything here is on the network's strand. */
final class DhtDriver implements SwarmListener {
    /** How long an address that the DHT gave is remembered without news of it. */
    static final Duration ADDRESS_LIFE = Duration.ofHours(1);

    /** Replies that may wait for a peer that goes on asking: some dozens, more than any sends. */
    private static final long UNREAD_REPLY_BYTES = 256 * 1024;

    private final Dht dht;
    private final Swarm swarm;
    private final Scheduler scheduler;
    private final Journal journal;
    private final StrangerBudget strangers = new StrangerBudget();
    private final Map<Long, Query> queries = new HashMap<>();
    private final Map<Long, Consumer<List<Multiaddr>>> lookups = new HashMap<>();
    private final Map<Long, ActorRouting.RunningSearch> searches = new LinkedHashMap<>();
    private final Map<Long, Stream> requests = new HashMap<>();
    private Scheduler.@Nullable Timer timer;
    private long nextId;

    DhtDriver(Dht dht, Swarm swarm, Scheduler scheduler, Journal journal) {
        this.dht = dht;
        this.swarm = swarm;
        this.scheduler = scheduler;
        this.journal = journal;
    }

    void start(List<Multiaddr> bootstrap) {
        swarm.addListener(this);
        step(new DhtEvent.AddressesChanged(swarm.listenAddresses()));
        step(new DhtEvent.Started());
        if (!bootstrap.isEmpty()) {
            step(new DhtEvent.Bootstrap(bootstrap));
        }
    }

    void members(Set<PeerId> members) {
        step(new DhtEvent.TrustedPeersChanged(members));
    }

    /** Gives {@code found} the addresses of the peer, or none. */
    void find(PeerId peer, Consumer<List<Multiaddr>> found) {
        long id = nextId++;
        lookups.put(id, found);
        step(new DhtEvent.FindPeer(id, peer));
    }

    void findProviders(Key key, ActorRouting.RunningSearch search) {
        long id = nextId++;
        searches.put(id, search);
        step(new DhtEvent.FindProviders(id, key));
    }

    void end(ActorRouting.RunningSearch search) {
        searches.entrySet().stream()
                .filter(entry -> entry.getValue() == search)
                .map(Map.Entry::getKey)
                .findFirst()
                .ifPresent(id -> {
                    searches.remove(id);
                    step(new DhtEvent.CancelLookup(id));
                    search.finish();
                });
    }

    void added(List<Key> contents) {
        step(new DhtEvent.ContentsAdded(contents));
    }

    void announcing(boolean on) {
        step(new DhtEvent.AnnouncingChanged(on));
    }

    @Override
    public void identified(PeerId peer, IdentifyInfo info) {
        boolean serves = info.protocols().contains(dht.config().protocol());
        step(new DhtEvent.PeerIdentified(peer, info.listenAddresses(), serves));
    }

    private void step(DhtEvent event) {
        dht.step(event, scheduler.nanoTime()).forEach(this::execute);
    }

    private void later(DhtEvent event) {
        scheduler.execute(() -> step(event));
    }

    private void execute(DhtEffect effect) {
        switch (effect) {
            case DhtEffect.StartServing(String protocol) ->
                    swarm.handle(protocol, stream -> new Server());
            case DhtEffect.StopServing(String protocol) -> swarm.unhandle(protocol);
            case DhtEffect.Dial(Multiaddr address) -> dial(address);
            case DhtEffect.SendRequest send -> send(send);
            case DhtEffect.Deliver delivery -> deliver(delivery);
            case DhtEffect.ProvidersFound(long lookupId, List<Contact> found) ->
                    found(lookupId, found);
            case DhtEffect.CancelRequest(long queryId) -> cancel(queryId);
            case DhtEffect.Ping(PeerId peer, List<Multiaddr> addresses) -> ping(peer, addresses);
            case DhtEffect.Reply(long requestId, ByteBuffer frame) -> {
                Stream stream = requests.remove(requestId);
                if (stream != null) {
                    stream.write(frame);
                }
            }
            case DhtEffect.Reset(long requestId, String why) -> {
                Stream stream = requests.remove(requestId);
                if (stream != null) {
                    stream.reset();
                }
            }
            case DhtEffect.LookupFinished(long lookupId, LookupOutcome outcome) ->
                    finish(lookupId, outcome);
            case DhtEffect.Joined(int peers) ->
                    journal.info("joined the network; " + peers + " peers known");
            case DhtEffect.JoinFailed(int tried) ->
                    journal.warn(
                            "none of the " + tried + " bootstrap addresses answered; trying again");
            case DhtEffect.SetTimer(long atNanos) -> setTimer(atNanos);
        }
    }

    private void dial(Multiaddr address) {
        swarm.dial(address)
                .whenComplete((connection, failure) ->
                        later(
                                failure == null
                                        ? new DhtEvent.Dialled(address, connection.remote())
                                        : new DhtEvent.DialFailed(address)));
    }

    private void send(DhtEffect.SendRequest send) {
        open(send.peer(), send.addresses(), new Query(send.queryId(), List.of(send.frame())));
    }

    private void deliver(DhtEffect.Deliver delivery) {
        Query query = new Query(delivery.queryId(), delivery.frames());
        query.wantsReply = false;
        open(delivery.peer(), delivery.addresses(), query);
    }

    private void open(PeerId peer, List<Multiaddr> addresses, Query query) {
        queries.put(query.id, query);
        swarm.addressBook().add(peer, addresses, ADDRESS_LIFE);
        swarm.open(peer, List.of(dht.config().protocol()), query)
                .whenComplete((stream, failure) -> {
                    if (failure != null) {
                        query.fail();
                    }
                });
    }

    private void found(long lookupId, List<Contact> found) {
        ActorRouting.RunningSearch search = searches.get(lookupId);
        if (search == null) {
            return;
        }
        for (Contact contact : found) {
            swarm.addressBook().add(contact.peer(), contact.addresses(), ADDRESS_LIFE);
            search.found(contact.peer());
        }
    }

    private void cancel(long queryId) {
        Query query = queries.remove(queryId);
        if (query != null) {
            query.cancel();
        }
    }

    private void ping(PeerId peer, List<Multiaddr> addresses) {
        swarm.addressBook().add(peer, addresses, ADDRESS_LIFE);
        swarm.ping(peer)
                .whenComplete((roundTrip, failure) ->
                        later(
                                failure == null
                                        ? new DhtEvent.PingSucceeded(peer)
                                        : new DhtEvent.PingFailed(peer)));
    }

    private void finish(long lookupId, LookupOutcome outcome) {
        ActorRouting.RunningSearch search = searches.remove(lookupId);
        if (search != null) {
            search.finish();
        }
        Consumer<List<Multiaddr>> found = lookups.remove(lookupId);
        if (found != null) {
            found.accept(addresses(outcome));
        }
    }

    private static List<Multiaddr> addresses(LookupOutcome outcome) {
        return switch (outcome) {
            case LookupOutcome.Found(Contact contact) -> contact.addresses();
            case LookupOutcome.Mentioned(Contact contact) -> contact.addresses();
            case LookupOutcome.NotFound _,
                    LookupOutcome.Closest _,
                    LookupOutcome.Providers _,
                    LookupOutcome.RecordFound _,
                    LookupOutcome.RecordNotFound _,
                    LookupOutcome.RecordStored _,
                    LookupOutcome.NoPeers _,
                    LookupOutcome.Busy _ ->
                    List.of();
        };
    }

    private void setTimer(long atNanos) {
        if (timer != null) {
            timer.cancel();
        }
        long wait = Math.max(0, atNanos - scheduler.nanoTime());
        timer = scheduler.schedule(Duration.ofNanos(wait), () -> step(new DhtEvent.Tick()));
    }

    /** Our side of a request. */
    private final class Query implements StreamHandler {
        private final long id;
        private final List<ByteBuffer> frames;
        private final FrameReader reader = FrameReader.create();
        private @Nullable Stream stream;
        private boolean wantsReply = true;
        private boolean done;

        Query(long id, List<ByteBuffer> frames) {
            this.id = id;
            this.frames = frames;
        }

        @Override
        public void opened(Stream opened) {
            stream = opened;
            if (done) {
                opened.reset();
                return;
            }
            frames.forEach(opened::write);
            opened.closeWrite();
        }

        @Override
        public void received(Stream from, ByteBuffer bytes) {
            int count = bytes.remaining();
            try {
                Optional<ByteBuffer> reply = reader.read(bytes);
                from.consumed(count);
                if (reply.isPresent() && !done) {
                    done = true;
                    queries.remove(id);
                    step(new DhtEvent.ReplyReceived(id, reply.get()));
                    from.reset();
                }
            } catch (MalformedException malformed) {
                from.reset();
                fail();
            }
        }

        @Override
        public void drained(Stream from) {}

        /** The end of their side, after all of ours was read, is all the answer to a delivery. */
        @Override
        public void remoteClosed(Stream from) {
            if (!wantsReply && !done) {
                done = true;
                queries.remove(id);
                later(new DhtEvent.Delivered(id));
            } else {
                fail();
            }
        }

        @Override
        public void closed(Stream from, Optional<String> why) {
            if (why.isEmpty()) {
                remoteClosed(from);
            } else {
                fail();
            }
        }

        void cancel() {
            done = true;
            if (stream != null) {
                stream.reset();
            }
        }

        void fail() {
            if (!done) {
                done = true;
                queries.remove(id);
                later(new DhtEvent.RequestFailed(id));
            }
        }
    }

    /** The serving side: any number of requests on one stream. */
    private final class Server implements StreamHandler {
        private final FrameReader reader = FrameReader.create();
        private final StrangerGuard guard = new StrangerGuard(strangers, scheduler);

        @Override
        public void opened(Stream stream) {}

        @Override
        public void received(Stream stream, ByteBuffer bytes) {
            try {
                while (bytes.hasRemaining()) {
                    int before = bytes.remaining();
                    Optional<ByteBuffer> request = reader.read(bytes);
                    stream.consumed(before - bytes.remaining());
                    request.ifPresent(message -> serve(stream, message));
                    if (stream.unsentBytes() > UNREAD_REPLY_BYTES) {
                        stream.reset();
                        return;
                    }
                }
                guard.underWay(reader.isInsideMessage(), stream::reset);
            } catch (MalformedException malformed) {
                stream.reset();
            }
        }

        private void serve(Stream stream, ByteBuffer message) {
            PeerConnection connection = stream.connection();
            long id = nextId++;
            requests.put(id, stream);
            step(new DhtEvent.RequestReceived(id, connection.remote(), message));
            requests.remove(id);
        }

        @Override
        public void drained(Stream stream) {}

        @Override
        public void remoteClosed(Stream stream) {
            stream.closeWrite();
        }

        @Override
        public void closed(Stream stream, Optional<String> why) {
            guard.end();
        }
    }
}
