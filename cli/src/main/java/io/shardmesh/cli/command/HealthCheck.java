package io.shardmesh.cli.command;

import io.shardmesh.cli.NodeAccess;
import io.shardmesh.cli.render.HealthReport;
import io.shardmesh.crypto.Digest;
import io.shardmesh.node.api.CatalogEntry;
import io.shardmesh.node.api.Distribution;
import io.shardmesh.node.api.FailureException;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.api.Node;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;

/** Asks the holders of objects what they have of them, several objects at once. */
final class HealthCheck {
    /** Each is a question to all members, or a lookup; a member answers some hundred at a time. */
    private static final int AT_ONCE_COUNT = 8;

    /** As many bundles as puts may run side by side, whose files the catalog has mixed. */
    private static final int RECENT_COUNT = 16;

    private final Node node;
    private final HealthReport report = new HealthReport();
    private final LinkedHashMap<Digest, CompletableFuture<Distribution>> recent =
            new LinkedHashMap<>();
    private final Queue<Asked> underWay = new ArrayDeque<>();

    private record Asked(CatalogEntry entry, CompletableFuture<Distribution> answer) {}

    private HealthCheck(Node node) {
        this.node = node;
    }

    /** The health of all that the owner has stored, each at its newest version. */
    static HealthReport ofAll(Node node) {
        HealthCheck check = new HealthCheck(node);
        CatalogPages.read(node, List.of(), page -> page.forEach(check::ask));
        return check.finish();
    }

    /** The health of one. */
    static HealthReport of(Node node, CatalogEntry entry) {
        HealthCheck check = new HealthCheck(node);
        check.ask(entry);
        return check.finish();
    }

    private void ask(CatalogEntry entry) {
        if (underWay.size() >= AT_ONCE_COUNT) {
            take(underWay.remove());
        }
        underWay.add(new Asked(entry, distribution(entry.objectKey())));
    }

    /** Files of one bundle come after each other, and have one answer. */
    private CompletableFuture<Distribution> distribution(Digest key) {
        CompletableFuture<Distribution> known = recent.get(key);
        if (known == null) {
            known = node.objects().distribution(key);
            recent.put(key, known);
            if (recent.size() > RECENT_COUNT) {
                recent.pollFirstEntry();
            }
        }
        return known;
    }

    private HealthReport finish() {
        underWay.forEach(this::take);
        return report;
    }

    private void take(Asked asked) {
        try {
            report.add(asked.entry(), NodeAccess.await(asked.answer()).durability());
        } catch (FailureException failed) {
            if (failed.failure().kind() != FailureKind.NOT_FOUND) {
                throw failed;
            }
            report.addUnknown(asked.entry());
        }
    }
}
