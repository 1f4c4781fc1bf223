package io.shardmesh.testing.interop;

import io.shardmesh.dht.Dht;
import io.shardmesh.dht.DhtEffect;
import io.shardmesh.dht.DhtEvent;
import io.shardmesh.dht.LookupOutcome;
import io.shardmesh.libp2p.multiformats.Multiaddr;
import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.libp2p.swarm.IdentifyInfo;
import io.shardmesh.libp2p.swarm.Stream;
import io.shardmesh.libp2p.swarm.Swarm;
import io.shardmesh.libp2p.swarm.SwarmListener;
import io.shardmesh.libp2p.transport.Scheduler;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** Our DHT over a swarm, with all that it can be asked for. Everything here is on the strand. */
final class OwnDht implements SwarmListener {
    private static final Duration ADDRESS_LIFE = Duration.ofMinutes(10);

    private final Dht dht;
    private final Swarm swarm;
    private final Scheduler scheduler;
    private final Map<Long, CompletableFuture<LookupOutcome>> lookups = new HashMap<>();
    private final Map<Long, DhtExchange.Question> questions = new HashMap<>();
    private final Map<Long, Stream> requests = new HashMap<>();
    private Scheduler.@Nullable Timer timer;
    private long nextId;

    OwnDht(Dht dht, Swarm swarm, Scheduler scheduler) {
        this.dht = dht;
        this.swarm = swarm;
        this.scheduler = scheduler;
    }

    void start(List<Multiaddr> bootstrap) {
        swarm.addListener(this);
        tell(new DhtEvent.AddressesChanged(swarm.listenAddresses()));
        tell(new DhtEvent.Started());
        if (!bootstrap.isEmpty()) {
            tell(new DhtEvent.Bootstrap(bootstrap));
        }
    }

    /** Asks for something that ends with an outcome; the function makes the event of an id. */
    CompletableFuture<LookupOutcome> ask(LongFunction<DhtEvent> question) {
        long id = nextId++;
        CompletableFuture<LookupOutcome> outcome = new CompletableFuture<>();
        lookups.put(id, outcome);
        tell(question.apply(id));
        return outcome;
    }

    void tell(DhtEvent event) {
        dht.step(event, scheduler.nanoTime()).forEach(this::execute);
    }

    private void later(DhtEvent event) {
        scheduler.execute(() -> tell(event));
    }

    @Override
    public void identified(PeerId peer, IdentifyInfo info) {
        boolean serves = info.protocols().contains(dht.config().protocol());
        tell(new DhtEvent.PeerIdentified(peer, info.listenAddresses(), serves));
    }

    private void execute(DhtEffect effect) {
        switch (effect) {
            case DhtEffect.StartServing(String protocol) ->
                    swarm.handle(protocol, stream -> new DhtExchange.Service(this::serve));
            case DhtEffect.StopServing(String protocol) -> swarm.unhandle(protocol);
            case DhtEffect.Dial(Multiaddr address) -> dial(address);
            case DhtEffect.SendRequest send ->
                    open(
                            send.peer(),
                            send.addresses(),
                            DhtExchange.request(send.queryId(), send.frame(), this::ended));
            case DhtEffect.Deliver send ->
                    open(
                            send.peer(),
                            send.addresses(),
                            DhtExchange.delivery(send.queryId(), send.frames(), this::ended));
            case DhtEffect.CancelRequest(long queryId) -> cancel(queryId);
            case DhtEffect.Ping(PeerId peer, List<Multiaddr> addresses) -> ping(peer, addresses);
            case DhtEffect.Reply(long requestId, ByteBuffer frame) -> reply(requestId, frame);
            case DhtEffect.Reset(long requestId, String _) -> refuse(requestId);
            case DhtEffect.LookupFinished(long lookupId, LookupOutcome outcome) ->
                    finish(lookupId, outcome);
            case DhtEffect.ProvidersFound _, DhtEffect.Joined _, DhtEffect.JoinFailed _ -> {}
            case DhtEffect.SetTimer(long atNanos) -> setTimer(atNanos);
        }
    }

    private void dial(Multiaddr address) {
        var _ =
                swarm.dial(address)
                        .whenComplete((connection, failure) ->
                                later(
                                        failure == null
                                                ? new DhtEvent.Dialled(address, connection.remote())
                                                : new DhtEvent.DialFailed(address)));
    }

    private void open(PeerId peer, List<Multiaddr> addresses, DhtExchange.Question question) {
        questions.put(question.id(), question);
        swarm.addressBook().add(peer, addresses, ADDRESS_LIFE);
        var _ =
                swarm.open(peer, List.of(dht.config().protocol()), question)
                        .whenComplete((stream, failure) -> {
                            if (failure != null) {
                                question.fail();
                            }
                        });
    }

    /** A question has its answer, or never will. */
    private void ended(long id, DhtEvent answer) {
        if (questions.remove(id) != null) {
            later(answer);
        }
    }

    private void cancel(long queryId) {
        DhtExchange.Question question = questions.remove(queryId);
        if (question != null) {
            question.cancel();
        }
    }

    private void ping(PeerId peer, List<Multiaddr> addresses) {
        swarm.addressBook().add(peer, addresses, ADDRESS_LIFE);
        var _ =
                swarm.ping(peer)
                        .whenComplete((roundTrip, failure) ->
                                later(
                                        failure == null
                                                ? new DhtEvent.PingSucceeded(peer)
                                                : new DhtEvent.PingFailed(peer)));
    }

    private void serve(Stream stream, ByteBuffer message) {
        long id = nextId++;
        requests.put(id, stream);
        tell(new DhtEvent.RequestReceived(id, stream.connection().remote(), message));
        requests.remove(id);
    }

    private void reply(long requestId, ByteBuffer frame) {
        Stream stream = requests.remove(requestId);
        if (stream != null) {
            stream.write(frame);
        }
    }

    private void refuse(long requestId) {
        Stream stream = requests.remove(requestId);
        if (stream != null) {
            stream.reset();
        }
    }

    private void finish(long lookupId, LookupOutcome outcome) {
        CompletableFuture<LookupOutcome> waiting = lookups.remove(lookupId);
        if (waiting != null) {
            waiting.complete(outcome);
        }
    }

    private void setTimer(long atNanos) {
        if (timer != null) {
            timer.cancel();
        }
        Duration wait = Duration.ofNanos(Math.max(0, atNanos - scheduler.nanoTime()));
        timer = scheduler.schedule(wait, () -> tell(new DhtEvent.Tick()));
    }
}
