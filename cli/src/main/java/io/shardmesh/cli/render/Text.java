package io.shardmesh.cli.render;

import io.shardmesh.node.api.CatalogEntry;
import io.shardmesh.node.api.Distribution;
import io.shardmesh.node.api.Durability;
import io.shardmesh.node.api.GetOutcome;
import io.shardmesh.node.api.MemberInfo;
import io.shardmesh.node.api.MemberList;
import io.shardmesh.node.api.MeshSummary;
import io.shardmesh.node.api.NodeStats;
import io.shardmesh.node.api.NodeStatus;
import io.shardmesh.node.api.PeerInfo;
import io.shardmesh.node.api.PutOutcome;
import io.shardmesh.node.benchmark.Figure;
import io.shardmesh.node.record.ObjectKeyText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Outcomes as lines for people. */
public final class Text {
    private Text() {}

    /** What a put has reached. */
    public static List<String> of(PutOutcome outcome) {
        List<String> lines = new ArrayList<>();
        lines.add(
                "stored as "
                        + ObjectKeyText.format(outcome.objectKey())
                        + ", "
                        + parts(outcome.durability())
                        + "; "
                        + survives(outcome.durability()));
        if (outcome.durability().degraded()) {
            lines.add(degraded(outcome.durability()));
        }
        return lines;
    }

    /** What is intact, and what that survives. */
    static String intact(Durability durability) {
        return parts(durability)
                + (durability.completeCount() == 1 ? " is intact; " : " are intact; ")
                + survives(durability);
    }

    private static String parts(Durability durability) {
        String part = durability.inline() ? "copies" : "shards";
        return plural(durability.completeCount(), part)
                + " on "
                + plural(durability.machineCount(), "machines");
    }

    /** A count with its noun, which is given in the plural. */
    public static String plural(long count, String nouns) {
        String noun =
                nouns.endsWith("ies") ? nouns.replaceAll("ies$", "y") : nouns.replaceAll("s$", "");
        return count + " " + (count == 1 ? noun : nouns);
    }

    private static String survives(Durability durability) {
        int losses = durability.survivesMachineCount();
        return losses == 0 ? "survives no loss" : "survives the loss of any " + losses;
    }

    private static String degraded(Durability durability) {
        return "degraded: "
                + (durability.wantedCount() - durability.completeCount())
                + " of "
                + durability.wantedCount()
                + (durability.inline() ? " copies" : " shards")
                + " did not find a holder";
    }

    /** What a get gave. */
    public static List<String> of(GetOutcome outcome, String output) {
        List<String> lines = new ArrayList<>();
        lines.add(
                "got "
                        + Sizes.of(outcome.sizeBytes())
                        + " into "
                        + output
                        + " in "
                        + seconds(outcome.took()));
        for (GetOutcome.ShardProblem problem : outcome.problems()) {
            lines.add(
                    "shard "
                            + problem.index()
                            + " at holder "
                            + problem.holder()
                            + " (machine "
                            + problem.machine()
                            + ") was not used: "
                            + problem.what());
        }
        return lines;
    }

    /** A time with as many digits as matter. */
    public static String seconds(long nanos) {
        return seconds(Duration.ofNanos(nanos));
    }

    /** A duration with as many digits as matter. */
    static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.2f s", duration.toNanos() / 1e9);
    }

    /** The entries of a catalog as a table. */
    public static List<String> list(List<CatalogEntry> entries) {
        Table table = new Table("NAME", "SIZE", "STORED", "SURVIVES", "TAGS");
        for (CatalogEntry entry : entries) {
            table.row(
                    printable(entry.name()),
                    Sizes.of(entry.file().sizeBytes()),
                    entry.file().stored().toString().replaceAll("\\.[0-9]+Z$", "Z"),
                    Integer.toString(entry.durability().survivesMachineCount()),
                    printable(String.join(",", entry.tags())));
        }
        return table.lines();
    }

    /** One entry in full. */
    public static List<String> info(CatalogEntry entry) {
        List<String> lines = new ArrayList<>();
        lines.add("name:       " + printable(entry.name()));
        lines.add("key:        " + ObjectKeyText.format(entry.objectKey()));
        entry.place().ifPresent(place -> lines.add("in bundle:  at " + place.offset()));
        lines.add("version:    " + entry.version());
        lines.add("size:       " + entry.file().sizeBytes() + " bytes");
        if (!entry.file().type().isEmpty()) {
            lines.add("type:       " + printable(entry.file().type()));
        }
        lines.add("modified:   " + entry.file().modified());
        lines.add("stored:     " + entry.file().stored());
        lines.add("readers:    " + entry.file().readerCount() + " when stored");
        if (!entry.tags().isEmpty()) {
            lines.add("tags:       " + printable(String.join(", ", entry.tags())));
        }
        lines.add("scheme:     " + scheme(entry.durability()));
        lines.add(
                "durability: "
                        + parts(entry.durability())
                        + " when stored; "
                        + survives(entry.durability()));
        if (entry.durability().degraded()) {
            lines.add(degraded(entry.durability()));
        }
        return lines;
    }

    private static String scheme(Durability durability) {
        return durability.scheme() + (durability.inline() ? " (small: kept whole)" : "");
    }

    /** Who holds which part. */
    public static List<String> of(Distribution distribution) {
        Table table = new Table("INDEX", "PEER", "MACHINE", "STATE");
        for (Distribution.Placement placement : distribution.placements()) {
            table.row(
                    Integer.toString(placement.index()),
                    placement.peer().toString(),
                    printable(placement.machine()),
                    state(placement));
        }
        List<String> lines = new ArrayList<>(table.lines());
        lines.add(
                parts(distribution.durability())
                        + (distribution.durability().completeCount() == 1
                                ? " answers; "
                                : " answer; ")
                        + survives(distribution.durability()));
        if (distribution.durability().degraded()) {
            int missing =
                    distribution.durability().wantedCount()
                            - distribution.durability().completeCount();
            lines.add(
                    "degraded: "
                            + missing
                            + " of "
                            + distribution.durability().wantedCount()
                            + (missing == 1 ? " is" : " are")
                            + " missing now");
        }
        return lines;
    }

    private static String state(Distribution.Placement placement) {
        if (!placement.alive()) {
            return "not reachable";
        }
        return placement.complete() ? "complete" : "incomplete";
    }

    /** The membership list as a table. */
    public static List<String> of(MemberList list) {
        Table table = new Table("PEER", "MACHINE", "REGION", "ROLES", "CONNECTED");
        for (MemberInfo member : list.members()) {
            table.row(
                    member.peer().toString(),
                    printable(member.labels().machine().orElse("")),
                    printable(member.labels().region().orElse("")),
                    String.join(",", member.roles()),
                    member.connected() ? "yes" : "no");
        }
        List<String> lines = new ArrayList<>();
        lines.add(
                "mesh "
                        + printable(list.name())
                        + " ("
                        + list.mesh()
                        + "), list "
                        + list.sequence());
        lines.addAll(table.lines());
        return lines;
    }

    /** What a home has become by founding or joining. */
    public static List<String> of(MeshSummary mesh, String verb) {
        return List.of(
                verb
                        + " mesh "
                        + printable(mesh.name())
                        + " ("
                        + mesh.mesh()
                        + ") as peer "
                        + mesh.peer()
                        + " on machine "
                        + printable(mesh.self().labels().machine().orElse("")));
    }

    /** How a node is. */
    public static List<String> of(NodeStatus status) {
        List<String> lines = new ArrayList<>();
        lines.add("peer:       " + status.peer());
        lines.add("mode:       " + status.mode().toString().toLowerCase(Locale.ROOT));
        lines.add(
                "mesh:       "
                        + status.mesh()
                                .map(mesh ->
                                        printable(mesh.name())
                                                + ", "
                                                + plural(mesh.memberCount(), "members")
                                                + ", list "
                                                + mesh.sequence())
                                .orElse("none"));
        status.listening().forEach(address -> lines.add("listening:  " + address));
        lines.add("connected:  " + plural(status.connectedMemberCount(), "members"));
        lines.add("up:         " + seconds(status.up()));
        return lines;
    }

    /** What a node keeps. */
    public static List<String> of(NodeStats stats) {
        List<String> lines = new ArrayList<>();
        lines.add(
                "catalog:    "
                        + plural(stats.catalogCount(), "names")
                        + ", "
                        + Sizes.of(stats.catalogBytes()));
        lines.add(
                "held:       "
                        + plural(stats.held().shardCount(), "shards")
                        + ", "
                        + Sizes.of(stats.held().bytes()));
        stats.held().limitBytes().ifPresent(limit -> lines.add("limit:      " + Sizes.of(limit)));
        lines.add("free:       " + Sizes.of(stats.held().freeBytes()));
        stats.upkeep().ifPresent(upkeep -> lines.addAll(UpkeepFigures.lines(upkeep)));
        stats.cache().flatMap(ConductFigures::line).ifPresent(lines::add);
        lines.add("sent:       " + Sizes.of(stats.sentBytes()));
        lines.add("received:   " + Sizes.of(stats.receivedBytes()));
        return lines;
    }

    /** The peers that a node knows. */
    public static List<String> peers(List<PeerInfo> peers, boolean detailed) {
        Table table =
                new Table(
                        "PEER",
                        "MACHINE",
                        "CONNECTED",
                        "ROUND TRIP",
                        "ANSWERS IN",
                        "AVAILABLE",
                        "AUDITS",
                        "ASKED",
                        "ADDRESS");
        List<String> lines = new ArrayList<>();
        for (PeerInfo peer : peers) {
            table.row(
                    peer.peer().toString(),
                    printable(
                            peer.membership()
                                    .flatMap(member -> member.labels().machine())
                                    .orElse("(stranger)")),
                    peer.connection().isPresent() ? "yes" : "no",
                    peer.connection()
                            .flatMap(PeerInfo.Connected::roundTrip)
                            .map(Text::millis)
                            .orElse("-"),
                    ConductFigures.answerTime(peer),
                    ConductFigures.availability(peer),
                    ConductFigures.audits(peer),
                    ConductFigures.asked(peer),
                    peer.connection()
                            .map(connection -> connection.address().toString())
                            .orElseGet(() ->
                                    peer.addresses().stream()
                                            .findFirst()
                                            .map(Object::toString)
                                            .orElse("-")));
        }
        lines.addAll(table.lines());
        if (detailed) {
            peers.forEach(peer -> peer.connection().ifPresent(c -> lines.add(detail(peer, c))));
        }
        return lines;
    }

    private static String detail(PeerInfo peer, PeerInfo.Connected connection) {
        return peer.peer()
                + ": "
                + (connection.outbound() ? "dialled by us" : "dialled by it")
                + ", open "
                + seconds(connection.open())
                + ", "
                + plural(connection.streamCount(), "streams")
                + ", "
                + printable(connection.agent());
    }

    /** One measured thing; lines of several line up. */
    public static String of(Figure figure) {
        String line =
                String.format(
                        Locale.ROOT,
                        "%-8s  %-36s  %9s %-4s",
                        figure.suite(),
                        figure.name(),
                        number(figure.value()),
                        figure.unit().symbol());
        return figure.limit()
                .map(limit -> line + "  " + comparison(figure, limit))
                .orElse(line.stripTrailing());
    }

    private static String comparison(Figure figure, Figure.Limit limit) {
        return String.format(
                Locale.ROOT,
                "%4.2f of %s (%s)",
                figure.value() / limit.value(),
                limit.name(),
                number(limit.value()));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value < 100 ? "%.2f" : "%.0f", value);
    }

    static String millis(Duration duration) {
        return String.format(Locale.ROOT, "%.1f ms", duration.toNanos() / 1e6);
    }

    /** Names and labels may come from others; a terminal must not obey them. */
    static String printable(String foreign) {
        return foreign.replaceAll("\\p{Cntrl}", "?");
    }
}
