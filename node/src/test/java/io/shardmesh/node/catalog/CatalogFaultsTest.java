package io.shardmesh.node.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shardmesh.node.api.FailureException;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.catalog.CatalogProblem.IndexBehind;
import io.shardmesh.node.io.MemoryFiles;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

final class CatalogFaultsTest {

    private final FaultyFiles files = FaultyFiles.over(MemoryFiles.create(Runnable::run));
    private final CatalogIndex index = MemoryCatalogIndex.create();

    @Test
    void open_newLog_syncsContentThenNames() {
        open(index);
        assertEquals(
                List.of(
                        "syncDirectory ",
                        "truncate",
                        "write",
                        "sync",
                        "rename",
                        "syncDirectory catalog"),
                files.calls());
    }

    @Test
    void append_whenAcknowledged_wasSyncedAfterTheWrite() {
        var catalog = open(index);
        files.calls().clear();
        catalog.append(Samples.put("a", 1)).join();
        assertEquals(List.of("write", "sync"), files.calls());
    }

    @Test
    void append_writeFails_cutsBackAndGoesOn() {
        var catalog = open(index);
        files.failing().add("write");
        assertEquals(FailureKind.NO_SPACE, kind(catalog.append(Samples.put("a", 1))));
        catalog.append(Samples.put("b", 2)).join();
        catalog.close().join();
        var again = open(MemoryCatalogIndex.create());
        assertEquals(List.of(), again.problems());
        assertTrue(again.findByName("a").join().isEmpty());
        assertTrue(again.findByName("b").join().isPresent());
    }

    @Test
    void append_syncFails_refusesEverythingUntilOpenedAgain() {
        var catalog = open(index);
        files.failing().add("sync");
        assertEquals(FailureKind.NO_SPACE, kind(catalog.append(Samples.put("a", 1))));
        assertEquals(FailureKind.IO, kind(catalog.append(Samples.put("b", 2))));
        catalog.close().join();
        open(index).append(Samples.put("c", 3)).join();
    }

    @Test
    void append_indexFails_isRecordedAndFoundAfterTheNextOpen() {
        var failing = new FailingIndex(index);
        var catalog = open(failing);
        failing.failing = true;
        catalog.append(Samples.put("a", 1)).join();
        failing.failing = false;
        catalog.append(Samples.put("b", 2)).join();
        assertInstanceOf(IndexBehind.class, catalog.problems().getFirst());
        assertTrue(catalog.findByName("a").join().isEmpty());
        catalog.close().join();
        var again = open(index);
        assertTrue(again.findByName("a").join().isPresent());
        assertTrue(again.findByName("b").join().isPresent());
    }

    @Test
    void append_whileTheIndexIsBusy_sharesTheNextChange() {
        var busy = new FailingIndex(index);
        var catalog = open(busy);
        busy.hold();
        var appends = new ArrayList<CompletableFuture<Stamp>>();
        for (int i = 0; i < 20; i++) {
            appends.add(catalog.append(Samples.put("n" + i, i)));
        }
        assertTrue(appends.stream().noneMatch(CompletableFuture::isDone));
        assertEquals(1, busy.changeCount);
        busy.release();
        appends.forEach(CompletableFuture::join);
        assertEquals(2, busy.changeCount);
        catalog.close().join();
        var again = open(index);
        assertEquals(List.of(), again.problems());
        assertTrue(again.findByName("n19").join().isPresent());
    }

    private Catalog open(CatalogIndex chosen) {
        var clock = InstantSource.fixed(Samples.NOW);
        var ports = new CatalogPorts(files, "catalog", chosen, Samples.random(1), clock);
        return Catalog.open(ports, Samples.catalogKey()).join();
    }

    private static FailureKind kind(CompletableFuture<?> future) {
        var thrown = assertThrows(CompletionException.class, future::join);
        return FailureException.find(thrown).orElseThrow().kind();
    }
}
