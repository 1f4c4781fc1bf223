package io.shardmesh.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.shardmesh.cli.CommandContext;
import io.shardmesh.cli.Terminal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.Map;

/**
 * One run of the program in this process.
 *
 * @param code exit code
 * @param bytes what stood on standard output
 * @param err what stood on standard error
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record CommandRun(int code, byte[] bytes, String err) {
    static CommandRun of(String... arguments) {
        return of(new byte[0], Map.of(), arguments);
    }

    static CommandRun of(byte[] input, Map<String, String> environment, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        try (CommandContext context =
                new CommandContext(
                        new CommandContext.Streams(
                                new ByteArrayInputStream(input),
                                new PrintStream(out, true, UTF_8),
                                new PrintStream(err, true, UTF_8)),
                        environment,
                        Terminal.none())) {
            int code = Shardmesh.run(context, arguments);
            return new CommandRun(code, out.toByteArray(), err.toString(UTF_8));
        }
    }

    String out() {
        return new String(bytes, UTF_8);
    }
}
