package io.shardmesh.simulator.disk;

/** What a name on the disk stands for. */
sealed interface DiskNode permits DiskFile, DiskDirectory {}
