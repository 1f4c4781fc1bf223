package io.shardmesh.node.sqlite;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.shardmesh.node.catalog.CatalogIndex;
import io.shardmesh.node.catalog.CatalogIndexContract;
import io.shardmesh.node.catalog.Coverage;
import io.shardmesh.node.catalog.DeviceId;
import io.shardmesh.node.catalog.Samples;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SqliteCatalogIndexTest extends CatalogIndexContract {

    @TempDir Path folder;

    @Override
    protected CatalogIndex create() {
        return open("contract.db");
    }

    @Test
    void open_again_knowsWhatWasApplied() {
        var coverage = new Coverage(new DeviceId(1, 2), Samples.key(1), 10, 2, 3);
        var first = open("again.db");
        first.apply(List.of(), coverage).join();
        first.close().join();
        var second = open("again.db");
        assertEquals(List.of(coverage), second.coverage().join());
        second.close().join();
    }

    private CatalogIndex open(String name) {
        return SqliteCatalogIndex.open(folder.resolve(name), Runnable::run).join();
    }
}
