package io.shardmesh.testing.cluster;

import io.shardmesh.cli.CommandContext;
import io.shardmesh.cli.Terminal;
import io.shardmesh.cli.command.Shardmesh;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Runs commands of the program in this process: the same code as behind {@code scripts/shardmesh},
 * without the start of a JVM for each. Any number may run at once.
 */
final class Commands {
    private final Map<String, String> environment;

    Commands(Path passphraseFile) {
        Map<String, String> variables = new HashMap<>(System.getenv());
        variables.remove("SHARDMESH_HOME");
        variables.put("SHARDMESH_PASSPHRASE_FILE", passphraseFile.toString());
        // What a service has from an earlier get says nothing of the holders that are to be
        // checked.
        variables.put("SHARDMESH_CACHE", "0");
        this.environment = Map.copyOf(variables);
    }

    /**
     * What a command did.
     *
     * @param exitCode 0, 1 or 2
     * @param outBytes everything on standard output
     * @param err everything on standard error
     * @param nanos how long it took
     */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    record Answer(int exitCode, byte[] outBytes, String err, long nanos) {
        String out() {
            return new String(outBytes, StandardCharsets.UTF_8);
        }

        boolean succeeded() {
            return exitCode == 0;
        }

        double seconds() {
            return nanos / 1e9;
        }

        /** The answer itself if the command succeeded; else throws what it said. */
        Answer orThrow(String what) {
            if (exitCode != 0) {
                throw new ClusterException(
                        what + " failed with exit code " + exitCode + ": " + err.strip());
            }
            return this;
        }
    }

    Map<String, String> environment() {
        return environment;
    }

    Answer run(Path home, String... arguments) {
        return run(home, InputStream.nullInputStream(), arguments);
    }

    Answer runWith(Path home, String input, String... arguments) {
        byte[] bytes = input.getBytes(StandardCharsets.UTF_8);
        return run(home, new ByteArrayInputStream(bytes), arguments);
    }

    Answer run(Path home, InputStream input, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        String[] all = new String[arguments.length + 2];
        all[0] = "--home";
        all[1] = home.toString();
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        long start = System.nanoTime();
        PrintStream outStream = new PrintStream(out, false, StandardCharsets.UTF_8);
        PrintStream errStream = new PrintStream(err, false, StandardCharsets.UTF_8);
        int code =
                Shardmesh.run(
                        new CommandContext(
                                new CommandContext.Streams(input, outStream, errStream),
                                environment,
                                Terminal.none()),
                        all);
        outStream.flush();
        errStream.flush();
        return new Answer(
                code,
                out.toByteArray(),
                err.toString(StandardCharsets.UTF_8),
                System.nanoTime() - start);
    }
}
