package io.shardmesh.testing.cluster;

import io.shardmesh.testing.cluster.CommandProcess.Place;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Item i: bad input to real processes, each with a clear line and exit code. */
final class BadInputChecks implements AutoCloseable {
    private static final int PARALLEL = 2;
    private static final int OBJECT_BYTES = 3 << 20;
    private static final String NOBODYS_KEY =
            "shm1ocpibseeq6rechq64tp3t4rkqykjfuqmi5srkdampffl24hycr6aelwcxi";
    private static final Set<String> NOT_COPIED =
            Set.of(
                    "addresses",
                    "control.sock",
                    "lock",
                    "owner",
                    "log",
                    "index.sqlite",
                    "index.sqlite-wal",
                    "index.sqlite-shm");

    private record Planned(String name, BadInput input) {}

    private final TestMesh mesh;
    private final Path base;
    private final CommandProcess program;
    private final List<Planned> planned = new ArrayList<>();
    private final Thread cleaning = Thread.ofPlatform().unstarted(this::clean);
    private int count;

    private BadInputChecks(TestMesh mesh) throws IOException {
        this.mesh = mesh;
        // Not in the directory of the checks, which others than its user may be unable to enter.
        this.base = Files.createTempDirectory("shardmesh-bad-input");
        Runtime.getRuntime().addShutdownHook(cleaning);
        Files.setPosixFilePermissions(base, PosixFilePermissions.fromString("rwx--x--x"));
        this.program = new CommandProcess(copyOfProgram(), mesh.cluster().commands().environment());
    }

    /** Runs all of them. */
    static void run(TestMesh mesh, Report report) {
        report.check(
                "i: what the bad input is given to",
                () -> {
                    try (BadInputChecks checks = new BadInputChecks(mesh)) {
                        checks.planFiles();
                        checks.planOutputs(mesh.put("bad-input", mesh.randomBytes(OBJECT_BYTES)));
                        checks.planNames();
                        checks.planKeys(mesh.put("not-yours", mesh.randomBytes(1000)));
                        checks.planHomes();
                        checks.planMeshes();
                        checks.runPlanned(report);
                        report.check("i: nothing half-written is left", checks::leftovers);
                    }
                    return "done";
                });
    }

    /** Another user may be unable to read the tree that was built. */
    private Path copyOfProgram() throws IOException {
        Path root = mesh.cluster().launcher().resolveSibling("..").normalize();
        Path copy = base.resolve("program");
        Trees.copy(root.resolve("scripts"), copy.resolve("scripts"), name -> true);
        Trees.copy(
                root.resolve("cli/target"),
                copy.resolve("cli/target"),
                name -> name.equals("lib") || name.endsWith(".jar"));
        return copy.resolve("scripts/shardmesh");
    }

    private Path folder() throws IOException {
        return Files.createDirectory(base.resolve("run-" + ++count));
    }

    private Path newHome() {
        return base.resolve("home-" + ++count);
    }

    /** Through the service of the client's home. */
    private BadInput client(String... arguments) throws IOException {
        return BadInput.in(folder(), mesh.client().home(), arguments);
    }

    /** In a home of its own that is in no mesh. */
    private BadInput bare(String... arguments) throws IOException {
        return BadInput.in(folder(), newHome(), arguments);
    }

    /** In the client's home as it would be if nobody else ran: it knows no way to any member. */
    private BadInput lonely(String... arguments) throws IOException {
        Path home = newHome();
        Trees.copy(mesh.client().home(), home, name -> !NOT_COPIED.contains(name));
        return BadInput.in(folder(), home, arguments);
    }

    private void plan(String name, BadInput input) {
        planned.add(new Planned("i: " + name, input));
    }

    private void planFiles() throws IOException {
        plan("no such file", client("put", "none").says("put none", "no such file", "Check"));
        BadInput directory = client("put", "folder");
        Files.createDirectory(directory.folder().resolve("folder"));
        plan("a directory", directory.says("put folder", "it is a directory", "regular file"));
        BadInput closed = bare("put", "closed").at(new Place.Unprivileged());
        Files.writeString(closed.folder().resolve("closed"), "x");
        Files.setPosixFilePermissions(
                closed.folder().resolve("closed"), PosixFilePermissions.fromString("-w-------"));
        give(closed.folder());
        plan("unreadable file", closed.says("put closed", "permission denied", "owner and mode"));
    }

    private void give(Path folder) throws IOException {
        if (CommandProcess.root()) {
            Trees.give(folder, CommandProcess.STRANGER);
        }
    }

    private void planOutputs(String key) throws IOException {
        BadInput exists = client("get", "bad-input", "there");
        Files.writeString(exists.folder().resolve("there"), "mine");
        plan("output exists", exists.says("write there", "it exists", "--force"));
        plan(
                "output folder missing",
                client("get", "bad-input", "no/out").says("no/out", "does not exist", "Check"));
        BadInput folder = client("get", "bad-input", "folder", "--force");
        Files.createDirectory(folder.folder().resolve("folder"));
        plan("output is a directory", folder.says("write folder", "it is a directory", "file"));
        BadInput closed = bare("get", NOBODYS_KEY, "out").at(new Place.Unprivileged());
        plan(
                "output folder not writable",
                closed.says("write out", "permission denied", "owner and mode"));
        BadInput full = client("get", key, "disk/out");
        Path disk = Files.createDirectory(full.folder().resolve("disk"));
        plan(
                "disk of the output full",
                full.at(new Place.SmallDisk(disk, 1024))
                        .says("write disk/out", "no space left", "Make room"));
    }

    private void planNames() throws IOException {
        for (String command : List.of("info", "distribution")) {
            plan(
                    "unknown name, " + command,
                    client(command, "never-put").says("never-put", "catalog", "shardmesh list"));
        }
        plan(
                "unknown name, get",
                client("get", "never-put", "out").says("never-put", "catalog", "shardmesh list"));
        plan(
                "malformed key",
                client("get", NOBODYS_KEY.replace("xi", "xx"), "out")
                        .says("shm1", "not a whole one", "typing errors"));
        plan(
                "key that nobody has",
                client("get", NOBODYS_KEY, "out")
                        .within(5)
                        .says(NOBODYS_KEY, "none of the 7 members", "shardmesh list"));
        plan(
                "malformed reading key",
                client("put", "-", "--name", "n", "--public-key", "02ab")
                        .usage()
                        .says("--public-key 02ab", "not a reading key", "keys show"));
        plan(
                "malformed invite",
                bare("mesh", "join", "-").says("invite", "Check it for typing errors"));
    }

    private void planKeys(String key) throws IOException {
        Path home = newHome();
        Path file = base.resolve("other.key");
        Commands commands = mesh.cluster().commands();
        commands.run(home, "keys", "new").orThrow("making keys");
        commands.run(home, "keys", "export", "--reading", file.toString()).orThrow("exporting");
        Path wrong = Files.writeString(base.resolve("wrong-passphrase"), "not this one\n");
        plan(
                "wrong reading key",
                client("get", key, "out", "--private-key", file.toString())
                        .says(key, "not sealed for this reading key", "--private-key"));
        plan(
                "no such reading key",
                client("get", key, "out", "--private-key", "none.key")
                        .says("none.key", "no such key file", "Check"));
        plan(
                "wrong passphrase of the home",
                BadInput.in(folder(), home, "list", "--passphrase-file", wrong.toString())
                        .says("root.key", "the passphrase is not", "--passphrase-file"));
        plan(
                "wrong passphrase of a key file",
                client(
                                "get",
                                key,
                                "out",
                                "--private-key",
                                file.toString(),
                                "--passphrase-file",
                                wrong.toString())
                        .says(file.toString(), "the passphrase is not", "--passphrase-file"));
        plan(
                "no such passphrase file",
                bare("list", "--passphrase-file", "none")
                        .usage()
                        .says("passphrase file none", "does not exist", "--passphrase-file"));
    }

    private void planHomes() throws IOException {
        BadInput closed = bare("list").at(new Place.Unprivileged());
        Files.createDirectory(
                closed.home(),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("r-x------")));
        give(closed.home());
        plan(
                "home not writable",
                closed.says(closed.home() + "", "not writable", "owner and mode"));
        plan(
                "home where nothing can be made",
                bare("status")
                        .at(new Place.Unprivileged())
                        .says("home", "permission denied", "owner and mode"));
        BadInput full = BadInput.in(folder(), base.resolve("disk/home"), "keys", "new");
        Path disk = Files.createDirectory(base.resolve("disk"));
        plan(
                "disk of the home full",
                full.at(new Place.SmallDisk(disk, 4)).says("root.key", "no space", "Make room"));
        BadInput noLog = BadInput.in(folder(), base.resolve("small/home"), "mesh", "new");
        Path small = Files.createDirectory(base.resolve("small"));
        plan(
                "disk of the home full while its node starts",
                noLog.at(new Place.SmallDisk(small, 16)).says("small/home", "no space", "Make"));
        String port =
                mesh.cluster()
                        .node("1")
                        .multiaddr()
                        .orElseThrow()
                        .replaceAll(".*/tcp/([0-9]+).*", "$1");
        for (String command : List.of("bootstrap", "service")) {
            plan(
                    "port in use, " + command,
                    bare(command, "--port", port).says("listen on", port, "in use", "--port"));
        }
        plan(
                "home in use",
                client("service").says("client", "in use by process", "shardmesh service", "End"));
    }

    private void planMeshes() throws IOException {
        BadInput put = bare("put", "file");
        Files.writeString(put.folder().resolve("file"), "x");
        plan("no mesh, put", put.says("put", "belongs to no mesh", "mesh new", "join"));
        plan("no mesh, get", bare("get", NOBODYS_KEY, "out").says("no mesh", "mesh new", "join"));
        plan("no mesh, invite", bare("mesh", "invite").says("no mesh", "mesh new", "join"));
        plan("no mesh, members", bare("mesh", "members").says("no mesh", "mesh new", "join"));
        plan(
                "no peers, get",
                lonely("get", NOBODYS_KEY, "out").says("7 members", "shardmesh peers"));
        BadInput alone = lonely("put", "file");
        Files.writeString(alone.folder().resolve("file"), "x".repeat(20_000));
        plan("no peers, put", alone.says("put file", "shardmesh peers"));
        plan(
                "no peers, distribution",
                lonely("distribution", NOBODYS_KEY).says("7 members", "shardmesh peers"));
        BadInput many = client("put", "file", "--scheme", "20+10");
        Files.writeString(many.folder().resolve("file"), "x");
        plan(
                "too few machines",
                many.says("put file", "needs 30 machines", "has 7", "--scheme 4+2 would fit"));
        BadInput more = client("put", "file", "--min-machines", "7");
        Files.writeString(more.folder().resolve("file"), "x");
        plan("too many machines wanted", more.says("put file", "--min-machines", "4 to 6"));
    }

    private void runPlanned(Report report) {
        try (ExecutorService pool = Executors.newFixedThreadPool(PARALLEL)) {
            List<CompletableFuture<String>> runs =
                    planned.stream()
                            .map(one ->
                                    CompletableFuture.supplyAsync(() -> seen(one.input()), pool))
                            .toList();
            for (int i = 0; i < runs.size(); i++) {
                CompletableFuture<String> run = runs.get(i);
                report.check(planned.get(i).name(), () -> ended(run));
            }
        }
    }

    private String seen(BadInput input) {
        try {
            return input.check(program);
        } catch (IOException trouble) {
            throw new UncheckedIOException(trouble);
        }
    }

    private static String ended(CompletableFuture<String> run) {
        try {
            return run.join();
        } catch (CompletionException wrapped) {
            if (wrapped.getCause() instanceof RuntimeException wrong) {
                throw wrong;
            }
            throw wrapped;
        }
    }

    private String leftovers() throws IOException {
        Set<String> files = Trees.list(base);
        files.addAll(Trees.list(mesh.client().home()));
        List<String> left = files.stream().filter(BadInput::leftover).toList();
        Report.require(left.isEmpty(), left + "");
        return files.size() + " names looked at";
    }

    private void clean() {
        try {
            Trees.delete(base);
        } catch (IOException left) {
            return; // It lies in the system's temporary folder.
        }
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(cleaning);
        clean();
    }
}
