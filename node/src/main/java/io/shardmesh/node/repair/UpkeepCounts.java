package io.shardmesh.node.repair;

import io.shardmesh.node.api.UpkeepReport;

/** What the upkeep has done since the start. */
final class UpkeepCounts {
    private long rebuiltShards;
    private long readBytes;
    private long releasedShards;
    private long unplacedObjects;
    private long failures;
    private long audits;
    private long failedAudits;
    private long scrubbedBytes;
    private long damagedShards;
    private long compactedBytes;

    void rebuilt(int shardCount, long bytes) {
        rebuiltShards += shardCount;
        readBytes += bytes;
    }

    void released() {
        releasedShards++;
    }

    void unplaced() {
        unplacedObjects++;
    }

    void failed() {
        failures++;
    }

    void compacted(long bytes) {
        compactedBytes += bytes;
    }

    void audited(boolean passed) {
        audits++;
        failedAudits += passed ? 0 : 1;
    }

    void scrubbed(long bytes, boolean damaged) {
        scrubbedBytes += bytes;
        damagedShards += damaged ? 1 : 0;
    }

    UpkeepReport report(int suspectedObjects, int lackingObjects) {
        return new UpkeepReport(
                new UpkeepReport.Repairs(
                        rebuiltShards, readBytes, releasedShards, unplacedObjects, failures),
                new UpkeepReport.Checks(
                        audits, failedAudits, suspectedObjects, scrubbedBytes, damagedShards),
                lackingObjects,
                compactedBytes);
    }
}
