package io.shardmesh.node.sqlite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shardmesh.node.io.Unwrapped;
import io.shardmesh.node.store.IndexChange;
import io.shardmesh.node.store.PackMark;
import io.shardmesh.node.store.ShardIndex;
import io.shardmesh.node.store.ShardIndexContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init") // JUnit sets the fields
final class SqliteShardIndexTest extends ShardIndexContract {
    private final ExecutorService strand = Executors.newSingleThreadExecutor();
    @TempDir Path directory;
    private SqliteShardIndex index;

    @BeforeEach
    void openIndex() {
        index = open();
    }

    @AfterEach
    void closeIndex() {
        await(index.close());
        strand.shutdown();
    }

    @Override
    protected ShardIndex index() {
        return index;
    }

    @Override
    protected <T> T await(CompletableFuture<T> future) {
        return Unwrapped.join(future.orTimeout(20, TimeUnit.SECONDS));
    }

    @Test
    void open_again_findsWhatWasApplied() {
        await(index.apply(change(new PackMark(1, 5))));
        await(index.close());

        index = open();

        assertFalse(index.replaced());
        assertEquals(List.of(new PackMark(1, 5)), await(index.marks()));
    }

    @Test
    void open_damagedFile_startsEmptyAndSaysSo() throws IOException {
        await(index.apply(change(new PackMark(1, 5))));
        await(index.close());
        Files.writeString(file(), "this is no database, and long enough to be taken for one? no");

        index = open();

        assertTrue(index.replaced());
        assertEquals(List.of(), await(index.marks()));
        assertEquals(Map.of(), await(index.totals()));
    }

    @Test
    void open_damagedInTheMiddle_startsEmptyAndSaysSo() throws IOException {
        await(index.apply(change(new PackMark(1, 5))));
        await(index.close());
        byte[] bytes = Files.readAllBytes(file());
        Arrays.fill(bytes, 4096, bytes.length, (byte) 7);
        Files.write(file(), bytes);

        index = open();

        assertTrue(index.replaced());
        assertEquals(List.of(), await(index.marks()));
    }

    /** Without a sync only the write-ahead log has the change, and that is not on the medium. */
    @Test
    void sync_bringsChangesIntoTheFileItself() throws IOException {
        await(index.apply(change(new PackMark(1, 5))));

        await(index.sync());

        Path copy = directory.resolve("copy.sqlite");
        Files.copy(file(), copy);
        SqliteShardIndex alone = await(SqliteShardIndex.open(copy, strand));
        assertEquals(List.of(new PackMark(1, 5)), await(alone.marks()));
        await(alone.close());
    }

    private static IndexChange change(PackMark mark) {
        return new IndexChange(List.of(), Optional.of(mark));
    }

    private SqliteShardIndex open() {
        return await(SqliteShardIndex.open(file(), strand));
    }

    private Path file() {
        return directory.resolve("shards.sqlite");
    }
}
