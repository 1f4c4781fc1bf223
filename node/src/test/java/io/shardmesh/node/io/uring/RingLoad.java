package io.shardmesh.node.io.uring;

import io.shardmesh.node.api.FailureException;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.io.FileHandle;
import io.shardmesh.node.io.FilePort;
import io.shardmesh.node.io.OpenMode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * Opens and closes 10,000 times while files are read and written, and looks whether a descriptor is
 * left, and whether any byte went to the wrong file: each file has bytes of its own alone, so a
 * descriptor that is used after it was closed, when its number is another file's, shows.
 */
final class RingLoad {
    static final String SOUND = "sound";

    private static final int OPEN_COUNT = 10_000;
    private static final int FILE_COUNT = 40;
    private static final int AT_ONCE = 100;
    private static final int FILE_BYTES = 3 * 4096;

    private final FilePort files;
    private final Random random;
    private final List<CompletableFuture<?>> rounds = new ArrayList<>();

    private RingLoad(FilePort files, long seed) {
        this.files = files;
        this.random = new Random(seed);
    }

    /** Run as a program: says who it is and what came of it. */
    @SuppressWarnings("SystemOut") // it is a program
    public static void main(String[] arguments) throws Exception {
        Path root = Path.of(arguments[0]);
        System.out.println(
                Files.getAttribute(Path.of("/proc/self"), "unix:uid") + " " + run(root, 2));
    }

    static String run(Path root, long seed) throws IOException {
        long before;
        try (RingRig first = RingRig.of(RingConfig.usual())) {
            new RingLoad(first.files(root), seed).warmUp();
        }
        before = descriptorCount();
        try (RingRig rig = RingRig.of(RingConfig.usual())) {
            new RingLoad(rig.files(root), seed).go();
        }
        long left = descriptorCount() - before;
        return left == 0 ? SOUND : left + " descriptors are left, seed " + seed;
    }

    private static long descriptorCount() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.count();
        }
    }

    private void warmUp() {
        for (int number = 0; number < FILE_COUNT; number++) {
            FileHandle file = RingRig.join(files.open("f" + number, OpenMode.CREATE));
            RingRig.join(file.write(0, content(number, FILE_BYTES, number % 2 == 0)));
            RingRig.join(file.close());
        }
    }

    private static ByteBuffer content(int number, int bytes, boolean direct) {
        ByteBuffer content = direct ? ByteBuffer.allocateDirect(bytes) : ByteBuffer.allocate(bytes);
        while (content.hasRemaining()) {
            content.put((byte) number);
        }
        return content.flip();
    }

    private void go() {
        for (int i = 0; i < OPEN_COUNT; i += AT_ONCE) {
            for (int j = 0; j < AT_ONCE; j++) {
                rounds.add(round(random.nextInt(FILE_COUNT), random.nextBoolean()));
            }
            rounds.forEach(RingRig::join);
            rounds.clear();
        }
    }

    /** The close is asked for while both calls are under way. */
    private CompletableFuture<Void> round(int number, boolean direct) {
        OpenMode mode = direct ? OpenMode.READ_WRITE : OpenMode.CREATE;
        return files.open("f" + number, mode)
                .thenCompose(file -> {
                    int position = number * 97 % FILE_BYTES / 2;
                    ByteBuffer target =
                            direct ? ByteBuffer.allocateDirect(4096) : ByteBuffer.allocate(4096);
                    CompletableFuture<Integer> read = file.read(position, target);
                    CompletableFuture<Void> written =
                            file.write(position, content(number, 512, direct));
                    CompletableFuture<Void> closed = file.close();
                    return CompletableFuture.allOf(read, written, closed)
                            .thenRun(() -> requireOwn(number, target.flip()))
                            .thenRun(() -> requireClosed(file));
                });
    }

    private static void requireOwn(int number, ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            byte found = bytes.get();
            if (found != (byte) number) {
                throw new AssertionError("a byte of file " + found + " in file " + number);
            }
        }
    }

    private static void requireClosed(FileHandle file) {
        FailureKind kind = FailureException.find(file.sync().exceptionNow()).orElseThrow().kind();
        if (kind != FailureKind.IO) {
            throw new AssertionError(kind);
        }
    }
}
