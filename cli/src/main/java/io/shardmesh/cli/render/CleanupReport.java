package io.shardmesh.cli.render;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shardmesh.crypto.Digest;
import io.shardmesh.node.api.OrphanPage;
import io.shardmesh.node.record.ObjectKeyText;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** What was cleaned up, or would be, for people and for programs. */
public final class CleanupReport {
    private final ArrayNode orphans = Json.object().putArray("orphans");
    private final ArrayNode surpluses = Json.object().putArray("duplicates");
    private long orphanBytes;
    private long surplusCount;
    private int silentCount;

    /** Parts of a file that other holders have too. */
    public record Surplus(String name, Digest objectKey, long count) {}

    /** Notes an object without a name. */
    public void add(OrphanPage.Orphan orphan) {
        orphanBytes += orphan.sealedBytes();
        orphans.addObject()
                .put("key", ObjectKeyText.format(orphan.objectKey()))
                .put("sealedBytes", orphan.sealedBytes())
                .put("parts", orphan.partCount())
                .put("since", orphan.since().toString());
    }

    /** Notes parts that are there twice. */
    public void add(Surplus surplus) {
        surplusCount += surplus.count();
        surpluses
                .addObject()
                .put("name", surplus.name())
                .put("key", ObjectKeyText.format(surplus.objectKey()))
                .put("surplusParts", surplus.count());
    }

    /** Notes holders that could not say all that they keep; the most of all pages counts. */
    public void silent(int count) {
        silentCount = Math.max(silentCount, count);
    }

    /** An object without a name, on one line. */
    public static String line(OrphanPage.Orphan orphan) {
        return "%s: no name, %s in %s, since %s"
                .formatted(
                        ObjectKeyText.format(orphan.objectKey()),
                        Sizes.of(orphan.sealedBytes()),
                        Text.plural(orphan.partCount(), "parts"),
                        LocalDate.ofInstant(orphan.since(), ZoneOffset.UTC));
    }

    /** What a file has too much, on one line. */
    public static String line(Surplus surplus) {
        return "%s: %s too many"
                .formatted(Text.printable(surplus.name()), Text.plural(surplus.count(), "parts"));
    }

    /** What it comes to. */
    public List<String> summary(boolean dryRun) {
        List<String> lines = new ArrayList<>();
        if (orphans.isEmpty() && surpluses.isEmpty()) {
            lines.add("nothing to clean up");
        }
        if (!orphans.isEmpty()) {
            lines.add(
                    "%s %s without a name, %s before parity"
                            .formatted(
                                    dryRun ? "would delete" : "deleted",
                                    Text.plural(orphans.size(), "objects"),
                                    Sizes.of(orphanBytes)));
        }
        if (!surpluses.isEmpty()) {
            lines.add(
                    "%s holders to release %s of %s"
                            .formatted(
                                    dryRun ? "would ask" : "asked",
                                    Text.plural(surplusCount, "parts"),
                                    Text.plural(surpluses.size(), "files")));
        }
        if (silentCount > 0) {
            lines.add(
                    "%s did not say all that they keep; run it again when all are there"
                            .formatted(Text.plural(silentCount, "holders")));
        }
        return lines;
    }

    /** The same for programs. */
    public ObjectNode json(boolean dryRun) {
        ObjectNode json = Json.object();
        json.put("dryRun", dryRun);
        json.set("orphans", orphans);
        json.set("duplicates", surpluses);
        json.put("silentHolders", silentCount);
        return json;
    }
}
