package io.shardmesh.testing.interop;

import static io.shardmesh.testing.cluster.Report.require;

import com.fasterxml.jackson.databind.JsonNode;
import io.shardmesh.libp2p.multiformats.Multiaddr;
import io.shardmesh.libp2p.perf.Perf;
import io.shardmesh.libp2p.swarm.IdentifyInfo;
import io.shardmesh.libp2p.swarm.SwarmException;
import io.shardmesh.node.Version;
import io.shardmesh.testing.cluster.ClusterException;
import io.shardmesh.testing.cluster.Report;
import io.shardmesh.testing.cluster.Waiting;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;

/** One node of each kind: ping, identify and its push, many streams, much data; each both ways. */
final class TalkChecks {
    private static final int STREAM_COUNT = 200;
    private static final long MIB = 1 << 20;
    private static final long PERF_BYTES = 64 * MIB;
    private static final Duration SOON = Duration.ofSeconds(10);

    private final OwnNode own;
    private final JsNode js;

    private TalkChecks(OwnNode own, JsNode js) {
        this.own = own;
        this.js = js;
    }

    static void run(Vertx vertx, JsPeers process, Report report) {
        for (boolean weDial : new boolean[] {true, false}) {
            JsNode js = JsNode.start(process, "talk-" + weDial, JsNode.Kind.RAISED);
            try (OwnNode own = OwnNode.start(vertx)) {
                new TalkChecks(own, js).all(weDial, report);
            }
            js.stop();
        }
    }

    private void all(boolean weDial, Report report) {
        String who = weDial ? "we dial js: " : "js dials us: ";
        report.check(who + "connect", () -> connect(weDial));
        report.check(who + "ping", this::ping);
        report.check(who + "identify, js of us", this::jsKnowsUs);
        report.check(who + "identify, we of js", this::weKnowJs);
        report.check(who + "push, js hears of us", this::jsHears);
        report.check(who + "push, we hear of js", this::weHear);
        report.check(who + "200 streams at once, ours", this::ourStreams);
        report.check(who + "200 streams at once, theirs", this::theirStreams);
        report.check(who + "perf, we ask", this::ourPerf);
        report.check(who + "perf, they ask", this::theirPerf);
        report.check(who + "a protocol that nobody speaks", this::unknownProtocol);
        report.check(who + "all that over one connection", this::oneConnection);
    }

    private String connect(boolean weDial) {
        if (weDial) {
            var _ = own.call("dial", swarm -> swarm.dial(js.address()));
        } else {
            js.command("dial").with("address", own.address().toString()).run();
        }
        return weDial ? js.address().toString() : own.address().toString();
    }

    private String ping() {
        Duration ours = own.call("ping", swarm -> swarm.ping(js.peer()));
        long theirs =
                js.command("ping")
                        .with("address", own.address().toString())
                        .run()
                        .path("millis")
                        .asLong();
        return "ours %.1f ms, theirs %d ms".formatted(ours.toNanos() / 1e6, theirs);
    }

    private String jsKnowsUs() {
        JsonNode known = about(Version.AGENT, JsNodeField.AGENT);
        Multiaddr address = own.address().withoutPeer();
        require(known.path("record").asBoolean(), "js has no signed record of us");
        require(
                texts(known.path("certified")).contains(address.toString()),
                "certified are " + known.path("certified") + ", not " + address);
        require(
                texts(known.path("protocols"))
                        .containsAll(List.of("/ipfs/id/1.0.0", "/ipfs/ping/1.0.0", Echo.PROTOCOL)),
                "protocols are " + known.path("protocols"));
        return known.path("agent").asText() + ", signed record holds";
    }

    private String weKnowJs() {
        IdentifyInfo info = identity(found -> found.signedRecord().isPresent());
        require(info.agentVersion().startsWith("js-libp2p/"), "agent " + info.agentVersion());
        Multiaddr address = js.address().withoutPeer();
        require(
                info.signedRecord().orElseThrow().addresses().contains(address),
                "its record is " + info.signedRecord());
        require(info.protocols().contains(Echo.PROTOCOL), "protocols are " + info.protocols());
        require(info.observedAddress().isPresent(), "it did not say how it sees us");
        return info.agentVersion() + ", signed record holds";
    }

    private String jsHears() {
        var _ =
                own.look(swarm -> {
                    swarm.handle("/interop/new/1", stream -> new Echo());
                    return "";
                });
        JsonNode known = about("/interop/new/1", JsNodeField.PROTOCOLS);
        return known.path("protocols").size() + " protocols";
    }

    private String weHear() {
        js.command("handle").with("protocol", "/interop/new/2").run();
        identity(info -> info.protocols().contains("/interop/new/2"));
        js.command("unhandle").with("protocol", "/interop/new/2").run();
        identity(info -> !info.protocols().contains("/interop/new/2"));
        return "there and gone again";
    }

    private String ourStreams() {
        List<CompletableFuture<String>> talks = new ArrayList<>();
        for (int number = 0; number < STREAM_COUNT; number++) {
            String said = "stream " + number + " says so";
            talks.add(own.ask(swarm -> Talk.hold(swarm, js.peer(), said)));
        }
        talks.forEach(talk -> JsPeers.await(talk, "a stream"));
        return talks.size() + " said and heard";
    }

    private String theirStreams() {
        JsonNode result =
                js.command("streams")
                        .with("address", own.address().toString())
                        .with("count", STREAM_COUNT)
                        .run();
        require(
                result.path("done").asInt() == STREAM_COUNT,
                result.path("done") + " of them done; " + result.path("why").asText());
        return result.path("done").asInt() + " said and heard";
    }

    private String ourPerf() {
        Perf.Measured up = measure(PERF_BYTES, 0);
        Perf.Measured down = measure(0, PERF_BYTES);
        return "64 MiB up at %s, down at %s"
                .formatted(rate(seconds(up.upload())), rate(seconds(down.download())));
    }

    private Perf.Measured measure(long up, long down) {
        return own.call("perf", swarm -> Perf.measure(swarm, own.scheduler(), js.peer(), up, down));
    }

    private String theirPerf() {
        double up = theirPerf(PERF_BYTES, 0);
        double down = theirPerf(0, PERF_BYTES);
        return "64 MiB up at %s, down at %s".formatted(rate(up), rate(down));
    }

    private double theirPerf(long up, long down) {
        return js.command("perf")
                .with("address", own.address().toString())
                .with("up", up)
                .with("down", down)
                .run()
                .path("seconds")
                .asDouble();
    }

    private String unknownProtocol() {
        Optional<SwarmException.Kind> ours =
                own.call(
                        "open",
                        swarm ->
                                swarm.open(js.peer(), List.of("/interop/none"), new Echo())
                                        .handle((stream, failure) ->
                                                failure instanceof SwarmException why
                                                        ? Optional.of(why.kind())
                                                        : Optional.empty()));
        require(
                ours.equals(Optional.of(SwarmException.Kind.PROTOCOL_REFUSED)),
                "we were told " + ours);
        return "refused, and said so";
    }

    private String oneConnection() {
        int ours = own.look(swarm -> swarm.connections().size());
        int theirs = js.command("connections").run().path("count").asInt();
        require(ours == 1 && theirs == 1, "we have " + ours + ", js has " + theirs);
        return "yes";
    }

    // --- what one knows of the other, which comes a moment later

    private enum JsNodeField {
        AGENT,
        PROTOCOLS
    }

    private JsonNode about(String wanted, JsNodeField field) {
        String name = field.name().toLowerCase(Locale.ROOT);
        JsonNode[] known = new JsonNode[1];
        boolean came =
                Waiting.until(
                        SOON,
                        () -> {
                            known[0] =
                                    js.command("about").with("peer", own.peer().toString()).run();
                            return known[0].path(name).toString().contains("\"" + wanted + "\"");
                        });
        require(came, "js knows of us " + known[0]);
        return known[0];
    }

    private IdentifyInfo identity(Predicate<IdentifyInfo> wanted) {
        List<IdentifyInfo> seen = new ArrayList<>();
        boolean came =
                Waiting.until(
                        SOON,
                        () -> {
                            own.look(swarm -> swarm.identity(js.peer())).ifPresent(seen::add);
                            return !seen.isEmpty() && wanted.test(seen.getLast());
                        });
        if (!came) {
            throw new ClusterException(
                    "we know of js " + (seen.isEmpty() ? "nothing" : seen.getLast()));
        }
        return seen.getLast();
    }

    private static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).toList();
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }

    private static String rate(double seconds) {
        return "%.0f MB/s".formatted(PERF_BYTES / seconds / 1e6);
    }
}
