package io.shardmesh.dht;

import io.shardmesh.dht.contact.Contact;
import io.shardmesh.dht.contact.Key;
import io.shardmesh.dht.record.DhtRecord;
import io.shardmesh.dht.routing.RoutingTable;
import io.shardmesh.dht.wire.DhtCodec;
import io.shardmesh.dht.wire.DhtReply;
import io.shardmesh.dht.wire.DhtRequest;
import io.shardmesh.dht.wire.MessageType;
import io.shardmesh.libp2p.multiformats.MalformedException;
import io.shardmesh.libp2p.multiformats.PeerId;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Answers the requests of others from the routing table and from what is kept for them. */
final class Responder {
    private final DhtConfig config;
    private final OwnContact self;
    private final RoutingTable table;
    private final Keeper keeper;
    private final Announcer announcer;
    private final AddressFilter addresses;

    Responder(
            DhtConfig config,
            OwnContact self,
            RoutingTable table,
            Keeper keeper,
            Announcer announcer) {
        this.config = config;
        this.self = self;
        this.table = table;
        this.keeper = keeper;
        this.announcer = announcer;
        this.addresses = new AddressFilter(config.keepPrivateAddresses());
    }

    /** Empty when the request is one without a reply. */
    Optional<DhtEffect> answer(DhtEvent.RequestReceived event, long now) {
        long id = event.requestId();
        DhtRequest request;
        try {
            request = DhtCodec.decodeRequest(event.message(), config.replies());
        } catch (MalformedException unreadable) {
            return reset(id, String.valueOf(unreadable.getMessage()));
        }
        PeerId from = event.from();
        return switch (request) {
            case DhtRequest.FindNode(Key key) ->
                    reply(id, DhtCodec.findNodeReply(closest(key, from)));
            case DhtRequest.GetValue(Key key) -> reply(id, value(key, from, now));
            case DhtRequest.GetProviders(Key key) -> reply(id, providers(key, from, now));
            case DhtRequest.PutValue put -> put(id, put, from, now);
            case DhtRequest.AddProvider add -> {
                add(add, from, now);
                yield Optional.empty();
            }
            case DhtRequest.Ping ping -> reply(id, ping.message());
            case DhtRequest.Unsupported(int number) ->
                    reset(id, "request type " + number + " is not served");
        };
    }

    private Optional<DhtEffect> put(long id, DhtRequest.PutValue put, PeerId from, long now) {
        if (!put.key().equals(put.record().key())) {
            return reset(id, "the record has another key than the message");
        }
        return keeper.keep(put.record(), from, now)
                ? reply(id, DhtCodec.putValue(put.record()))
                : reset(id, "the record is not valid, or of an unknown namespace");
    }

    /** A peer speaks for itself alone. */
    private void add(DhtRequest.AddProvider add, PeerId from, long now) {
        add.providers().stream()
                .filter(provider -> provider.peer().equals(from))
                .findFirst()
                .map(addresses::filter)
                .map(provider -> provider.bounded(config.routing().addressCount()))
                .ifPresent(provider -> keeper.addProvider(add.key(), provider, now));
    }

    private ByteBuffer value(Key key, PeerId asker, long now) {
        Optional<DhtRecord> record = keeper.record(key, now);
        DhtReply reply = new DhtReply(record, closest(key, asker), List.of());
        return DhtCodec.reply(MessageType.GET_VALUE, reply);
    }

    private ByteBuffer providers(Key key, PeerId asker, long now) {
        List<Contact> known = new ArrayList<>();
        if (announcer.announces(key)) {
            known.add(self.contact());
        }
        keeper.providers(key, now).stream().map(this::withKnownAddresses).forEach(known::add);
        DhtReply reply = new DhtReply(Optional.empty(), closest(key, asker), known);
        return DhtCodec.reply(MessageType.GET_PROVIDERS, reply);
    }

    /** An address that we have used ourselves does not age. */
    private Contact withKnownAddresses(Contact provider) {
        return provider.addresses().isEmpty()
                ? table.find(provider.peer()).orElse(provider)
                : provider;
    }

    /**
     * The nearest living peers; not the asker, and ourselves only when we are what is asked for.
     */
    private List<Contact> closest(Key key, PeerId asker) {
        int count = config.routing().bucketSize();
        List<Contact> reply = new ArrayList<>();
        if (key.equals(Key.of(self.peer()))) {
            // Without an address too: some peers ask for this as a sign of life.
            reply.add(self.contact());
        }
        reply.addAll(
                table.closest(key.position(), count - reply.size(), peer -> !peer.equals(asker)));
        return reply;
    }

    private static Optional<DhtEffect> reply(long id, ByteBuffer message) {
        return Optional.of(new DhtEffect.Reply(id, Frames.frame(message)));
    }

    private static Optional<DhtEffect> reset(long id, String why) {
        return Optional.of(new DhtEffect.Reset(id, why));
    }
}
