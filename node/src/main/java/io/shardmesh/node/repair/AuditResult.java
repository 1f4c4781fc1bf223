package io.shardmesh.node.repair;

/** What a holder has shown when it was asked for chunks of a shard that it claims. */
enum AuditResult {
    /** Every chunk is the one of the manifest. */
    PASSED,
    /** It gave other bytes, or said that it has them not. */
    FAILED,
    /** It gave nothing in time: perhaps it is only slow. */
    SILENT
}
