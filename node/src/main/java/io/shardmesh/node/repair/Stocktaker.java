package io.shardmesh.node.repair;

import com.google.protobuf.ByteString;
import io.shardmesh.crypto.Digest;
import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.core.Async;
import io.shardmesh.node.core.Environment;
import io.shardmesh.node.holder.proto.Held;
import io.shardmesh.node.holder.proto.Stock;
import io.shardmesh.node.holder.proto.TakeStock;
import io.shardmesh.node.holder.proto.UpkeepRequest;
import io.shardmesh.node.member.Members;
import io.shardmesh.node.mesh.Member;
import io.shardmesh.node.object.UpkeepStream;
import io.shardmesh.node.record.MalformedRecordException;
import io.shardmesh.node.record.SignedTombstone;
import io.shardmesh.node.store.ShardStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Asks holders that are connected what they have of some objects. */
final class Stocktaker {
    /** Objects of one question; a holder answers no more. */
    static final int MAX_KEYS = 512;

    private final Environment environment;
    private final Members members;
    private final ShardStore store;
    private final Presence presence;
    private final LastSeen lastSeen;
    private final Suspicions suspicions;
    private final Clocks clocks;

    Stocktaker(
            Environment environment,
            Members members,
            ShardStore store,
            Presence presence,
            LastSeen lastSeen,
            Suspicions suspicions,
            Clocks clocks) {
        this.environment = environment;
        this.members = members;
        this.store = store;
        this.presence = presence;
        this.lastSeen = lastSeen;
        this.suspicions = suspicions;
        this.clocks = clocks;
    }

    /** What is here and there of these objects; members that do not answer are left out. */
    CompletableFuture<Map<Digest, ObjectStock>> take(List<Digest> keys) {
        Map<PeerId, List<Digest>> questions = new LinkedHashMap<>();
        connected().forEach(peer -> questions.put(peer, keys));
        return take(keys, questions);
    }

    /**
     * The same, but in a mesh that is too large to ask everybody, only those are asked that were
     * seen to have a part; everybody about an object of which nothing was seen.
     */
    CompletableFuture<Map<Digest, ObjectStock>> takeKnown(List<Digest> keys) {
        if (!members.needsRouting()) {
            return take(keys);
        }
        Map<PeerId, List<Digest>> questions = new LinkedHashMap<>();
        List<PeerId> connected = connected();
        for (Digest key : keys) {
            Set<PeerId> seen = lastSeen.holders(key);
            (seen.isEmpty() ? connected.stream() : seen.stream().filter(this::canAsk))
                    .forEach(peer ->
                            questions.computeIfAbsent(peer, first -> new ArrayList<>()).add(key));
        }
        return take(keys, questions);
    }

    private boolean canAsk(PeerId peer) {
        return members.isConnected(peer) && members.isHolder(peer);
    }

    private List<PeerId> connected() {
        return members.holders().stream().map(Member::peer).filter(members::isConnected).toList();
    }

    private CompletableFuture<Map<Digest, ObjectStock>> take(
            List<Digest> keys, Map<PeerId, List<Digest>> questions) {
        Map<Digest, ObjectStock> stock = new LinkedHashMap<>();
        keys.forEach(key -> stock.put(key, new ObjectStock()));
        List<CompletableFuture<Void>> answers = new ArrayList<>();
        answers.add(own(stock));
        questions.forEach((peer, asked) -> answers.add(ask(peer, asked, stock)));
        return Async.all(answers)
                .thenApply(heard -> {
                    stock.forEach(suspicions::apply);
                    return stock;
                });
    }

    private CompletableFuture<Void> own(Map<Digest, ObjectStock> stock) {
        List<CompletableFuture<Void>> rows = new ArrayList<>();
        stock.forEach((key, object) ->
                rows.add(
                        store.rows(key)
                                .thenAccept(here ->
                                        object.heard(
                                                members.self(),
                                                here.stream()
                                                        .map(row -> row.name().index())
                                                        .toList()))));
        return Async.all(rows).thenAccept(done -> {});
    }

    private CompletableFuture<Void> ask(
            PeerId peer, List<Digest> keys, Map<Digest, ObjectStock> stock) {
        TakeStock.Builder question = TakeStock.newBuilder();
        keys.forEach(key -> question.addObjectKey(ByteString.copyFrom(key.bytes())));
        return UpkeepStream.with(
                        environment,
                        members,
                        peer,
                        stream ->
                                stream.ask(UpkeepRequest.newBuilder().setTakeStock(question))
                                        .thenAccept(reply -> {
                                            if (reply.getStock().getHeldCount() != keys.size()) {
                                                throw stream.failure(
                                                                FailureKind.MALFORMED,
                                                                "it answered another question")
                                                        .exception();
                                            }
                                            clocks.heard(
                                                    peer,
                                                    Instant.ofEpochMilli(
                                                            reply.getStock().getTime()));
                                            hear(peer, keys, reply.getStock(), stock);
                                        }))
                .handle((done, trouble) -> {
                    if (trouble == null) {
                        presence.heard(peer);
                    } else {
                        presence.silent(peer);
                    }
                    return null;
                });
    }

    private static void hear(
            PeerId peer, List<Digest> keys, Stock answer, Map<Digest, ObjectStock> stock) {
        for (int i = 0; i < keys.size(); i++) {
            ObjectStock object = stock.get(keys.get(i));
            if (object != null) {
                hear(peer, answer.getHeld(i), object);
            }
        }
    }

    private static void hear(PeerId peer, Held held, ObjectStock object) {
        List<Integer> indexes = new ArrayList<>();
        for (byte index : held.getComplete()) {
            indexes.add(index & 0xff);
        }
        object.heard(peer, indexes);
        if (held.hasTombstone()) {
            try {
                object.deleted(SignedTombstone.decode(held.getTombstone().toByteArray()));
            } catch (MalformedRecordException _) {
                // What is no tombstone deletes nothing.
            }
        }
    }
}
