package io.shardmesh.node.control;

import io.shardmesh.libp2p.multiformats.Multiaddr;
import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.node.api.NodeMode;
import io.shardmesh.node.api.NodeStats;
import io.shardmesh.node.api.NodeStatus;
import io.shardmesh.node.api.PeerInfo;
import io.shardmesh.node.api.UpkeepReport;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a node says about itself, on the wire. */
final class StateCodec {
    private StateCodec() {}

    static Fields encode(NodeStatus status) {
        return Fields.ofType("ok")
                .put("peer", status.peer().toString())
                .put("mode", status.mode().name().toLowerCase(Locale.ROOT))
                .putObject("mesh", status.mesh().map(MeshCodec::encode))
                .putAll("listening", status.listening(), Multiaddr::toString)
                .put("connectedMemberCount", status.connectedMemberCount())
                .put("upNanos", status.up().toNanos());
    }

    static NodeStatus status(Fields fields) {
        return new NodeStatus(
                PeerId.parse(fields.text("peer")),
                mode(fields.text("mode")),
                fields.optionalObject("mesh").map(MeshCodec::summary),
                addresses(fields, "listening"),
                fields.count("connectedMemberCount"),
                Duration.ofNanos(fields.number("upNanos")));
    }

    private static NodeMode mode(String text) {
        for (NodeMode mode : NodeMode.values()) {
            if (mode.name().toLowerCase(Locale.ROOT).equals(text)) {
                return mode;
            }
        }
        throw new MalformedControlException("no mode \"" + text + "\"");
    }

    static Fields encode(NodeStats stats) {
        NodeStats.Held held = stats.held();
        return Fields.ofType("ok")
                .put("catalogCount", stats.catalogCount())
                .put("catalogBytes", stats.catalogBytes())
                .put("shardCount", held.shardCount())
                .put("heldBytes", held.bytes())
                .put("limitBytes", held.limitBytes())
                .put("freeBytes", held.freeBytes())
                .putObject("upkeep", stats.upkeep().map(StateCodec::encode))
                .putObject("cache", stats.cache().map(ConductCodec::encode))
                .put("sentBytes", stats.sentBytes())
                .put("receivedBytes", stats.receivedBytes());
    }

    static NodeStats stats(Fields fields) {
        return new NodeStats(
                fields.number("catalogCount"),
                fields.number("catalogBytes"),
                new NodeStats.Held(
                        fields.number("shardCount"),
                        fields.number("heldBytes"),
                        fields.optionalNumber("limitBytes"),
                        fields.number("freeBytes")),
                fields.optionalObject("upkeep").map(StateCodec::upkeep),
                fields.optionalObject("cache").map(ConductCodec::cache),
                fields.number("sentBytes"),
                fields.number("receivedBytes"));
    }

    private static Fields encode(UpkeepReport upkeep) {
        UpkeepReport.Repairs repairs = upkeep.repairs();
        UpkeepReport.Checks checks = upkeep.checks();
        return Fields.empty()
                .put("rebuiltShards", repairs.rebuiltShards())
                .put("readBytes", repairs.readBytes())
                .put("releasedShards", repairs.releasedShards())
                .put("unplacedObjects", repairs.unplacedObjects())
                .put("failures", repairs.failures())
                .put("audits", checks.audits())
                .put("failedAudits", checks.failedAudits())
                .put("suspectedObjects", checks.suspectedObjects())
                .put("scrubbedBytes", checks.scrubbedBytes())
                .put("damagedShards", checks.damagedShards())
                .put("lackingObjects", upkeep.lackingObjects())
                .put("compactedBytes", upkeep.compactedBytes());
    }

    private static UpkeepReport upkeep(Fields fields) {
        return new UpkeepReport(
                new UpkeepReport.Repairs(
                        fields.number("rebuiltShards"),
                        fields.number("readBytes"),
                        fields.number("releasedShards"),
                        fields.number("unplacedObjects"),
                        fields.number("failures")),
                new UpkeepReport.Checks(
                        fields.number("audits"),
                        fields.number("failedAudits"),
                        fields.count("suspectedObjects"),
                        fields.number("scrubbedBytes"),
                        fields.number("damagedShards")),
                fields.count("lackingObjects"),
                fields.number("compactedBytes"));
    }

    static Fields encode(List<PeerInfo> peers) {
        return Fields.ofType("ok").putAll("peers", peers, StateCodec::encode);
    }

    static List<PeerInfo> peers(Fields fields) {
        return fields.objects("peers", StateCodec::peer);
    }

    private static Fields encode(PeerInfo peer) {
        return Fields.empty()
                .put("peer", peer.peer().toString())
                .putObject("membership", peer.membership().map(MeshCodec::encode))
                .putObject("connection", peer.connection().map(StateCodec::encode))
                .putObject("conduct", peer.conduct().map(ConductCodec::encode))
                .putAll("addresses", peer.addresses(), Multiaddr::toString);
    }

    private static PeerInfo peer(Fields fields) {
        return new PeerInfo(
                PeerId.parse(fields.text("peer")),
                fields.optionalObject("membership").map(MeshCodec::member),
                fields.optionalObject("connection").map(StateCodec::connected),
                fields.optionalObject("conduct").map(ConductCodec::conduct),
                addresses(fields, "addresses"));
    }

    private static Fields encode(PeerInfo.Connected connected) {
        return Fields.empty()
                .put("address", connected.address().toString())
                .put("outbound", connected.outbound())
                .put("openNanos", connected.open().toNanos())
                .putNumber("roundTripNanos", connected.roundTrip().map(Duration::toNanos))
                .put("streamCount", connected.streamCount())
                .put("agent", connected.agent());
    }

    private static PeerInfo.Connected connected(Fields fields) {
        Optional<Duration> roundTrip =
                fields.has("roundTripNanos")
                        ? Optional.of(Duration.ofNanos(fields.number("roundTripNanos")))
                        : Optional.empty();
        return new PeerInfo.Connected(
                Multiaddr.parse(fields.text("address")),
                fields.flag("outbound"),
                Duration.ofNanos(fields.number("openNanos")),
                roundTrip,
                fields.count("streamCount"),
                fields.text("agent"));
    }

    private static List<Multiaddr> addresses(Fields fields, String name) {
        return fields.texts(name).stream().map(Multiaddr::parse).toList();
    }
}
