package io.shardmesh.cli.render;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shardmesh.node.api.DeleteOutcome;
import io.shardmesh.node.api.RepairOutcome;
import io.shardmesh.node.api.VerifyOutcome;
import io.shardmesh.node.record.ObjectKeyText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What verifying, repairing and deleting have shown, for people and for programs. */
public final class CareReport {
    private CareReport() {}

    /** Each shard, and what the intact ones survive. */
    public static List<String> lines(VerifyOutcome outcome) {
        Table table = new Table("INDEX", "PEER", "MACHINE", "STATE");
        for (VerifyOutcome.Shard shard : outcome.shards()) {
            String cause = shard.cause().isEmpty() ? "" : ": " + Text.printable(shard.cause());
            table.row(
                    Integer.toString(shard.index()),
                    shard.peer().toString(),
                    Text.printable(shard.machine()),
                    word(shard.state()) + cause);
        }
        List<String> lines = new ArrayList<>(table.lines());
        lines.add(Text.intact(outcome.durability()));
        if (!outcome.whole()) {
            lines.add("repair it with 'shardmesh repair --fix-corrupted'");
        }
        return lines;
    }

    /** The same for programs. */
    public static ObjectNode json(VerifyOutcome outcome) {
        ObjectNode json = Json.object();
        json.put("key", ObjectKeyText.format(outcome.objectKey()));
        json.put("whole", outcome.whole());
        Json.addDurability(json, outcome.durability());
        addShards(json, "shards", outcome.shards());
        json.put("readBytes", outcome.readBytes());
        return json;
    }

    private static void addShards(ObjectNode json, String name, List<VerifyOutcome.Shard> shards) {
        ArrayNode array = json.putArray(name);
        for (VerifyOutcome.Shard shard : shards) {
            ObjectNode one = array.addObject();
            one.put("index", shard.index());
            one.put("peer", shard.peer().toString());
            one.put("machine", shard.machine());
            one.put("state", word(shard.state()));
            one.put("cause", shard.cause());
        }
    }

    private static String word(VerifyOutcome.State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    /** What was wrong with a file and what was done. */
    public static List<String> lines(String name, RepairOutcome outcome) {
        List<String> lines = new ArrayList<>();
        String shown = Text.printable(name);
        if (outcome.lost().isEmpty() && outcome.damaged().isEmpty()) {
            lines.add(shown + ": nothing to repair");
        }
        outcome.damaged()
                .forEach(shard ->
                        lines.add(
                                "%s: shard %d at %s is damaged: %s"
                                        .formatted(
                                                shown,
                                                shard.index(),
                                                Text.printable(shard.machine()),
                                                Text.printable(shard.cause()))));
        outcome.rebuilt()
                .forEach(shard ->
                        lines.add(
                                "%s: shard %d is at %s now"
                                        .formatted(
                                                shown,
                                                shard.index(),
                                                Text.printable(shard.machine()))));
        if (!outcome.mended()) {
            lines.add(shown + ": not repaired: " + why(outcome));
        }
        return lines;
    }

    private static String why(RepairOutcome outcome) {
        if (!outcome.troubles().isEmpty()) {
            return outcome.troubles().stream()
                    .map(Text::printable)
                    .distinct()
                    .collect(Collectors.joining("; "));
        }
        return outcome.damaged().isEmpty()
                ? "shards " + new TreeSet<>(outcome.lost()) + " are missing"
                : "damaged shards are made again with --fix-corrupted";
    }

    /** The same for programs. */
    public static ObjectNode json(String name, RepairOutcome outcome) {
        ObjectNode json = Json.object();
        json.put("name", name);
        json.put("key", ObjectKeyText.format(outcome.objectKey()));
        json.put("mended", outcome.mended());
        ArrayNode lost = json.putArray("lost");
        new TreeSet<>(outcome.lost()).forEach(lost::add);
        addShards(json, "damaged", outcome.damaged());
        ArrayNode rebuilt = json.putArray("rebuilt");
        for (RepairOutcome.Rebuilt shard : outcome.rebuilt()) {
            ObjectNode one = rebuilt.addObject();
            one.put("index", shard.index());
            one.put("peer", shard.peer().toString());
            one.put("machine", shard.machine());
        }
        json.put("readBytes", outcome.readBytes());
        ArrayNode troubles = json.putArray("troubles");
        outcome.troubles().forEach(troubles::add);
        return json;
    }

    /** Who has dropped it, and who will. */
    public static String line(String name, DeleteOutcome outcome) {
        if (outcome.sharingCount() > 0) {
            return "deleted %s; its bytes stay until the %s in the same bundle are deleted too"
                    .formatted(
                            Text.printable(name),
                            Text.plural(outcome.sharingCount(), "other files"));
        }
        String later =
                outcome.awayCount() == 0
                        ? ""
                        : "; %s away and %s it when back"
                                .formatted(
                                        outcome.awayCount() == 1
                                                ? "1 is"
                                                : outcome.awayCount() + " are",
                                        outcome.awayCount() == 1 ? "drops" : "drop");
        String refused =
                outcome.refusedCount() == 0
                        ? ""
                        : "; " + Text.plural(outcome.refusedCount(), "holders") + " did not";
        return "deleted %s (%s): %s dropped it%s%s"
                .formatted(
                        Text.printable(name),
                        ObjectKeyText.format(outcome.objectKey()),
                        Text.plural(outcome.toldCount(), "holders"),
                        refused,
                        later);
    }

    /** The same for programs. */
    public static ObjectNode json(String name, DeleteOutcome outcome) {
        ObjectNode json = Json.object();
        json.put("name", name);
        json.put("key", ObjectKeyText.format(outcome.objectKey()));
        json.put("dropped", outcome.toldCount());
        json.put("refused", outcome.refusedCount());
        json.put("away", outcome.awayCount());
        json.put("sharing", outcome.sharingCount());
        return json;
    }
}
