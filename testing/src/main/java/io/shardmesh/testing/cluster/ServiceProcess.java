package io.shardmesh.testing.cluster;

import io.shardmesh.cli.NodeAccess;
import io.shardmesh.node.NodeLauncher;
import io.shardmesh.node.api.Node;
import io.shardmesh.node.api.PeerInfo;
import io.shardmesh.node.home.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One node of a cluster: its home {@code D/NAME}, its log {@code D/NAME.log} and, while it runs,
 * its process as noted in {@code D/NAME.pid}.
 */
final class ServiceProcess {
    private static final Duration READY_LIMIT = Duration.ofSeconds(60);
    private static final Duration END_LIMIT = Duration.ofSeconds(20);
    private static final Duration TERMINATE_LIMIT = Duration.ofSeconds(10);
    private static final String READY = "listening on ";

    private final Path directory;
    private final String name;

    ServiceProcess(Path directory, String name) {
        this.directory = directory;
        this.name = name;
    }

    String name() {
        return name;
    }

    Path home() {
        return directory.resolve(name);
    }

    Path log() {
        return directory.resolve(name + ".log");
    }

    boolean running() {
        return process().filter(KnownProcess::alive).isPresent();
    }

    Optional<KnownProcess> process() {
        return KnownProcess.load(pidFile());
    }

    /** What the kernel says of its memory: {@code VmRSS} for now, {@code VmHWM} for its peak. */
    long memoryBytes(String field) throws IOException {
        long pid = process().orElseThrow().pid();
        for (String line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "status"))) {
            if (line.startsWith(field + ":")) {
                return Long.parseLong(line.replaceAll("[^0-9]", "")) << 10;
            }
        }
        throw new IOException("no " + field + " of process " + pid);
    }

    /** How many file descriptors it has open. */
    long descriptorCount() throws IOException {
        long pid = process().orElseThrow().pid();
        try (Stream<Path> open = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
            return open.count();
        }
    }

    /** How many lines of its own log, since that was last renewed, contain this. */
    long toldCount(String what) throws IOException {
        try (Stream<String> lines = Files.lines(home().resolve("log/shardmesh.0.log"))) {
            return lines.filter(line -> line.contains(what)).count();
        }
    }

    /** All lines of its own log that are kept, the oldest first. */
    List<String> ownLog() throws IOException {
        List<String> lines = new ArrayList<>();
        for (String file : List.of("log/shardmesh.1.log", "log/shardmesh.0.log")) {
            if (Files.exists(home().resolve(file))) {
                lines.addAll(Files.readAllLines(home().resolve(file)));
            }
        }
        return lines;
    }

    /** Where it listened at its last start. */
    Optional<String> multiaddr() {
        return announced(0);
    }

    /** Starts the process and waits until it says that it is ready. */
    void launch(Path launcher, Map<String, String> environment) {
        if (running()) {
            throw new ClusterException("node " + name + " runs already");
        }
        try {
            long before = Files.exists(log()) ? Files.size(log()) : 0;
            ProcessBuilder builder =
                    new ProcessBuilder(launcher.toString(), "service", "--home", home().toString());
            builder.environment().putAll(environment);
            builder.redirectErrorStream(true)
                    .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
            KnownProcess started = KnownProcess.of(builder.start().toHandle());
            started.save(pidFile());
            awaitReady(started, before);
        } catch (IOException e) {
            throw new ClusterException("cannot start node " + name + ": " + e.getMessage());
        }
    }

    private void awaitReady(KnownProcess started, long logStart) {
        boolean ended =
                Waiting.until(
                        READY_LIMIT, () -> announced(logStart).isPresent() || !started.alive());
        if (announced(logStart).isEmpty()) {
            List<String> lines = logLines(logStart);
            String last = lines.isEmpty() ? "it said nothing" : lines.getLast();
            throw new ClusterException(
                    "node %s %s: %s (see %s)"
                            .formatted(
                                    name,
                                    ended ? "ended at its start" : "is not ready",
                                    last,
                                    log()));
        }
    }

    private Optional<String> announced(long from) {
        return logLines(from).reversed().stream()
                .filter(line -> line.startsWith(READY))
                .map(line -> line.substring(READY.length()))
                .findFirst();
    }

    private List<String> logLines(long from) {
        try {
            byte[] all = Files.readAllBytes(log());
            int start = (int) Math.min(from, all.length);
            String text =
                    new String(
                            all,
                            start,
                            all.length - start,
                            java.nio.charset.StandardCharsets.UTF_8);
            int end = text.lastIndexOf('\n'); // What follows is still being written.
            return end < 0 ? List.of() : text.substring(0, end).lines().toList();
        } catch (IOException none) {
            return List.of();
        }
    }

    /** Kills it as a power cut would; returns when it is gone. */
    void kill() {
        KnownProcess process =
                process()
                        .filter(KnownProcess::alive)
                        .orElseThrow(() -> new ClusterException("node " + name + " does not run"));
        process.kill();
        awaitGone(process);
    }

    /** The first half of {@link #kill}, to kill several at once. */
    void killAtOnce() {
        process().ifPresent(KnownProcess::kill);
    }

    /** The second half. */
    void awaitGone() {
        process().ifPresent(this::awaitGone);
    }

    private void awaitGone(KnownProcess process) {
        if (!process.awaitEnd(END_LIMIT)) {
            throw new ClusterException(
                    "node " + name + " (pid " + process.pid() + ") does not end");
        }
        try {
            Files.deleteIfExists(pidFile());
        } catch (IOException e) {
            throw new ClusterException("cannot delete " + pidFile() + ": " + e.getMessage());
        }
    }

    /** Asks it to end, and kills it when it has not after ten seconds. */
    void end() {
        process()
                .ifPresent(process -> {
                    process.terminate();
                    if (!process.awaitEnd(TERMINATE_LIMIT)) {
                        process.kill();
                    }
                    awaitGone(process);
                });
    }

    /** Stops it where it is, as a machine that sleeps, until {@link #awake}. */
    void sleep() throws IOException {
        signal("STOP");
    }

    /** Lets it go on. */
    void awake() throws IOException {
        signal("CONT");
    }

    private void signal(String name) throws IOException {
        long pid = process().filter(KnownProcess::alive).orElseThrow().pid();
        new Tool("kill", "-" + name, Long.toString(pid)).run();
    }

    /** The way to it; the caller closes it. */
    Node connect(Map<String, String> environment) {
        return NodeLauncher.connect(Home.open(home()), environment)
                .orElseThrow(() -> new ClusterException("node " + name + " does not answer"));
    }

    /** Its id, from its last start. */
    String peer() {
        String address =
                multiaddr()
                        .orElseThrow(
                                () -> new ClusterException("node " + name + " never got ready"));
        return address.substring(address.lastIndexOf('/') + 1);
    }

    /** Ids of the peers that it is connected to now. */
    static Set<String> connectedPeers(Node node) {
        Set<String> connected = new HashSet<>();
        for (PeerInfo peer : NodeAccess.await(node.state().peers())) {
            if (peer.connection().isPresent()) {
                connected.add(peer.peer().toString());
            }
        }
        return connected;
    }

    private Path pidFile() {
        return directory.resolve(name + ".pid");
    }
}
