package io.shardmesh.testing.cluster;

import io.shardmesh.node.api.Node;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A mesh of real processes on loopback, all of it in one directory D: homes {@code D/1} to {@code
 * D/N}, each with a machine label of its own, their logs and process notes, and the passphrase of
 * all their keys. Node 1 founds the mesh, the others join by invite.
 *
 * <p>One thread; nothing is kept in memory, so that another run goes on where this one ended.
 */
final class Cluster {
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(60);

    /** Starts of the JVM that run at once: more would only take turns on a small machine. */
    private static final int PARALLEL_STARTS = 2;

    private static final String MEMBER_MARK = ".member";

    private final Path directory;
    private final Path sourceRoot;
    private final Commands commands;

    private Cluster(Path directory, Path sourceRoot, Path passphraseFile) {
        this.directory = directory;
        this.sourceRoot = sourceRoot;
        this.commands = new Commands(passphraseFile);
    }

    /** The cluster in a directory, which is made when it is not there. */
    static Cluster open(Path directory, Path sourceRoot) {
        Path absolute = directory.toAbsolutePath().normalize();
        try {
            Files.createDirectories(absolute);
            String given = System.getenv().getOrDefault("SHARDMESH_PASSPHRASE_FILE", "");
            Path passphrase =
                    given.isEmpty() ? randomPassphrase(absolute) : Path.of(given).toAbsolutePath();
            return new Cluster(absolute, sourceRoot, passphrase);
        } catch (IOException e) {
            throw new ClusterException("cannot use directory " + absolute + ": " + e.getMessage());
        }
    }

    private static Path randomPassphrase(Path directory) throws IOException {
        Path file = directory.resolve("passphrase");
        if (!Files.exists(file)) {
            byte[] random = new byte[16];
            new SecureRandom().nextBytes(random);
            Files.createFile(
                    file,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, HexFormat.of().formatHex(random) + "\n");
        }
        return file;
    }

    Commands commands() {
        return commands;
    }

    Path directory() {
        return directory;
    }

    /** The source tree whose program runs. */
    Path sourceRoot() {
        return sourceRoot;
    }

    Path launcher() {
        return sourceRoot.resolve("scripts/shardmesh");
    }

    ServiceProcess node(String name) {
        return new ServiceProcess(directory, name);
    }

    /** Every node that is a member, numbers first. */
    List<ServiceProcess> nodes() {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(MEMBER_MARK))
                    .map(name -> name.substring(0, name.length() - MEMBER_MARK.length()))
                    .sorted(Comparator.comparingInt(String::length).thenComparing(name -> name))
                    .map(this::node)
                    .toList();
        } catch (IOException e) {
            throw new ClusterException("cannot list " + directory + ": " + e.getMessage());
        }
    }

    List<ServiceProcess> running() {
        return nodes().stream().filter(ServiceProcess::running).toList();
    }

    /** Is told of each node that has come up, on the thread that has started it. */
    interface Watcher {
        /** The node is ready, so long after the start of its process. */
        void ready(ServiceProcess node, Duration start);
    }

    /** Brings nodes 1 to {@code count} up, those that are new as new members. */
    void up(int count) {
        up(count, (node, start) -> {});
    }

    /** The same, with somebody who watches. */
    void up(int count, Watcher watcher) {
        List<ServiceProcess> wanted =
                IntStream.rangeClosed(1, count)
                        .mapToObj(index -> node(Integer.toString(index)))
                        .toList();
        bringUp(wanted.getFirst(), watcher);
        inParallel(wanted.subList(1, wanted.size()), node -> bringUp(node, watcher));
        awaitConnected(running());
    }

    private void bringUp(ServiceProcess node, Watcher watcher) {
        if (!isMember(node)) {
            if (node.name().equals("1")) {
                found(node);
            } else {
                join(node.name(), "hold");
            }
        }
        if (!node.running()) {
            long before = System.nanoTime();
            node.launch(launcher(), commands.environment());
            watcher.ready(node, Duration.ofNanos(System.nanoTime() - before));
        }
    }

    private boolean isMember(ServiceProcess node) {
        return Files.exists(memberMark(node));
    }

    private void found(ServiceProcess node) {
        commands.run(node.home(), "mesh", "new", "cluster", "--machine", "m1")
                .orThrow("founding the mesh");
        mark(node);
    }

    /** Makes home {@code name} a member. Node 1 must run. */
    void join(String name, String role) {
        ServiceProcess node = node(name);
        String label = name.matches("[0-9]+") ? "m" + name : name;
        commands.runWith(node.home(), invite(role), "mesh", "join", "-", "--machine", label)
                .orThrow("joining node " + name);
        mark(node);
    }

    private void mark(ServiceProcess node) {
        try {
            Files.createFile(memberMark(node));
        } catch (IOException e) {
            throw new ClusterException("cannot write in " + directory + ": " + e.getMessage());
        }
    }

    private Path memberMark(ServiceProcess node) {
        return directory.resolve(node.name() + MEMBER_MARK);
    }

    /** Ends a node that is not started again with the others; it stays on the membership list. */
    void retire(String name) {
        ServiceProcess node = node(name);
        node.end();
        try {
            Files.deleteIfExists(memberMark(node));
        } catch (IOException e) {
            throw new ClusterException("cannot delete in " + directory + ": " + e.getMessage());
        }
    }

    /** One line that lets one home in. Node 1 must run. */
    String invite(String role) {
        ServiceProcess founder = existing("1");
        if (!founder.running()) {
            throw new ClusterException("node 1, which makes the invites, does not run");
        }
        return commands.run(founder.home(), "mesh", "invite", "--role", role)
                .orThrow("making an invite")
                .out()
                .strip();
    }

    /** A node that is a member. */
    ServiceProcess existing(String name) {
        ServiceProcess node = node(name);
        if (!isMember(node)) {
            throw new ClusterException("there is no node " + name + " in " + directory);
        }
        return node;
    }

    /** Starts nodes again; returns when they are connected to all that run. */
    void start(List<String> names) {
        inParallel(
                names.stream().map(this::existing).toList(),
                node -> node.launch(launcher(), commands.environment()));
        awaitConnected(running());
    }

    /** Returns when all that run are connected. */
    void connectAll() {
        awaitConnected(running());
    }

    /** Kills nodes as a power cut would, all at once. */
    void kill(List<ServiceProcess> nodes) {
        nodes.forEach(ServiceProcess::killAtOnce);
        nodes.forEach(ServiceProcess::awaitGone);
    }

    /** Ends every node. */
    void down() {
        List<ServiceProcess> nodes = nodes();
        nodes.forEach(node -> node.process().ifPresent(KnownProcess::terminate));
        nodes.forEach(ServiceProcess::end);
    }

    private static void inParallel(List<ServiceProcess> nodes, Consumer<ServiceProcess> action) {
        try (ExecutorService pool = Executors.newFixedThreadPool(PARALLEL_STARTS)) {
            List<CompletableFuture<Void>> all =
                    nodes.stream()
                            .map(node ->
                                    CompletableFuture.runAsync(() -> action.accept(node), pool))
                            .toList();
            all.forEach(CompletableFuture::join);
        } catch (CompletionException wrapped) {
            if (wrapped.getCause() instanceof ClusterException known) {
                throw known;
            }
            throw wrapped;
        }
    }

    private void awaitConnected(List<ServiceProcess> nodes) {
        Map<String, String> environment = commands.environment();
        List<Node> open = new ArrayList<>();
        try {
            for (ServiceProcess process : nodes) {
                Node node = process.connect(environment);
                open.add(node);
                Set<String> missing = new HashSet<>();
                if (!Waiting.until(
                        CONNECT_LIMIT, () -> findMissing(process, nodes, node, missing))) {
                    throw new ClusterException(
                            "node %s is not connected to %s after %d s"
                                    .formatted(process.name(), missing, CONNECT_LIMIT.toSeconds()));
                }
            }
        } finally {
            open.forEach(Node::close);
        }
    }

    private static boolean findMissing(
            ServiceProcess self, List<ServiceProcess> nodes, Node node, Set<String> missing) {
        Set<String> connected = ServiceProcess.connectedPeers(node);
        missing.clear();
        nodes.stream()
                .filter(other -> !other.name().equals(self.name()))
                .filter(other -> !connected.contains(other.peer()))
                .forEach(other -> missing.add(other.name()));
        return missing.isEmpty();
    }
}
