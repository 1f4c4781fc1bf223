package io.shardmesh.testing.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Runs commands as processes of their own, as users do: with exit codes, and with all that a JVM or
 * a library may print. Any number may run at once.
 */
final class CommandProcess {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** Nobody's files on any usual system. */
    static final int STRANGER = 65_534;

    private final Path launcher;
    private final Map<String, String> environment;

    CommandProcess(Path launcher, Map<String, String> environment) {
        this.launcher = launcher;
        this.environment = environment;
    }

    /** As whom, and with what disk, a command runs. */
    sealed interface Place {
        /** As whoever runs the checks. */
        record Plain() implements Place {}

        /** As a user without rights on what is others'. */
        record Unprivileged() implements Place {}

        /**
         * With a disk of its own at {@code folder}, which is there for this process only and goes
         * with it, whatever happens.
         */
        record SmallDisk(Path folder, int kibibytes) implements Place {}
    }

    /**
     * What a process did.
     *
     * @param exitCode its exit code
     * @param out its standard output
     * @param err its standard error
     * @param seconds how long it took, the start of the JVM included
     * @param left what lay on its small disk at the end, a name each line; empty without one
     */
    record Ended(int exitCode, String out, String err, double seconds, String left) {}

    /** Runs a command in {@code folder} and waits for its end. */
    Ended run(Path folder, Place place, List<String> arguments) throws IOException {
        Path output = Files.createTempDirectory("shardmesh-said");
        try {
            Path out = output.resolve("out");
            Path err = output.resolve("err");
            Path left = output.resolve("left");
            ProcessBuilder builder = new ProcessBuilder(words(place, left, arguments));
            builder.environment().clear();
            builder.environment().putAll(environment);
            builder.directory(folder.toFile())
                    .redirectInput(Path.of("/dev/null").toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            long start = System.nanoTime();
            int code = await(builder.start(), arguments);
            double seconds = (System.nanoTime() - start) / 1e9;
            return new Ended(
                    code,
                    Files.readString(out),
                    Files.readString(err),
                    seconds,
                    Files.exists(left) ? Files.readString(left) : "");
        } finally {
            Trees.delete(output);
        }
    }

    private static int await(Process process, List<String> arguments) {
        try {
            if (process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                return process.exitValue();
            }
            throw new ClusterException(arguments + " has not ended after " + LIMIT.toSeconds());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new ClusterException("interrupted");
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private List<String> words(Place place, Path left, List<String> arguments) {
        List<String> words = new ArrayList<>();
        switch (place) {
            case Place.Plain() -> {}
            case Place.Unprivileged() -> {
                if (root()) { // Else whoever runs this is unprivileged already.
                    String id = Integer.toString(STRANGER);
                    words.addAll(
                            List.of("setpriv", "--reuid", id, "--regid", id, "--clear-groups"));
                }
            }
            case Place.SmallDisk(Path folder, int kibibytes) -> {
                words.add("unshare");
                if (!root()) {
                    words.addAll(List.of("--user", "--map-root-user"));
                }
                String script =
                        "mount -t tmpfs -o size=$1k,mode=755 shardmesh-test \"$2\" || exit 99;"
                                + " folder=$2 left=$3; shift 3; code=0; \"$@\" || code=$?;"
                                + " find \"$folder\" -mindepth 1 >\"$left\"; exit $code";
                words.addAll(List.of("--mount", "bash", "-c", script, "disk"));
                words.addAll(
                        List.of(Integer.toString(kibibytes), folder.toString(), left.toString()));
            }
        }
        words.add(launcher.toString());
        words.addAll(arguments);
        return words;
    }

    static boolean root() {
        return "root".equals(System.getProperty("user.name"));
    }
}
