package io.shardmesh.bench;

import io.shardmesh.node.NodeLauncher;
import io.shardmesh.node.api.Node;
import io.shardmesh.node.home.Home;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;

/**
 * Puts objects of 4 KiB through the service of the first home of a mesh that {@code
 * scripts/cluster.sh} has made, one after the other and 16 at once, beside appending as much to a
 * file on the same disk and syncing it. For {@code scripts/bench-small.sh}.
 */
public final class SmallPuts {
    private static final int AT_ONCE_COUNT = 16;

    /** Until the code of all processes is compiled; without it, compiling is what is measured. */
    private static final int WARM_UP_COUNT = 20_000;

    private final Path mesh;
    private final int count;
    private final Consumer<String> out;

    private SmallPuts(Path mesh, int count, Consumer<String> out) {
        this.mesh = mesh;
        this.count = count;
        this.out = out;
    }

    /** Takes the directory of the mesh and how many objects each row is of. */
    @SuppressWarnings("SystemOut") // A command line.
    public static void main(String[] arguments) throws Exception {
        new SmallPuts(Path.of(arguments[0]), Integer.parseInt(arguments[1]), System.out::println)
                .run();
    }

    private void run() throws Exception {
        out.accept(Laps.HEADING);
        String put = "put of 4 KiB, ";
        String sync = "append of 4 KiB and fsync, ";
        Home home = Home.open(mesh.resolve("1"));
        try (Node node = NodeLauncher.connect(home, System.getenv()).orElseThrow()) {
            out.accept(Laps.run(1, 1, _ -> put(node)).row(put + "the first"));
            var _ = Laps.run(AT_ONCE_COUNT, WARM_UP_COUNT, _ -> put(node));
            out.accept(sync(1).row(sync + "one after the other"));
            out.accept(measured(node, 1).row(put + "one after the other"));
            out.accept(sync(AT_ONCE_COUNT).row(sync + "16 files at once"));
            out.accept(measured(node, AT_ONCE_COUNT).row(put + "16 at once"));
        }
    }

    private Laps measured(Node node, int atOnceCount) throws Exception {
        CpuTimes before = CpuTimes.of(mesh);
        Laps laps = Laps.run(atOnceCount, count, _ -> put(node));
        out.accept(CpuTimes.of(mesh).since(before, count));
        return laps;
    }

    private static void put(Node node) {
        SmallObject.put(node, "small");
    }

    /** Each of those at once has a file of its own, which grows. */
    private Laps sync(int atOnceCount) throws Exception {
        FileChannel[] files = new FileChannel[atOnceCount];
        for (int i = 0; i < atOnceCount; i++) {
            files[i] =
                    FileChannel.open(
                            mesh.resolve("sync" + i),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE,
                            StandardOpenOption.APPEND);
        }
        try {
            return Laps.run(atOnceCount, count, i -> append(files[i]));
        } finally {
            for (int i = 0; i < atOnceCount; i++) {
                files[i].close();
                Files.delete(mesh.resolve("sync" + i));
            }
        }
    }

    private static void append(FileChannel file) {
        try {
            var _ = file.write(ByteBuffer.allocate(SmallObject.BYTES));
            file.force(true);
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
    }
}
