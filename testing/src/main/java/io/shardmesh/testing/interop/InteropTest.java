package io.shardmesh.testing.interop;

import io.shardmesh.node.home.HomeLog;
import io.shardmesh.testing.cluster.ClusterException;
import io.shardmesh.testing.cluster.Report;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;

/**
 * Behind {@code scripts/interop-test.sh}: our libp2p in this process against js-libp2p in another.
 * Prints a line for each check. Exit codes: 0 all passed, 1 not.
 */
public final class InteropTest {
    private InteropTest() {}

    /** Runs the checks. */
    @SuppressWarnings("SystemOut") // A command line.
    public static void main(String[] arguments) {
        HomeLog.silence();
        int code = run(System.out) ? 0 : 1;
        System.out.flush();
        System.exit(code);
    }

    private static boolean run(PrintStream out) {
        Report report = new Report(out);
        Path folder = Path.of(System.getProperty("shardmesh.root", "."), "testing", "interop");
        Vertx vertx = Vertx.vertx();
        try (JsPeers process = JsPeers.start(folder)) {
            TalkChecks.run(vertx, process, report);
            LimitChecks.run(vertx, process, report);
            DhtChecks.run(vertx, process, report);
        } catch (ClusterException | IOException broken) {
            report.check(
                    "the js side",
                    () -> {
                        throw new ClusterException(String.valueOf(broken.getMessage()));
                    });
        }
        var _ = vertx.close();
        return report.finish();
    }
}
