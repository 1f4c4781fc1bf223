package io.shardmesh.testing.cluster;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Damage to a shard file, undone by closing. */
final class Damage implements AutoCloseable {
    private interface Undo {
        void run() throws IOException;
    }

    private final Undo undo;

    private Damage(Undo undo) {
        this.undo = undo;
    }

    /** One bit at {@code offset} is another. */
    static Damage flippedBit(Path file, long offset, int bit) throws IOException {
        flip(file, offset, bit);
        return new Damage(() -> flip(file, offset, bit));
    }

    /** The file is gone. */
    static Damage deleted(Path file) throws IOException {
        Path aside = file.resolveSibling(file.getFileName() + ".aside");
        Files.move(file, aside, StandardCopyOption.ATOMIC_MOVE);
        return new Damage(() -> Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE));
    }

    private static void flip(Path file, long offset, int bit) throws IOException {
        try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw")) {
            access.seek(offset);
            int old = access.readUnsignedByte();
            access.seek(offset);
            access.writeByte(old ^ (1 << bit));
        }
    }

    @Override
    public void close() throws IOException {
        undo.run();
    }
}
