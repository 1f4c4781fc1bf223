package io.shardmesh.bench;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/** CPU time of the processes of a mesh and of this one. */
record CpuTimes(Duration nodes, Duration self) {
    static CpuTimes of(Path mesh) throws IOException {
        Duration nodes = Duration.ZERO;
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(mesh, "*.pid")) {
            for (Path process : processes) {
                String pidAndStart = Files.readString(process);
                long pid = Long.parseLong(pidAndStart.substring(0, pidAndStart.indexOf(' ')));
                nodes = nodes.plus(spent(ProcessHandle.of(pid).orElseThrow()));
            }
        }
        return new CpuTimes(nodes, spent(ProcessHandle.current()));
    }

    private static Duration spent(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** A line that says what each of {@code count} pieces of work cost. */
    String since(CpuTimes before, int count) {
        return String.format(
                Locale.ROOT,
                "CPU ms of each: nodes %.2f, client %.2f",
                (nodes.toMillis() - before.nodes.toMillis()) / (double) count,
                (self.toMillis() - before.self.toMillis()) / (double) count);
    }
}
