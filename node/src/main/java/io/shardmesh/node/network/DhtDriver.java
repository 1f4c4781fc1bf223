package io.shardmesh.node.network;

import io.shardmesh.crypto.RandomSource;
import io.shardmesh.dht.Dht;
import io.shardmesh.dht.DhtEffect;
import io.shardmesh.dht.DhtEvent;
import io.shardmesh.dht.LookupOutcome;
import io.shardmesh.dht.contact.Contact;
import io.shardmesh.dht.contact.Key;
import io.shardmesh.libp2p.multiformats.Multiaddr;
import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.libp2p.swarm.IdentifyInfo;
import io.shardmesh.libp2p.swarm.PeerConnection;
import io.shardmesh.libp2p.swarm.Stream;
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
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** Carries out over the swarm what the DHT wants. Everything here is on the network's strand. */
public final class DhtDriver implements SwarmListener {
    /** How long an address that the DHT gave is remembered without news of it. */
    static final Duration ADDRESS_LIFE = Duration.ofHours(1);

    private final Dht dht;
    private final Swarm swarm;
    private final Scheduler scheduler;
    private final Journal journal;
    private final DialBack dialBack;
    private final StrangerBudget strangers = new StrangerBudget();
    private final Map<Long, DhtQuery> queries = new HashMap<>();
    private final Map<Long, Consumer<LookupOutcome>> lookups = new HashMap<>();
    private final Map<Long, ActorRouting.RunningSearch> searches = new LinkedHashMap<>();
    private final Map<Long, Stream> requests = new HashMap<>();
    private Scheduler.@Nullable Timer timer;
    private long nextId;

    /** Drives {@code dht} once it is started; nobody else may step it. */
    public DhtDriver(
            Dht dht, Swarm swarm, Scheduler scheduler, RandomSource random, Journal journal) {
        this.dialBack = new DialBack(swarm, dht.config().protocol(), scheduler, random);
        this.dht = dht;
        this.swarm = swarm;
        this.scheduler = scheduler;
        this.journal = journal;
    }

    /** Takes part from now on, and joins by these addresses if there are any. */
    public void start(List<Multiaddr> bootstrap) {
        swarm.addListener(this);
        swarm.addListener(dialBack);
        tell(new DhtEvent.AddressesChanged(swarm.listenAddresses()));
        if (!bootstrap.isEmpty()) {
            tell(new DhtEvent.Bootstrap(bootstrap));
        }
    }

    /** Looks for something; {@code question} makes the event of a lookup id. */
    public void ask(LongFunction<DhtEvent> question, Consumer<LookupOutcome> answer) {
        long id = nextId++;
        lookups.put(id, answer);
        tell(question.apply(id));
    }

    /** Gives {@code found} the addresses of the peer, or none. */
    void find(PeerId peer, Consumer<List<Multiaddr>> found) {
        ask(id -> new DhtEvent.FindPeer(id, peer), outcome -> found.accept(addresses(outcome)));
    }

    void findProviders(Key key, ActorRouting.RunningSearch search) {
        long id = nextId++;
        searches.put(id, search);
        tell(new DhtEvent.FindProviders(id, key));
    }

    void end(ActorRouting.RunningSearch search) {
        searches.entrySet().stream()
                .filter(entry -> entry.getValue() == search)
                .map(Map.Entry::getKey)
                .findFirst()
                .ifPresent(id -> {
                    searches.remove(id);
                    tell(new DhtEvent.CancelLookup(id));
                    search.finish();
                });
    }

    /** Takes in what has happened and does what the DHT wants then. */
    public void tell(DhtEvent event) {
        dht.step(event, scheduler.nanoTime()).forEach(this::execute);
    }

    /** Whoever dials us shows that the address which it used leads here. */
    @Override
    public void peerConnected(PeerConnection connection) {
        if (!connection.outbound() && !dht.isReachedAt(connection.localAddress())) {
            tell(new DhtEvent.AddressesChanged(swarm.listenAddresses()));
            tell(new DhtEvent.Reached(connection.localAddress()));
        }
    }

    @Override
    public void identified(PeerId peer, IdentifyInfo info) {
        boolean serves = info.protocols().contains(dht.config().protocol());
        tell(new DhtEvent.PeerIdentified(peer, info.listenAddresses(), serves));
    }

    private void later(DhtEvent event) {
        scheduler.execute(() -> tell(event));
    }

    private void execute(DhtEffect effect) {
        switch (effect) {
            case DhtEffect.StartServing(String protocol) ->
                    swarm.handle(
                            protocol,
                            stream ->
                                    new DhtService(
                                            this::serve, new StrangerGuard(strangers, scheduler)));
            case DhtEffect.StopServing(String protocol) -> swarm.unhandle(protocol);
            case DhtEffect.Dial(Multiaddr address) -> dial(address);
            case DhtEffect.SendRequest send ->
                    open(send.peer(), send.addresses(), DhtQuery.of(send, this::ended));
            case DhtEffect.Deliver send ->
                    open(send.peer(), send.addresses(), DhtQuery.of(send, this::ended));
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

    private void open(PeerId peer, List<Multiaddr> addresses, DhtQuery query) {
        queries.put(query.id(), query);
        swarm.addressBook().add(peer, addresses, ADDRESS_LIFE);
        swarm.open(peer, List.of(dht.config().protocol()), query)
                .whenComplete((stream, failure) -> {
                    if (failure != null) {
                        query.fail();
                    }
                });
    }

    private void ended(long queryId, DhtEvent answer) {
        if (queries.remove(queryId) != null) {
            later(answer);
        }
    }

    private void serve(Stream stream, ByteBuffer message) {
        long id = nextId++;
        requests.put(id, stream);
        tell(new DhtEvent.RequestReceived(id, stream.connection().remote(), message));
        requests.remove(id);
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
        DhtQuery query = queries.remove(queryId);
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
        Consumer<LookupOutcome> waiting = lookups.remove(lookupId);
        if (waiting != null) {
            waiting.accept(outcome);
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
        timer = scheduler.schedule(Duration.ofNanos(wait), () -> tell(new DhtEvent.Tick()));
    }
}
