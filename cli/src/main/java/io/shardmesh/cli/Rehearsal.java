package io.shardmesh.cli;

import io.shardmesh.cli.command.Shardmesh;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Goes once through what the program does, on a mesh of two holders and a client on loopback, while
 * the JVM notes which classes and methods that takes. Behind {@code scripts/train.sh}, for nobody
 * else: an AOT cache serves the class path that it was made on, so what it is made with is part of
 * that.
 *
 * <p>{@code Rehearsal data FOLDER} founds the mesh in an empty folder, moves data, prints {@code
 * ready} and keeps its two services up until standard input ends. Meanwhile {@code Rehearsal short
 * FOLDER}, a second process, runs the short commands on the same homes. {@code Rehearsal tiny}
 * needs no mesh. Exit codes: 0 done, 1 a command did not do what it does.
 */
public final class Rehearsal {
    private static final int LARGE_BYTES = 24 * 1024 * 1024 + 1; // Several stripes, the last short.
    private static final int SMALL_BYTES = 1000; // Kept whole.
    private static final int BATCH_COUNT = 20;
    private static final int READY_SECONDS = 60;

    private final Path folder;
    private final Map<String, String> environment;

    private Rehearsal(Path folder) {
        this.folder = folder;
        Map<String, String> variables = new HashMap<>();
        variables.put("SHARDMESH_PASSPHRASE_FILE", folder.resolve("passphrase").toString());
        String sockets = System.getenv("XDG_RUNTIME_DIR");
        if (sockets != null) {
            variables.put("XDG_RUNTIME_DIR", sockets);
        }
        this.environment = Map.copyOf(variables);
    }

    /** Rehearses one profile in a folder. */
    @SuppressWarnings("SystemOut") // A command line.
    public static void main(String[] arguments) {
        // Without vectors, since the manifest that exports their module is not read here: a cache
        // takes no class of the incubator.
        Main.prepare();
        int code = 0;
        try {
            Rehearsal rehearsal = new Rehearsal(Path.of(arguments[1]));
            switch (arguments[0]) {
                case "tiny" -> rehearsal.introduce();
                case "short" -> rehearsal.askThings();
                default -> {
                    rehearsal.moveData();
                    System.out.println("ready");
                    System.in.transferTo(OutputStream.nullOutputStream());
                }
            }
        } catch (IOException | IllegalStateException failed) {
            System.err.println(failed.getMessage());
            code = 1;
        }
        System.exit(code);
    }

    private void moveData() throws IOException {
        Files.writeString(folder.resolve("passphrase"), "rehearsal\n");
        byte[] large = new byte[LARGE_BYTES];
        Files.write(folder.resolve("large"), large);
        Files.write(folder.resolve("small"), new byte[SMALL_BYTES]);
        Path many = Files.createDirectory(folder.resolve("many"));
        for (int i = 0; i < BATCH_COUNT; i++) {
            Files.write(many.resolve("small-" + i), new byte[SMALL_BYTES]);
        }
        run("a", "mesh", "new", "rehearsal", "--machine", "a");
        serve("a");
        join("b", "hold");
        serve("b");
        join("c", "client");
        run("a", "put", folder.resolve("large").toString(), "--json");
        run("a", "get", "large", folder.resolve("large-a").toString());
        // No service here: with a node of its own.
        run("c", "put", folder.resolve("small").toString());
        run("c", large, "put", "-", "--name", "large");
        run("c", "get", "large", "-");
    }

    private void introduce() {
        run("a", "version");
        run("a", "version", "--json");
        run("a", "--help");
        run("a", "put", "--help");
    }

    /** Only what many will use: the JVM loads all of a cache at each start. */
    private void askThings() {
        for (String command : List.of("list", "status", "stats", "peers")) {
            run("a", command);
            run("a", command, "--json");
        }
        run("a", "mesh", "members");
        run("a", "keys", "list", "--json");
        run("a", "keys", "show");
        run("a", "info", "large");
        run("a", "put", folder.resolve("small").toString(), "--name", "short");
        run("a", "get", "short", folder.resolve("short-a").toString());
        run("a", "batch-put", folder.resolve("many").toString(), "--json");
        run("a", "batch-get", "small-*", folder.resolve("many-a").toString(), "--json");
        run("c", "list");
    }

    private void join(String home, String role) {
        byte[] invite = run("a", "mesh", "invite", "--role", role);
        run(home, invite, "mesh", "join", "-", "--machine", home);
    }

    private byte[] run(String home, String... words) {
        return run(home, new byte[0], words);
    }

    /** Runs a command to its end; gives what it printed. */
    private byte[] run(String home, byte[] input, String... words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        if (start(home, new ByteArrayInputStream(input), out, err, words) != 0) {
            throw new IllegalStateException(
                    words[0] + ": " + err.toString(StandardCharsets.UTF_8).strip());
        }
        return out.toByteArray();
    }

    /** Starts a service; returns when it says where it listens. */
    private void serve(String home) {
        CountDownLatch said = new CountDownLatch(1);
        OutputStream out =
                new OutputStream() {
                    @Override
                    public void write(int character) {
                        said.countDown();
                    }
                };
        Runnable service = () -> start(home, InputStream.nullInputStream(), out, out, "service");
        Thread.ofPlatform().daemon().start(service);
        try {
            if (!said.await(READY_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("service: it does not start");
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("service: interrupted", stopped);
        }
    }

    private int start(
            String home, InputStream in, OutputStream out, OutputStream err, String... words) {
        String[] all = new String[words.length + 2];
        all[0] = "--home";
        all[1] = folder.resolve(home).toString();
        System.arraycopy(words, 0, all, 2, words.length);
        CommandContext.Streams streams = new CommandContext.Streams(in, stream(out), stream(err));
        try (CommandContext context =
                new CommandContext(streams, environment, Terminal.ofProcess())) {
            int code = Shardmesh.run(context, all);
            streams.out().flush();
            streams.err().flush();
            return code;
        }
    }

    private static PrintStream stream(OutputStream target) {
        return new PrintStream(target, false, StandardCharsets.UTF_8);
    }
}
