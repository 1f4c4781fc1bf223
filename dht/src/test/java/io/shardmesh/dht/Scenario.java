package io.shardmesh.dht;

import io.shardmesh.dht.contact.Contact;
import io.shardmesh.dht.contact.Key;
import io.shardmesh.dht.limits.ReplyLimits;
import io.shardmesh.dht.limits.RoutingLimits;
import io.shardmesh.dht.record.DhtRecord;
import io.shardmesh.dht.wire.DhtCodec;
import io.shardmesh.dht.wire.DhtReply;
import io.shardmesh.dht.wire.DhtRequest;
import io.shardmesh.dht.wire.MessageType;
import io.shardmesh.libp2p.multiformats.MalformedException;
import io.shardmesh.libp2p.multiformats.Multiaddr;
import io.shardmesh.libp2p.multiformats.PeerId;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Replays a scenario: lines with "&gt; " are commands to one Dht with buckets of two, indented
 * lines are its effects, the rest is prose. Peers go by name; a name has its address. "far1" to
 * "far9" are peers whose first bit differs from ours.
 */
final class Scenario {
    private static final PeerId SELF = TestPeers.id("self");

    private final Map<PeerId, String> names = new HashMap<>();
    private final Map<Multiaddr, String> places = new HashMap<>();
    private final Map<String, Contact> contacts = new HashMap<>();
    private final Map<Key, String> contents = new HashMap<>();
    private final Dht dht;
    private long now;

    Scenario() {
        DhtConfig usual = DhtConfig.standard();
        DhtConfig config =
                new DhtConfig(
                        usual.protocolPrefix(),
                        true,
                        new RoutingLimits(2, 2, 3, 8),
                        usual.lookup(),
                        usual.replies(),
                        usual.timing(),
                        usual.keep(),
                        usual.validators(),
                        usual.lookupCount(),
                        usual.pingCount());
        dht = Dht.create(config, SELF, TestPeers.random(new Random(7)), TestPeers.WALL_CLOCK);
        names.put(SELF, "self");
        List<Contact> far = TestPeers.inBucket(SELF, 0, 9);
        for (int number = 1; number <= far.size(); number++) {
            learn("far" + number, far.get(number - 1));
        }
    }

    String replay(String text) {
        StringBuilder transcript = new StringBuilder();
        for (String line : text.lines().toList()) {
            if (line.startsWith("  ")) {
                continue; // an effect: written anew
            }
            transcript.append(line).append('\n');
            if (line.startsWith("> ")) {
                for (DhtEffect effect : run(List.of(line.substring(2).split(" ")))) {
                    transcript.append("  ").append(show(effect)).append('\n');
                }
            }
        }
        return transcript.toString();
    }

    private List<DhtEffect> run(List<String> words) {
        List<String> rest = words.subList(1, words.size());
        if (words.getFirst().equals("wait")) {
            now += Duration.parse("PT" + rest.getFirst()).toNanos();
            return dht.step(new DhtEvent.Tick(), now);
        }
        if (words.getFirst().equals("met")) {
            dht.step(identified(peer(rest.get(0)), true), now);
            return dht.step(new DhtEvent.PingSucceeded(peer(rest.get(0)).peer()), now);
        }
        return dht.step(event(words.getFirst(), rest), now);
    }

    private DhtEvent event(String command, List<String> words) {
        return switch (command) {
            case "listening" -> new DhtEvent.AddressesChanged(List.of(TestPeers.address(1)));
            case "reached" -> new DhtEvent.Reached(TestPeers.address(1));
            case "trust" -> new DhtEvent.TrustedPeersChanged(ids(words));
            case "bootstrap" -> new DhtEvent.Bootstrap(words.stream().map(this::place).toList());
            case "dialled" ->
                    new DhtEvent.Dialled(place(words.getFirst()), peer(words.getFirst()).peer());
            case "dial-failed" -> new DhtEvent.DialFailed(place(words.getFirst()));
            case "asked-for-providers" -> new DhtEvent.FindProviders(1, content(words.getFirst()));
            case "have" -> new DhtEvent.ContentsAdded(words.stream().map(this::content).toList());
            case "announcing" -> new DhtEvent.AnnouncingChanged(words.getFirst().equals("on"));
            case "delivered" -> new DhtEvent.Delivered(Long.parseLong(words.get(0)));
            case "providers" ->
                    providers(Long.parseLong(words.get(0)), words.subList(1, words.size()));
            case "provide" -> provide(peer(words.get(0)), content(words.get(1)));
            case "who-has" -> whoHas(peer(words.get(0)), content(words.get(1)));
            case "identified" -> identified(peer(words.get(0)), words.get(1).equals("server"));
            case "reply" -> reply(Long.parseLong(words.get(0)), words.subList(1, words.size()));
            case "request-failed" -> new DhtEvent.RequestFailed(Long.parseLong(words.get(0)));
            case "ping-succeeded" -> new DhtEvent.PingSucceeded(peer(words.get(0)).peer());
            case "ping-failed" -> new DhtEvent.PingFailed(peer(words.get(0)).peer());
            case "find-peer" -> new DhtEvent.FindPeer(1, peer(words.getFirst()).peer());
            case "asked-by" -> asked(peer(words.get(0)), peer(words.get(1)));
            default -> throw new IllegalArgumentException(command);
        };
    }

    private static DhtEvent identified(Contact contact, boolean server) {
        return new DhtEvent.PeerIdentified(contact.peer(), contact.addresses(), server);
    }

    private DhtEvent reply(long queryId, List<String> closer) {
        List<Contact> named = closer.stream().map(this::peer).toList();
        return new DhtEvent.ReplyReceived(queryId, DhtCodec.findNodeReply(named));
    }

    private Key content(String name) {
        Key key = Key.of(TestPeers.id("content " + name));
        contents.put(key, name);
        return key;
    }

    private DhtEvent providers(long queryId, List<String> names) {
        DhtReply reply =
                new DhtReply(Optional.empty(), List.of(), names.stream().map(this::peer).toList());
        return new DhtEvent.ReplyReceived(
                queryId, DhtCodec.reply(MessageType.GET_PROVIDERS, reply));
    }

    private static DhtEvent provide(Contact provider, Key key) {
        return new DhtEvent.RequestReceived(
                1, provider.peer(), DhtCodec.addProvider(key, provider));
    }

    private static DhtEvent whoHas(Contact asker, Key key) {
        return new DhtEvent.RequestReceived(1, asker.peer(), DhtCodec.getProviders(key));
    }

    private static DhtEvent asked(Contact asker, Contact target) {
        ByteBuffer message = DhtCodec.findNode(Key.of(target.peer()));
        return new DhtEvent.RequestReceived(1, asker.peer(), message);
    }

    private String show(DhtEffect effect) {
        return switch (effect) {
            case DhtEffect.StartServing(String protocol) -> "start serving " + protocol;
            case DhtEffect.StopServing(String protocol) -> "stop serving " + protocol;
            case DhtEffect.Dial(Multiaddr address) -> "dial " + places.get(address);
            case DhtEffect.SendRequest send ->
                    "send %d to %s: %s"
                            .formatted(send.queryId(), name(send.peer()), wanted(send.frame()));
            case DhtEffect.Deliver deliver ->
                    "deliver %d to %s: %s"
                            .formatted(
                                    deliver.queryId(),
                                    name(deliver.peer()),
                                    deliver.frames().stream()
                                            .map(this::wanted)
                                            .collect(Collectors.joining(", ")));
            case DhtEffect.ProvidersFound(long _, List<Contact> found) ->
                    "providers " + names(found);
            case DhtEffect.CancelRequest(long id) -> "cancel " + id;
            case DhtEffect.Ping ping -> "ping " + name(ping.peer());
            case DhtEffect.Reply(long _, ByteBuffer frame) -> "reply " + named(frame);
            case DhtEffect.Reset(long _, String why) -> "reset: " + why;
            case DhtEffect.LookupFinished finished -> "finished " + show(finished.outcome());
            case DhtEffect.Joined(int count) -> "joined, knowing " + count;
            case DhtEffect.JoinFailed(int count) -> "join failed at " + count + " addresses";
            case DhtEffect.SetTimer(long at) ->
                    "timer in " + Duration.ofMillis((at - now) / 1_000_000);
        };
    }

    private String show(LookupOutcome outcome) {
        return switch (outcome) {
            case LookupOutcome.Found(Contact contact) -> "found " + name(contact.peer());
            case LookupOutcome.Mentioned(Contact contact) -> "mentioned " + name(contact.peer());
            case LookupOutcome.NotFound(List<Contact> closest) -> "not found " + names(closest);
            case LookupOutcome.Closest closest -> "closest " + names(closest.peers());
            case LookupOutcome.Providers(List<Contact> all) -> "providers " + names(all);
            case LookupOutcome.RecordFound(DhtRecord record) -> "record " + record;
            case LookupOutcome.RecordNotFound _ -> "no record";
            case LookupOutcome.RecordStored stored -> stored.toString();
            case LookupOutcome.NoPeers _ -> "no peers";
            case LookupOutcome.Busy _ -> "busy";
        };
    }

    private String wanted(ByteBuffer frame) {
        ByteBuffer message = FrameReader.create().read(frame.duplicate()).orElseThrow();
        return switch (DhtCodec.decodeRequest(message, ReplyLimits.standard())) {
            case DhtRequest.FindNode(Key key) -> "find " + wanted(key);
            case DhtRequest.GetProviders(Key key) -> "who has " + wanted(key);
            case DhtRequest.AddProvider(Key key, List<Contact> us) ->
                    names(us) + " has " + wanted(key);
            case DhtRequest.PutValue _,
                    DhtRequest.GetValue _,
                    DhtRequest.Ping _,
                    DhtRequest.Unsupported _ ->
                    throw new AssertionError("not in these scenarios");
        };
    }

    private String wanted(Key key) {
        return names.entrySet().stream()
                .filter(entry -> Key.of(entry.getKey()).equals(key))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(contents.getOrDefault(key, "a random key"));
    }

    private String named(ByteBuffer frame) {
        ByteBuffer message = FrameReader.create().read(frame.duplicate()).orElseThrow();
        ReplyLimits limits = ReplyLimits.standard();
        try {
            return names(DhtCodec.decodeFindNodeReply(message, limits));
        } catch (MalformedException another) {
            DhtReply reply = DhtCodec.decodeReply(message, MessageType.GET_PROVIDERS, limits);
            return names(reply.closer()) + ", providers " + names(reply.providers());
        }
    }

    private String names(List<Contact> among) {
        return among.stream()
                .map(contact -> name(contact.peer()))
                .collect(Collectors.joining(", ", "[", "]"));
    }

    private String name(PeerId peer) {
        return names.getOrDefault(peer, "?");
    }

    private Set<PeerId> ids(List<String> words) {
        return words.stream()
                .map(word -> peer(word).peer())
                .collect(Collectors.toCollection(HashSet::new));
    }

    private Multiaddr place(String name) {
        return peer(name).addresses().getFirst();
    }

    private Contact peer(String name) {
        Contact known = contacts.get(name);
        return known != null ? known : learn(name, TestPeers.contact(name));
    }

    private Contact learn(String name, Contact contact) {
        contacts.put(name, contact);
        names.put(contact.peer(), name);
        places.put(contact.addresses().getFirst(), name);
        return contact;
    }
}
