package io.shardmesh.cli.render;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shardmesh.node.api.CatalogEntry;
import io.shardmesh.node.api.Durability;
import io.shardmesh.node.api.Health;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** How many files are how healthy, and which are not. */
public final class HealthReport {
    private final Map<Health, Integer> counts = new EnumMap<>(Health.class);
    private final List<Unhealthy> unhealthy = new ArrayList<>();

    private record Unhealthy(CatalogEntry entry, Health health, Durability now) {}

    /** Counts a file, of which this answers now. */
    public void add(CatalogEntry entry, Durability now) {
        Health health = Health.of(now);
        counts.merge(health, 1, Integer::sum);
        if (health != Health.HEALTHY) {
            unhealthy.add(new Unhealthy(entry, health, now));
        }
    }

    /** Counts a file of which no holder that answers has anything. */
    public void addUnknown(CatalogEntry entry) {
        Durability stored = entry.durability();
        add(entry, new Durability(stored.scheme(), stored.inline(), 0, 0, 0));
    }

    /** Whether each file is healthy. */
    public boolean healthy() {
        return unhealthy.isEmpty();
    }

    /** The worst first. */
    private List<Unhealthy> sorted() {
        return unhealthy.stream()
                .sorted(
                        Comparator.comparing(Unhealthy::health)
                                .reversed()
                                .thenComparing(one -> one.entry().name()))
                .toList();
    }

    private int count(Health health) {
        return counts.getOrDefault(health, 0);
    }

    private int fileCount() {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** For people: those that are not healthy, and a line for all of them. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        if (!unhealthy.isEmpty()) {
            Table table = new Table("NAME", "HEALTH", "ANSWER", "NEEDED", "SURVIVES");
            for (Unhealthy one : sorted()) {
                table.row(
                        Text.printable(one.entry().name()),
                        word(one.health()),
                        one.now().completeCount() + " of " + one.now().wantedCount(),
                        Integer.toString(one.now().neededCount()),
                        Integer.toString(one.now().survivesMachineCount()));
            }
            lines.addAll(table.lines());
        }
        lines.add(summary());
        return lines;
    }

    private String summary() {
        String all = Text.plural(fileCount(), "files");
        if (unhealthy.isEmpty()) {
            return all + (fileCount() == 1 ? " is healthy" : " are healthy");
        }
        return all
                + ": "
                + counts.entrySet().stream()
                        .map(each -> each.getValue() + " " + word(each.getKey()))
                        .collect(Collectors.joining(", "));
    }

    /** For programs. */
    public ObjectNode json() {
        ObjectNode json = Json.object();
        json.put("healthy", healthy());
        json.put("files", fileCount());
        ObjectNode byHealth = json.putObject("counts");
        for (Health health : Health.values()) {
            byHealth.put(word(health), count(health));
        }
        ArrayNode array = json.putArray("unhealthy");
        for (Unhealthy one : sorted()) {
            array.add(Json.of(one.entry(), one.health(), one.now()));
        }
        return json;
    }

    static String word(Health health) {
        return health.name().toLowerCase(Locale.ROOT);
    }
}
