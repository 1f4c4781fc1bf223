package io.shardmesh.node.catalog;

import io.shardmesh.node.io.FilePort;
import io.shardmesh.node.io.MemoryFiles;
import io.shardmesh.node.io.OpenMode;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;

/** The folder "catalog" in memory, with its files as arrays and a strand that can be held. */
final class LogFolder {

    private final ArrayDeque<Runnable> held = new ArrayDeque<>();
    private boolean paused;
    private final MemoryFiles files = MemoryFiles.create(this::execute);

    FilePort files() {
        return files;
    }

    private void execute(Runnable task) {
        if (paused) {
            held.add(task);
        } else {
            task.run();
        }
    }

    /** No future completes from now on. */
    void pause() {
        paused = true;
    }

    void resume() {
        paused = false;
        while (!held.isEmpty()) {
            held.remove().run();
        }
    }

    byte[] read(String name) {
        var file = files.open("catalog/" + name, OpenMode.READ).join();
        var bytes = ByteBuffer.allocate(Math.toIntExact(file.size().join()));
        Reading.fill(file, 0, bytes).join();
        file.close().join();
        return Arrays.copyOf(bytes.array(), bytes.position());
    }

    void write(String name, byte[] bytes) {
        files.createDirectories("catalog").join();
        var file = files.open("catalog/" + name, OpenMode.CREATE).join();
        file.truncate(0).join();
        file.write(0, ByteBuffer.wrap(bytes)).join();
        file.close().join();
    }

    void rename(String from, String to) {
        files.rename("catalog/" + from, "catalog/" + to).join();
    }

    void delete(String name) {
        files.delete("catalog/" + name).join();
    }
}
