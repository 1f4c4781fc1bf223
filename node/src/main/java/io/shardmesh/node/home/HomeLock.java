package io.shardmesh.node.home;

import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.io.IoFailures;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Ownership of a home by one process. The operating system takes the lock back when the process
 * ends, however it ends.
 *
 * <p>The owner writes who it is into a file of its own: reading the locked file would, on POSIX
 * systems, give the lock up as soon as any channel to it is closed.
 */
public final class HomeLock implements AutoCloseable {
    /** How long a second process waits for the first. */
    public static final Duration DEFAULT_WAIT = Duration.ofSeconds(5);

    private static final Duration RETRY = Duration.ofMillis(50);
    private static final int MAX_OWNER_BYTES = 256;

    /** Locks of this process: the system's lock does not keep two parts of one process apart. */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path key;
    private final FileChannel channel;

    private HomeLock(Path key, FileChannel channel) {
        this.key = key;
        this.channel = channel;
    }

    /**
     * Takes the lock, waiting for another owner to leave.
     *
     * @param what the program is doing, for the message that others see
     * @param giveUp asked at every try; when true the wait ends with an empty answer, because there
     *     is no need any more (a service has come up that can be asked instead)
     * @return fails with IN_USE, naming the owner, when the wait is over
     */
    public static Optional<HomeLock> acquire(
            Home home, String what, Duration wait, BooleanSupplier giveUp) {
        long end = System.nanoTime() + wait.toNanos();
        while (true) {
            if (giveUp.getAsBoolean()) {
                return Optional.empty();
            }
            Optional<HomeLock> taken = tryAcquire(home, what);
            if (taken.isPresent()) {
                return taken;
            }
            if (System.nanoTime() - end >= 0) {
                throw new Failure(
                                FailureKind.IN_USE,
                                "open home",
                                home.directory().toString(),
                                "in use by " + ownerOf(home))
                        .exception();
            }
            LockSupport.parkNanos(RETRY.toNanos());
        }
    }

    private static Optional<HomeLock> tryAcquire(Home home, String what) {
        Path file = home.resolve("lock");
        if (!HELD.add(file)) {
            return Optional.empty();
        }
        Optional<HomeLock> lock = Optional.empty();
        try {
            lock = lockFile(file);
            lock.ifPresent(_ -> writeOwner(home, what));
            return lock;
        } catch (IOException e) {
            throw IoFailures.of("lock", file.toString(), e).exception();
        } finally {
            if (lock.isEmpty()) {
                HELD.remove(file);
            }
        }
    }

    private static Optional<HomeLock> lockFile(Path file) throws IOException {
        FileChannel channel =
                FileChannel.open(
                        file,
                        Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
        boolean locked = false;
        try {
            locked = channel.tryLock() != null;
            return locked ? Optional.of(new HomeLock(file, channel)) : Optional.empty();
        } finally {
            if (!locked) {
                channel.close();
            }
        }
    }

    private static void writeOwner(Home home, String what) {
        String line = ProcessHandle.current().pid() + " " + what + "\n";
        AtomicFile.replace(home.resolve("owner"), line.getBytes(StandardCharsets.UTF_8));
    }

    private static String ownerOf(Home home) {
        return AtomicFile.read(home.resolve("owner"), MAX_OWNER_BYTES)
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8).strip())
                .map(line -> line.split(" ", 2))
                .filter(words -> words.length == 2)
                .map(words -> "process %s (shardmesh %s)".formatted(words[0], words[1]))
                .orElse("another process");
    }

    /** Gives the home back. May be called again. */
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException _) {
            // Nothing was written through it; the lock is gone with the descriptor either way.
        } finally {
            HELD.remove(key);
        }
    }
}
