package io.shardmesh.testing.interop;

import static io.shardmesh.testing.cluster.Report.require;

import com.fasterxml.jackson.databind.JsonNode;
import io.shardmesh.libp2p.swarm.Swarm;
import io.shardmesh.testing.cluster.Report;
import io.shardmesh.testing.cluster.Waiting;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A js node with its own limits: what they refuse is told as such, and later attempts succeed. */
final class LimitChecks {
    private static final int DIALLER_COUNT = 8;
    private static final int STREAM_COUNT = 100;

    /** Inbound streams of one protocol that js takes at a time. */
    private static final int JS_STREAM_COUNT = 32;

    /** And that it opens itself. */
    private static final int JS_OUTBOUND_COUNT = 64;

    private static final Duration SOON = Duration.ofSeconds(15);

    private final Vertx vertx;
    private final JsNode js;

    private LimitChecks(Vertx vertx, JsNode js) {
        this.vertx = vertx;
        this.js = js;
    }

    static void run(Vertx vertx, JsPeers process, Report report) {
        JsNode js = JsNode.start(process, "limits", JsNode.Kind.DEFAULT);
        LimitChecks checks = new LimitChecks(vertx, js);
        report.check("js as it comes: 8 of us dial it at once", checks::manyDial);
        report.check("js as it comes: 100 streams at once, ours", checks::manyStreams);
        report.check("js as it comes: 100 streams at once, theirs", checks::theirStreams);
        report.check("js as it comes: one stream after the other", checks::streamsInTurn);
        js.stop();
    }

    /** js takes five connections a second from one host and drops the others. */
    private String manyDial() {
        List<OwnNode> nodes = new ArrayList<>();
        try {
            for (int count = 0; count < DIALLER_COUNT; count++) {
                nodes.add(OwnNode.start(vertx));
            }
            long atOnce = dialAll(nodes);
            boolean all = Waiting.until(SOON, () -> dialAll(nodes) == DIALLER_COUNT);
            require(all, "not all are connected after " + SOON.toSeconds() + " s");
            nodes.forEach(node -> node.call("ping", swarm -> swarm.ping(js.peer())));
            return atOnce + " at once, all 8 in the end";
        } finally {
            nodes.forEach(OwnNode::close);
        }
    }

    /** How many can open a stream and hear its echo now. */
    private long dialAll(List<OwnNode> nodes) {
        List<CompletableFuture<Boolean>> talks =
                nodes.stream()
                        .map(node ->
                                node.ask(swarm -> {
                                    swarm.addressBook().add(js.peer(), List.of(js.address()), SOON);
                                    return Talk.hold(swarm, js.peer(), "here")
                                            .handle((echo, failure) -> failure == null);
                                }))
                        .toList();
        return talks.stream().filter(talk -> JsPeers.await(talk, "a dial")).count();
    }

    /**
     * Dials until js answers a ping: the checks before this one may have used up what it takes in
     * this second, and then it drops the connection at any moment of the handshake or just after
     * it.
     */
    private void connect(OwnNode own) {
        boolean talks = Waiting.until(SOON, () -> JsPeers.await(own.ask(this::reaches), "a ping"));
        require(talks, "js drops every connection for " + SOON.toSeconds() + " s");
    }

    private CompletableFuture<Boolean> reaches(Swarm swarm) {
        return swarm.dial(js.address())
                .thenCompose(peer -> swarm.ping(js.peer()))
                .handle((roundTrip, failure) -> failure == null);
    }

    /** What js takes is served, what it resets fails at once, and the connection lives on. */
    private String manyStreams() {
        try (OwnNode own = OwnNode.start(vertx)) {
            connect(own);
            List<CompletableFuture<Optional<Throwable>>> talks = new ArrayList<>();
            for (int number = 0; number < STREAM_COUNT; number++) {
                String said = "stream " + number;
                talks.add(
                        own.ask(swarm ->
                                Talk.hold(swarm, js.peer(), said)
                                        .handle((echo, why) -> Optional.ofNullable(why))));
            }
            long served =
                    talks.stream()
                            .filter(talk -> JsPeers.await(talk, "a stream").isEmpty())
                            .count();
            require(served >= JS_STREAM_COUNT, "only " + served + " were served");
            own.call("ping", swarm -> swarm.ping(js.peer()));
            return served + " served, the others refused, the connection lives on";
        }
    }

    private String theirStreams() {
        try (OwnNode own = OwnNode.start(vertx)) {
            JsonNode result =
                    js.command("streams")
                            .with("address", own.address().toString())
                            .with("count", STREAM_COUNT)
                            .run();
            int done = result.path("done").asInt();
            String why = result.path("why").asText();
            // js holds itself to 64 outbound streams of a protocol; we refuse none.
            require(
                    done == STREAM_COUNT
                            || (done >= JS_OUTBOUND_COUNT
                                    && why.startsWith("TooManyOutboundProtocolStreamsError")),
                    done + " of " + STREAM_COUNT + " done; " + why);
            return done + " said and heard, the others not begun by js";
        }
    }

    private String streamsInTurn() {
        try (OwnNode own = OwnNode.start(vertx)) {
            connect(own);
            for (int number = 0; number < STREAM_COUNT; number++) {
                String said = "stream " + number;
                own.call("a stream", swarm -> Talk.hold(swarm, js.peer(), said));
            }
            return STREAM_COUNT + " said and heard";
        }
    }
}
