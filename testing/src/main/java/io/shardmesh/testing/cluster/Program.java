package io.shardmesh.testing.cluster;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A command of the program as a process of its own, started as a user starts it. Closed, it is
 * gone.
 *
 * <p>Used by one thread. Its standard output is read by whoever started it, or by nobody.
 */
final class Program implements AutoCloseable {
    private static final Duration END_LIMIT = Duration.ofSeconds(60);

    private final Process process;
    private final Path errors;
    private final String what;
    private final long startNanos = System.nanoTime();

    private Program(Process process, Path errors, String what) {
        this.process = process;
        this.errors = errors;
        this.what = what;
    }

    /** Starts it; standard input is open until {@link #endInput}. */
    static Program start(TestMesh mesh, Path home, String... words) throws IOException {
        // What a script starts in the background ignores Ctrl-C, and so does all that it starts.
        List<String> line = new ArrayList<>(List.of("env", "--default-signal=INT"));
        line.add(mesh.cluster().launcher().toString());
        line.addAll(List.of(words));
        line.addAll(List.of("--home", home.toString()));
        ProcessBuilder builder = new ProcessBuilder(line);
        builder.environment().putAll(mesh.cluster().commands().environment());
        Path errors = Files.createTempFile(mesh.work(), "said-", ".txt");
        builder.redirectError(errors.toFile());
        return new Program(builder.start(), errors, String.join(" ", words));
    }

    /** Runs it to its end with nothing on standard input. */
    static Commands.Answer run(TestMesh mesh, Path home, String... words) throws IOException {
        return run(mesh, home, new byte[0], words);
    }

    /** Runs it to its end; it reads all input before it prints much. */
    static Commands.Answer run(TestMesh mesh, Path home, byte[] input, String... words)
            throws IOException {
        try (Program program = start(mesh, home, words)) {
            program.feed(input);
            program.endInput();
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            program.out().transferTo(out);
            int code = program.awaitEnd(END_LIMIT);
            long nanos = System.nanoTime() - program.startNanos;
            return new Commands.Answer(code, out.toByteArray(), program.said(), nanos);
        }
    }

    /** Gives it bytes to read; returns when all of them are in the pipe. */
    void feed(byte[] bytes) throws IOException {
        try {
            OutputStream in = process.getOutputStream();
            in.write(bytes);
            in.flush();
        } catch (IOException closed) {
            throw new IOException(what + " does not read its input: " + said(), closed);
        }
    }

    void endInput() throws IOException {
        process.getOutputStream().close();
    }

    InputStream out() {
        return process.getInputStream();
    }

    /** What it said on standard error so far. */
    String said() throws IOException {
        return Files.readString(errors);
    }

    boolean running() {
        return process.isAlive();
    }

    /** Sends it a signal, as {@code INT}: Ctrl-C. */
    void signal(String name) throws IOException {
        Process kill =
                new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                        .redirectErrorStream(true)
                        .start();
        Report.require(await(kill, END_LIMIT) && kill.exitValue() == 0, what + " has ended before");
    }

    /** Waits for its end; gives the exit code. */
    int awaitEnd(Duration limit) {
        Report.require(
                await(process, limit), what + " has not ended after " + limit.toSeconds() + " s");
        return process.exitValue();
    }

    private static boolean await(Process process, Duration limit) {
        try {
            return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        await(process, END_LIMIT);
        Files.deleteIfExists(errors);
    }
}
