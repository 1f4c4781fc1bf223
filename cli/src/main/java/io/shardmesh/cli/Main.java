package io.shardmesh.cli;

import io.shardmesh.cli.command.Shardmesh;
import io.shardmesh.node.home.HomeLog;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Where the program starts. Exit codes: 0 done, 1 failed, 2 used wrongly. */
public final class Main {
    private Main() {}

    /** Runs one command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        prepare();
        CommandContext context =
                new CommandContext(
                        new CommandContext.Streams(
                                System.in, stream(FileDescriptor.out), stream(FileDescriptor.err)),
                        Map.copyOf(System.getenv()),
                        Terminal.ofProcess());
        int code;
        try (context) {
            code = Shardmesh.run(context, arguments);
        } catch (OutOfMemoryError full) {
            // Of whoever runs the command; what serves others answers for itself.
            context.warn(
                    "cannot go on: the Java heap of %d MB is full. Give it more: SHARDMESH_JAVA_OPTIONS=-Xmx256m"
                            .formatted(Runtime.getRuntime().maxMemory() >> 20));
            code = 1;
        }
        // A full disk or a reader that has gone: what was to be printed is not all there.
        boolean lost = context.out().checkError();
        System.exit(code == 0 && lost ? 1 : code);
    }

    /** What comes before the first command of a process. */
    static void prepare() {
        // Libraries may log before there is a home to log into, and after.
        HomeLog.silence();
        VectorModule.loadIfWanted();
    }

    /** UTF-8 whatever the locale says, and no flush for each line of a long list. */
    private static PrintStream stream(FileDescriptor descriptor) {
        boolean flush = descriptor == FileDescriptor.err;
        return new PrintStream(new FileOutputStream(descriptor), flush, StandardCharsets.UTF_8);
    }
}
