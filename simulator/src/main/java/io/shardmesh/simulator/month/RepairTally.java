package io.shardmesh.simulator.month;

import io.shardmesh.node.api.UpkeepReport;

/** What the upkeep of all nodes has done, of those that left too. */
record RepairTally(long rebuiltCount, long readBytes, long releasedCount, long failedCount) {
    static final RepairTally NONE = new RepairTally(0, 0, 0, 0);

    RepairTally plus(UpkeepReport.Repairs done) {
        return new RepairTally(
                rebuiltCount + done.rebuiltShards(),
                readBytes + done.readBytes(),
                releasedCount + done.releasedShards(),
                failedCount + done.failures() + done.unplacedObjects());
    }
}
