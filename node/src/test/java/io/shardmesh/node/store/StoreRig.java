package io.shardmesh.node.store;

import io.shardmesh.crypto.Digest;
import io.shardmesh.node.api.FailureException;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.io.FileHandle;
import io.shardmesh.node.io.FileInfo;
import io.shardmesh.node.io.MemoryFiles;
import io.shardmesh.node.io.OpenMode;
import io.shardmesh.node.io.Unwrapped;
import io.shardmesh.node.record.ShardName;
import io.shardmesh.node.record.ShardRecord;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Assertions;

/** A store on files in memory, with a strand that runs while a test waits. */
final class StoreRig {
    final ArrayDeque<Runnable> strand = new ArrayDeque<>();
    final CountingFiles files = new CountingFiles(MemoryFiles.create(strand::add), "packs/");
    final List<Problem> problems = new ArrayList<>();
    StoreConfig config = new StoreConfig(1 << 30, 0, 1 << 20, 1 << 18, 4 << 10, 1 << 20);
    ShardIndex index = MemoryShardIndex.create();
    ShardStore store;
    StoreReport report;

    StoreRig() {
        var opened = openNow();
        store = opened.store();
        report = opened.report();
    }

    private FileShardStore.Opened openNow() {
        StorePorts ports = new StorePorts(files, index, new InlineCompute(), problems::add);
        return await(FileShardStore.open(ports, config));
    }

    /** Opens the store again, with this index. */
    void reopen(ShardIndex with) {
        await(store.close());
        index = with;
        problems.clear();
        var opened = openNow();
        store = opened.store();
        report = opened.report();
    }

    /** Puts the record in the place of the one that is here. */
    CompletableFuture<ShardRecord> update(ShardRecord record) {
        return store.update(record.name(), here -> record);
    }

    <T> T await(CompletableFuture<T> future) {
        while (!future.isDone()) {
            strand.remove().run();
        }
        return Unwrapped.join(future);
    }

    void runAll() {
        while (!strand.isEmpty()) {
            strand.remove().run();
        }
    }

    ShardWriter write(TestObject object, int index) {
        ShardWriter writer = await(store.begin(object.key(), index, TestObject.BLOCK_BYTES));
        ByteBuffer shard = ByteBuffer.wrap(object.shard(index));
        while (shard.hasRemaining()) {
            int count = Math.min(TestObject.BLOCK_BYTES, shard.remaining());
            await(writer.append(shard.slice(shard.position(), count)));
            shard.position(shard.position() + count);
        }
        return writer;
    }

    void commit(TestObject object, int index) {
        await(write(object, index).commit(object.record(index)));
    }

    /** Reads one block with a reader of its own. */
    CompletableFuture<StoredBlock> readBlock(Digest objectKey, int index, long blockIndex) {
        ShardReader reader = store.reader();
        return Steps.lastly(reader.readBlock(objectKey, index, blockIndex), reader::close);
    }

    FailureKind failure(CompletableFuture<?> future) {
        return Assertions.assertThrows(FailureException.class, () -> await(future))
                .failure()
                .kind();
    }

    List<ShardRecord> find(TestObject object) {
        return await(store.find(object.key()));
    }

    List<StoredShard> rows() {
        return await(store.list(Optional.empty(), 1000));
    }

    String directory(TestObject of) {
        return new ShardFiles(new ShardName(of.key(), 0)).directory();
    }

    String path(TestObject of, int index, ShardFiles.Part part) {
        return new ShardFiles(new ShardName(of.key(), index)).path(part);
    }

    List<String> names(String directory) {
        return await(files.list(directory)).stream().map(FileInfo::name).toList();
    }

    byte[] bytes(String path) {
        FileHandle file = await(files.open(path, OpenMode.READ));
        ByteBuffer target = ByteBuffer.allocate(Math.toIntExact(await(file.size())));
        await(file.read(0, target));
        await(file.close());
        return target.array();
    }

    void overwrite(String path, long position, int... bytes) {
        FileHandle file = await(files.open(path, OpenMode.READ_WRITE));
        ByteBuffer source = ByteBuffer.allocate(bytes.length);
        for (int value : bytes) {
            source.put((byte) value);
        }
        await(file.write(position, source.flip()));
        await(file.close());
    }

    void truncate(String path, long sizeBytes) {
        FileHandle file = await(files.open(path, OpenMode.READ_WRITE));
        await(file.truncate(sizeBytes));
        await(file.close());
    }
}
