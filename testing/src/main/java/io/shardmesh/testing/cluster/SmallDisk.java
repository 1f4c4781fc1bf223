package io.shardmesh.testing.cluster;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;

/**
 * A disk in memory in the place of a node's store, with what was in it. Only processes that its
 * launcher starts see it. It goes when it is closed, or when this process ends in whatever way: the
 * mount lives in a namespace that one process keeps, for as long as its standard input is open.
 *
 * <p>Needs root. The node has to be stopped while the disk is made and closed.
 */
final class SmallDisk implements AutoCloseable {
    private static final String FILLER = "filler";
    private static final int PIECE_BYTES = 4096;
    private static final String KEEP =
            "set -e; mkdir -p \"$3\"; mount -t tmpfs -o size=$1k,mode=700 shardmesh-test \"$3\";"
                    + " cp -a \"$2/.\" \"$3/\"; mount --bind \"$3\" \"$2\"; echo ready; read -r _";

    private final Process keeper;
    private final Path disk;
    private final Path store;
    private final Path launcher;

    private SmallDisk(Process keeper, Path disk, Path store, Path launcher) {
        this.keeper = keeper;
        this.disk = disk;
        this.store = store;
        this.launcher = launcher;
    }

    static SmallDisk of(ServiceProcess node, Path work, Path program, int kibibytes)
            throws IOException {
        Path store = node.home().resolve("store");
        Path disk = work.resolve("disk-" + node.name());
        Process keeper =
                new ProcessBuilder(
                                "unshare",
                                "--mount",
                                "bash",
                                "-c",
                                KEEP,
                                "disk",
                                Integer.toString(kibibytes),
                                store.toString(),
                                disk.toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        BufferedReader said =
                new BufferedReader(
                        new InputStreamReader(keeper.getInputStream(), StandardCharsets.UTF_8));
        if (!"ready".equals(said.readLine())) {
            keeper.destroyForcibly();
            throw new ClusterException("no small disk can be mounted; is this root?");
        }
        String command =
                "#!/bin/sh\nexec nsenter --mount=/proc/%d/ns/mnt '%s' \"$@\"\n"
                        .formatted(keeper.pid(), program);
        Path launcher = Files.writeString(work.resolve("in-disk-" + node.name()), command);
        Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwx------"));
        return new SmallDisk(keeper, disk, store, launcher);
    }

    /** Starts a node that sees the disk. */
    Path launcher() {
        return launcher;
    }

    /** The store on the disk, as this process sees it. */
    Path store() {
        return seen(store);
    }

    private Path seen(Path place) {
        return Path.of("/proc/" + keeper.pid() + "/root" + place);
    }

    /** Leaves not a byte free. */
    void fill() throws IOException {
        byte[] piece = new byte[PIECE_BYTES];
        Arrays.fill(piece, (byte) 1);
        try (OutputStream filler =
                Files.newOutputStream(
                        store().resolve(FILLER),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.APPEND)) {
            while (true) {
                filler.write(piece);
            }
        } catch (IOException full) {
            Report.require(String.valueOf(full.getMessage()).contains("No space left"), "" + full);
        }
    }

    /** Frees what filled it. */
    void empty() throws IOException {
        Files.deleteIfExists(store().resolve(FILLER));
    }

    /** Lets nobody write, or everybody again. */
    void readOnly(boolean on) throws IOException {
        String mode = "remount,bind," + (on ? "ro" : "rw");
        new Tool(
                        "nsenter",
                        "--mount=/proc/" + keeper.pid() + "/ns/mnt",
                        "mount",
                        "-o",
                        mode,
                        store.toString())
                .run();
    }

    /** Puts what is on it back into the place that it has covered. */
    @Override
    public void close() throws IOException {
        empty();
        Path back = store.resolveSibling(store.getFileName() + ".back");
        // From where it is mounted first: to delete a place takes away what others have mounted on
        // it.
        Trees.copy(seen(disk), back, name -> true);
        Trees.delete(store);
        Files.move(back, store);
        keeper.destroyForcibly();
    }
}
