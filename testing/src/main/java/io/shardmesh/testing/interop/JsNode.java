package io.shardmesh.testing.interop;

import com.fasterxml.jackson.databind.JsonNode;
import io.shardmesh.libp2p.multiformats.Multiaddr;
import io.shardmesh.libp2p.multiformats.PeerId;

/** One js-libp2p node, by the name that its process knows it by. */
record JsNode(JsPeers process, String name, PeerId peer, Multiaddr address) {
    /** What the node is like; a field that is false or empty is js's own default. */
    record Kind(boolean raised, String dhtProtocol) {
        /** With limits so high that a test of many streams or nodes does not meet them. */
        static final Kind RAISED = new Kind(true, "");

        /** As it comes. */
        static final Kind DEFAULT = new Kind(false, "");
    }

    static JsNode start(JsPeers process, String name, Kind kind) {
        JsonNode started =
                process.command("start", name)
                        .with("raised", kind.raised())
                        .with("dht", kind.dhtProtocol())
                        .run();
        return new JsNode(
                process,
                name,
                PeerId.parse(started.get("peer").asText()),
                Multiaddr.parse(started.get("address").asText()));
    }

    JsPeers.Command command(String what) {
        return process.command(what, name);
    }

    void stop() {
        command("stop").run();
    }
}
