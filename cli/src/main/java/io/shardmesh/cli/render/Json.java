package io.shardmesh.cli.render;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shardmesh.node.api.CatalogEntry;
import io.shardmesh.node.api.Distribution;
import io.shardmesh.node.api.Durability;
import io.shardmesh.node.api.GetOutcome;
import io.shardmesh.node.api.Health;
import io.shardmesh.node.api.Labels;
import io.shardmesh.node.api.MemberInfo;
import io.shardmesh.node.api.MemberList;
import io.shardmesh.node.api.MeshSummary;
import io.shardmesh.node.api.NodeStats;
import io.shardmesh.node.api.NodeStatus;
import io.shardmesh.node.api.PeerInfo;
import io.shardmesh.node.api.PutOutcome;
import io.shardmesh.node.api.ShareOutcome;
import io.shardmesh.node.benchmark.Figure;
import io.shardmesh.node.record.ObjectKeyText;
import java.util.List;
import java.util.Locale;

/**
 * Outcomes as JSON: one object for each command, lists in a named array of it. Names of fields are
 * part of the interface: they are only ever added. Times are ISO 8601 in UTC, sizes bytes,
 * durations milliseconds.
 */
public final class Json {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private Json() {}

    /** An empty object to add to. */
    public static ObjectNode object() {
        return NODES.objectNode();
    }

    /** What a put has reached. */
    public static ObjectNode of(PutOutcome outcome, String name) {
        ObjectNode json = object();
        json.put("name", name);
        json.put("key", ObjectKeyText.format(outcome.objectKey()));
        json.put("sizeBytes", outcome.sizeBytes());
        json.put("storedBytes", outcome.storedBytes());
        addDurability(json, outcome.durability());
        json.put("millis", outcome.took().toMillis());
        return json;
    }

    /** Who can read it now, and which holders know. */
    public static ObjectNode of(ShareOutcome outcome, String name) {
        ObjectNode json = object();
        json.put("name", name);
        json.put("key", ObjectKeyText.format(outcome.objectKey()));
        json.put("readers", outcome.readerCount());
        json.put("holders", outcome.holderCount());
        json.put("needed", outcome.neededCount());
        ArrayNode away = json.putArray("away");
        outcome.away().forEach(peer -> away.add(peer.toString()));
        return json;
    }

    /** What a get gave. */
    public static ObjectNode of(GetOutcome outcome, String key, String output) {
        ObjectNode json = object();
        json.put("key", key);
        json.put("output", output);
        json.put("sizeBytes", outcome.sizeBytes());
        json.put("fetchedBytes", outcome.fetchedBytes());
        ArrayNode problems = json.putArray("problems");
        for (GetOutcome.ShardProblem problem : outcome.problems()) {
            ObjectNode one = problems.addObject();
            one.put("index", problem.index());
            one.put("peer", problem.holder().toString());
            one.put("machine", problem.machine());
            one.put("what", problem.what());
        }
        json.put("millis", outcome.took().toMillis());
        return json;
    }

    /** One entry of the catalog. */
    public static ObjectNode of(CatalogEntry entry) {
        ObjectNode json = object();
        json.put("name", entry.name());
        json.put("key", ObjectKeyText.format(entry.objectKey()));
        json.put("version", entry.version());
        json.put("sizeBytes", entry.file().sizeBytes());
        json.put("type", entry.file().type());
        json.put("modified", entry.file().modified().toString());
        json.put("stored", entry.file().stored().toString());
        json.put("readers", entry.file().readerCount());
        ArrayNode tags = json.putArray("tags");
        entry.tags().forEach(tags::add);
        addDurability(json, entry.durability());
        entry.place()
                .ifPresent(place -> {
                    ObjectNode bundle = json.putObject("bundle");
                    bundle.put("offset", place.offset());
                    bundle.put("blake3", place.digest().toString());
                });
        return json;
    }

    /** How a file is that is not as it should be, and what of it answers now. */
    static ObjectNode of(CatalogEntry entry, Health health, Durability now) {
        ObjectNode json = object();
        json.put("name", entry.name());
        json.put("key", ObjectKeyText.format(entry.objectKey()));
        json.put("health", HealthReport.word(health));
        json.put("needed", now.neededCount());
        addDurability(json, now);
        return json;
    }

    /** Who holds which part. */
    public static ObjectNode of(Distribution distribution) {
        ObjectNode json = object();
        json.put("key", ObjectKeyText.format(distribution.objectKey()));
        addDurability(json, distribution.durability());
        ArrayNode placements = json.putArray("placements");
        for (Distribution.Placement placement : distribution.placements()) {
            ObjectNode one = placements.addObject();
            one.put("index", placement.index());
            one.put("peer", placement.peer().toString());
            one.put("machine", placement.machine());
            one.put("alive", placement.alive());
            one.put("complete", placement.complete());
        }
        return json;
    }

    static void addDurability(ObjectNode json, Durability durability) {
        json.put("scheme", durability.scheme().toString());
        json.put("inline", durability.inline());
        json.put("complete", durability.completeCount());
        json.put("wanted", durability.wantedCount());
        json.put("machines", durability.machineCount());
        json.put("survives", durability.survivesMachineCount());
        json.put("degraded", durability.degraded());
    }

    /** The membership list. */
    public static ObjectNode of(MemberList list) {
        ObjectNode json = object();
        json.put("mesh", list.mesh().toString());
        json.put("name", list.name());
        json.put("sequence", list.sequence());
        ArrayNode members = json.putArray("members");
        list.members().forEach(member -> members.add(of(member)));
        return json;
    }

    /** One member. */
    public static ObjectNode of(MemberInfo member) {
        ObjectNode json = object();
        json.put("peer", member.peer().toString());
        json.put("owner", member.owner().toString());
        ArrayNode roles = json.putArray("roles");
        member.roles().forEach(roles::add);
        addLabels(json, member.labels());
        member.end().ifPresent(end -> json.put("end", end.toString()));
        json.put("connected", member.connected());
        return json;
    }

    private static void addLabels(ObjectNode json, Labels labels) {
        json.put("machine", labels.machine().orElse(""));
        json.put("region", labels.region().orElse(""));
    }

    /** The mesh of a home. */
    public static ObjectNode of(MeshSummary mesh) {
        ObjectNode json = object();
        json.put("mesh", mesh.mesh().toString());
        json.put("name", mesh.name());
        json.put("sequence", mesh.sequence());
        json.put("members", mesh.memberCount());
        json.set("self", of(mesh.self()));
        return json;
    }

    /** How a node is. */
    public static ObjectNode of(NodeStatus status) {
        ObjectNode json = object();
        json.put("peer", status.peer().toString());
        json.put("mode", status.mode().toString().toLowerCase(Locale.ROOT));
        status.mesh().ifPresent(mesh -> json.set("mesh", of(mesh)));
        ArrayNode listening = json.putArray("listening");
        status.listening().forEach(address -> listening.add(address.toString()));
        json.put("connectedMembers", status.connectedMemberCount());
        json.put("upMillis", status.up().toMillis());
        return json;
    }

    /** What a node keeps. */
    public static ObjectNode of(NodeStats stats) {
        ObjectNode json = object();
        json.put("catalogCount", stats.catalogCount());
        json.put("catalogBytes", stats.catalogBytes());
        ObjectNode held = json.putObject("held");
        held.put("shards", stats.held().shardCount());
        held.put("bytes", stats.held().bytes());
        stats.held().limitBytes().ifPresent(limit -> held.put("limitBytes", limit));
        held.put("freeBytes", stats.held().freeBytes());
        stats.upkeep().ifPresent(upkeep -> json.set("upkeep", UpkeepFigures.json(upkeep)));
        stats.cache().ifPresent(cache -> json.set("cache", ConductFigures.json(cache)));
        json.put("sentBytes", stats.sentBytes());
        json.put("receivedBytes", stats.receivedBytes());
        return json;
    }

    /** One measured thing. */
    public static ObjectNode of(Figure figure) {
        ObjectNode json = object();
        json.put("suite", figure.suite().toString());
        json.put("name", figure.name());
        json.put("value", figure.value());
        json.put("unit", figure.unit().symbol());
        figure.limit()
                .ifPresent(limit -> {
                    ObjectNode beside = json.putObject("limit");
                    beside.put("name", limit.name());
                    beside.put("value", limit.value());
                    beside.put("ratio", figure.value() / limit.value());
                });
        return json;
    }

    /** The peers that a node knows. */
    public static ObjectNode peers(List<PeerInfo> peers) {
        ObjectNode json = object();
        ArrayNode array = json.putArray("peers");
        for (PeerInfo peer : peers) {
            ObjectNode one = array.addObject();
            one.put("peer", peer.peer().toString());
            peer.membership().ifPresent(member -> one.set("member", of(member)));
            one.put("connected", peer.connection().isPresent());
            peer.connection().ifPresent(connection -> add(one.putObject("connection"), connection));
            peer.conduct().ifPresent(seen -> one.set("conduct", ConductFigures.json(seen)));
            ArrayNode addresses = one.putArray("addresses");
            peer.addresses().forEach(address -> addresses.add(address.toString()));
        }
        return json;
    }

    private static void add(ObjectNode json, PeerInfo.Connected connection) {
        json.put("address", connection.address().toString());
        json.put("outbound", connection.outbound());
        json.put("openMillis", connection.open().toMillis());
        connection.roundTrip().ifPresent(rtt -> json.put("roundTripMicros", rtt.toNanos() / 1000));
        json.put("streams", connection.streamCount());
        json.put("agent", connection.agent());
    }
}
