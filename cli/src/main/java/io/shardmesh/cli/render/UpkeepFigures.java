package io.shardmesh.cli.render;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shardmesh.node.api.UpkeepReport;
import java.util.ArrayList;
import java.util.List;

/** What a node has done to keep objects whole, for people and for programs. */
final class UpkeepFigures {
    private UpkeepFigures() {}

    /** A line for each kind of work; what is wrong only when something is. */
    static List<String> lines(UpkeepReport upkeep) {
        UpkeepReport.Repairs repairs = upkeep.repairs();
        UpkeepReport.Checks checks = upkeep.checks();
        List<String> lines = new ArrayList<>();
        lines.add(
                "repaired:   %s rebuilt from %s, %s released"
                        .formatted(
                                Text.plural(repairs.rebuiltShards(), "shards"),
                                Sizes.of(repairs.readBytes()),
                                repairs.releasedShards()));
        lines.add(
                "checked:    %s of others, %s failed; %s read here, %s damaged"
                        .formatted(
                                Text.plural(checks.audits(), "audits"),
                                checks.failedAudits(),
                                Sizes.of(checks.scrubbedBytes()),
                                checks.damagedShards()));
        lines.add("compacted:  " + Sizes.of(upkeep.compactedBytes()) + " given back");
        if (upkeep.lackingObjects() > 0 || checks.suspectedObjects() > 0) {
            lines.add(
                    "wanting:    %s lack a part, %s have a holder that is not believed"
                            .formatted(
                                    Text.plural(upkeep.lackingObjects(), "objects"),
                                    checks.suspectedObjects()));
        }
        if (repairs.unplacedObjects() > 0 || repairs.failures() > 0) {
            lines.add(
                    "trouble:    %s without a machine to take the part, %s that failed otherwise"
                            .formatted(
                                    Text.plural(repairs.unplacedObjects(), "repairs"),
                                    repairs.failures()));
        }
        return lines;
    }

    /** The same for programs. */
    static ObjectNode json(UpkeepReport upkeep) {
        UpkeepReport.Repairs repairs = upkeep.repairs();
        UpkeepReport.Checks checks = upkeep.checks();
        return Json.object()
                .put("rebuiltShards", repairs.rebuiltShards())
                .put("readBytes", repairs.readBytes())
                .put("releasedShards", repairs.releasedShards())
                .put("unplacedObjects", repairs.unplacedObjects())
                .put("failedRepairs", repairs.failures())
                .put("audits", checks.audits())
                .put("failedAudits", checks.failedAudits())
                .put("suspectedObjects", checks.suspectedObjects())
                .put("scrubbedBytes", checks.scrubbedBytes())
                .put("damagedShards", checks.damagedShards())
                .put("lackingObjects", upkeep.lackingObjects())
                .put("compactedBytes", upkeep.compactedBytes());
    }
}
