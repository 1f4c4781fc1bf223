package io.shardmesh.testing.interop;

import static io.shardmesh.testing.cluster.Report.require;

import com.fasterxml.jackson.databind.JsonNode;
import io.shardmesh.dht.Dht;
import io.shardmesh.dht.DhtConfig;
import io.shardmesh.dht.DhtEvent;
import io.shardmesh.dht.LookupOutcome;
import io.shardmesh.dht.contact.Contact;
import io.shardmesh.dht.contact.Key;
import io.shardmesh.dht.record.DhtRecord;
import io.shardmesh.dht.record.RecordValidator;
import io.shardmesh.dht.record.Validators;
import io.shardmesh.libp2p.multiformats.Multiaddr;
import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.node.core.Journal;
import io.shardmesh.node.network.DhtDriver;
import io.shardmesh.testing.cluster.Report;
import io.shardmesh.testing.cluster.Waiting;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongFunction;

/** A mesh of js servers and one of ours, joined: finding, records and providers, each both ways. */
final class DhtChecks {
    private static final int NODE_COUNT = 8;
    private static final String PREFIX = "/interop";
    private static final Duration SOON = Duration.ofSeconds(40);
    private static final byte[] SHA2_256 = {0x12, 0x20};

    private final List<JsNode> theirs = new ArrayList<>();
    private final List<Own> ours = new ArrayList<>();

    /** One of our nodes with its DHT. */
    private record Own(OwnNode node, DhtDriver dht) {
        CompletableFuture<LookupOutcome> begin(LongFunction<DhtEvent> question) {
            return node.ask(swarm -> {
                CompletableFuture<LookupOutcome> answer = new CompletableFuture<>();
                dht.ask(question, answer::complete);
                return answer;
            });
        }

        LookupOutcome ask(LongFunction<DhtEvent> question) {
            return JsPeers.await(begin(question), "a lookup");
        }
    }

    static void run(Vertx vertx, JsPeers process, Report report) {
        DhtChecks checks = new DhtChecks();
        try {
            report.check("dht: 8 js servers and 8 of ours join", () -> checks.join(vertx, process));
            report.check("dht: every js node finds every one of ours", checks::theyFind);
            report.check("dht: every one of ours finds every js node", checks::weFind);
            report.check("dht: js puts a record, we get it", checks::theyPut);
            report.check("dht: we put a record, js gets it", checks::wePut);
            report.check("dht: js provides, we find the provider", checks::theyProvide);
            report.check("dht: we provide, js finds the provider", checks::weProvide);
        } finally {
            checks.theirs.forEach(JsNode::stop);
            checks.ours.forEach(own -> own.node().close());
        }
    }

    private String join(Vertx vertx, JsPeers process) {
        for (int index = 0; index < NODE_COUNT; index++) {
            String name = "dht-" + index;
            theirs.add(JsNode.start(process, name, new JsNode.Kind(true, PREFIX + "/kad/1.0.0")));
        }
        for (JsNode js : theirs.subList(1, NODE_COUNT)) {
            js.command("dial").with("address", theirs.getFirst().address().toString()).run();
        }
        for (int index = 0; index < NODE_COUNT; index++) {
            Multiaddr door =
                    index == 0 ? theirs.getFirst().address() : ours.getFirst().node().address();
            ours.add(start(vertx, door));
        }
        return "one of ours knew one of theirs";
    }

    private static Own start(Vertx vertx, Multiaddr door) {
        OwnNode node = OwnNode.start(vertx);
        DhtConfig config =
                DhtConfig.standard()
                        .withProtocolPrefix(PREFIX)
                        .withValidators(Validators.of(Map.of("interop", new AnyText())));
        CompletableFuture<DhtDriver> started =
                node.ask(swarm -> {
                    Dht dht =
                            Dht.create(
                                    config,
                                    swarm.self(),
                                    new SecureRandom()::nextBytes,
                                    InstantSource.system());
                    DhtDriver own =
                            new DhtDriver(
                                    dht,
                                    swarm,
                                    node.scheduler(),
                                    new SecureRandom()::nextBytes,
                                    new Silence());
                    own.start(List.of(door));
                    return CompletableFuture.completedFuture(own);
                });
        return new Own(node, JsPeers.await(started, "start of the DHT"));
    }

    private String theyFind() {
        return findAll(
                theirs,
                (js, at) ->
                        js.command("findPeer")
                                .with("peer", ours.get(at).node().peer().toString())
                                .send()
                                .thenApply(found -> !found.path("addresses").isEmpty()));
    }

    private String weFind() {
        return findAll(
                ours,
                (own, at) -> {
                    PeerId peer = theirs.get(at).peer();
                    return own.begin(id -> new DhtEvent.FindPeer(id, peer))
                            .thenApply(outcome ->
                                    outcome instanceof LookupOutcome.Found(Contact contact)
                                            && !contact.addresses().isEmpty());
                });
    }

    private interface Search<T> {
        CompletableFuture<Boolean> finds(T from, int index);
    }

    /** Each looks for all of the others; tables fill over seconds, so who fails tries again. */
    private static <T> String findAll(List<T> from, Search<T> search) {
        int[] tries = new int[1];
        for (T one : from) {
            List<Integer> left = new ArrayList<>();
            for (int index = 0; index < NODE_COUNT; index++) {
                left.add(index);
            }
            boolean found =
                    Waiting.until(
                            SOON,
                            () -> {
                                tries[0] += left.size();
                                left.removeAll(findOnce(one, left, search));
                                return left.isEmpty();
                            });
            require(found, one + " does not find numbers " + left);
        }
        return "64 of 64 pairs in " + tries[0] + " lookups";
    }

    private static <T> List<Integer> findOnce(T from, List<Integer> wanted, Search<T> search) {
        List<CompletableFuture<Boolean>> searches =
                wanted.stream().map(index -> search.finds(from, index)).toList();
        List<Integer> found = new ArrayList<>();
        for (int at = 0; at < searches.size(); at++) {
            if (JsPeers.await(searches.get(at), "a lookup")) {
                found.add(wanted.get(at));
            }
        }
        return found;
    }

    private String theyPut() {
        JsonNode put =
                theirs.get(1)
                        .command("put")
                        .with("key", "/interop/theirs")
                        .with("value", "said by js")
                        .run();
        Key key = Key.of("/interop/theirs".getBytes(StandardCharsets.UTF_8));
        for (Own own : ours) {
            LookupOutcome outcome = own.ask(id -> new DhtEvent.GetRecord(id, key));
            require(
                    outcome instanceof LookupOutcome.RecordFound(DhtRecord record)
                            && text(record.value()).equals("said by js"),
                    "we got " + outcome);
        }
        return put.path("stored").asInt() + " nodes took it, all 8 of ours got it";
    }

    private String wePut() {
        byte[] value = "said by us".getBytes(StandardCharsets.UTF_8);
        Key key = Key.of("/interop/ours".getBytes(StandardCharsets.UTF_8));
        DhtRecord record = DhtRecord.of(key, value, Optional.empty());
        LookupOutcome outcome = ours.get(1).ask(id -> new DhtEvent.PutRecord(id, record));
        require(
                outcome instanceof LookupOutcome.RecordStored(int count, int asked)
                        && count == asked
                        && count >= NODE_COUNT,
                "our put ended with " + outcome);
        for (JsNode js : theirs) {
            String got =
                    js.command("get").with("key", "/interop/ours").run().path("value").asText();
            require(got.equals("said by us"), js.name() + " got \"" + got + "\"");
        }
        return outcome + ", all 8 of theirs got it";
    }

    private String theyProvide() {
        Key content = content();
        JsNode provider = theirs.get(2);
        provider.command("provide").with("hash", hex(content)).run();
        for (Own own : ours) {
            LookupOutcome outcome = own.ask(id -> new DhtEvent.FindProviders(id, content));
            require(
                    outcome instanceof LookupOutcome.Providers(List<Contact> providers)
                            && providers.stream()
                                    .anyMatch(contact -> contact.peer().equals(provider.peer())),
                    "we found " + outcome);
        }
        return "all 8 of ours found it";
    }

    private String weProvide() {
        Key content = content();
        Own provider = ours.get(2);
        var _ =
                provider.node()
                        .look(swarm -> {
                            provider.dht().tell(new DhtEvent.ContentsAdded(List.of(content)));
                            provider.dht().tell(new DhtEvent.AnnouncingChanged(true));
                            return "";
                        });
        String wanted = provider.node().peer().toString();
        for (JsNode js : theirs) {
            boolean found =
                    Waiting.until(
                            SOON,
                            () -> {
                                JsonNode peers =
                                        js.command("findProviders")
                                                .with("hash", hex(content))
                                                .run()
                                                .path("peers");
                                return peers.toString().contains(wanted);
                            });
            require(found, js.name() + " does not find it");
        }
        return "all 8 of theirs found it";
    }

    private static Key content() {
        byte[] multihash = new byte[SHA2_256.length + 32];
        byte[] digest = new byte[32];
        new SecureRandom().nextBytes(digest);
        System.arraycopy(SHA2_256, 0, multihash, 0, SHA2_256.length);
        System.arraycopy(digest, 0, multihash, SHA2_256.length, digest.length);
        return Key.of(multihash);
    }

    private static String hex(Key key) {
        return HexFormat.of().formatHex(key.bytes());
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private record Silence() implements Journal {
        @Override
        public void info(String line) {}

        @Override
        public void warn(String line) {}
    }

    /** Any text may stand anywhere, the greatest counts; the js side has the same rule. */
    private static final class AnyText implements RecordValidator {
        @Override
        public boolean isValid(Key key, byte[] value) {
            return true;
        }

        @Override
        public int select(Key key, List<byte[]> values) {
            int best = 0;
            for (int index = 1; index < values.size(); index++) {
                if (text(values.get(index)).compareTo(text(values.get(best))) > 0) {
                    best = index;
                }
            }
            return best;
        }
    }
}
