package io.shardmesh.testing.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A process that this or an earlier run started, known by pid and start time: a pid alone may be
 * somebody else's by now.
 *
 * @param pid as the system counts
 * @param startMillis when it started, since 1970
 */
record KnownProcess(long pid, long startMillis) {
    private static final Pattern LINE = Pattern.compile("([0-9]{1,18}) ([0-9]{1,18})\\s*");

    /** The system tells start times relative to its own, which it knows to a second or so. */
    private static final long START_TOLERANCE_MILLIS = 2000;

    /** Notes a process that was just started. */
    static KnownProcess of(ProcessHandle process) {
        long start =
                process.info()
                        .startInstant()
                        .orElseThrow(() ->
                                new ClusterException("the process ended as soon as it started"))
                        .toEpochMilli();
        return new KnownProcess(process.pid(), start);
    }

    /** What {@link #save} wrote; empty when there is nothing. */
    static Optional<KnownProcess> load(Path file) {
        try {
            Matcher line = LINE.matcher(Files.readString(file));
            return line.matches()
                    ? Optional.of(
                            new KnownProcess(
                                    Long.parseLong(line.group(1)), Long.parseLong(line.group(2))))
                    : Optional.empty();
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (IOException e) {
            throw new ClusterException("cannot read " + file + ": " + e.getMessage());
        }
    }

    void save(Path file) {
        try {
            Files.writeString(file, pid + " " + startMillis + "\n");
        } catch (IOException e) {
            throw new ClusterException("cannot write " + file + ": " + e.getMessage());
        }
    }

    boolean alive() {
        return handle().isPresent();
    }

    /** Ends it at once, as a power cut would. */
    void kill() {
        handle().ifPresent(ProcessHandle::destroyForcibly);
    }

    /** Asks it to end. */
    void terminate() {
        handle().ifPresent(ProcessHandle::destroy);
    }

    /** Waits until it is gone; false when it is still there after {@code limit}. */
    boolean awaitEnd(Duration limit) {
        return Waiting.until(limit, () -> !alive());
    }

    private Optional<ProcessHandle> handle() {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .filter(found ->
                        found.info()
                                .startInstant()
                                .filter(start ->
                                        Math.abs(start.toEpochMilli() - startMillis)
                                                <= START_TOLERANCE_MILLIS)
                                .isPresent())
                .filter(found -> !dead(found.pid()));
    }

    /** In a container nobody may collect an orphan that has ended; it does nothing any more. */
    private static boolean dead(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            char state = stat.charAt(stat.lastIndexOf(')') + 2);
            return state == 'Z' || state == 'X';
        } catch (NoSuchFileException noProc) {
            return Files.isDirectory(Path.of("/proc/self"));
        } catch (IOException gone) {
            return true;
        }
    }
}
