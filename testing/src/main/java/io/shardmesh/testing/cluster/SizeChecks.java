package io.shardmesh.testing.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Sizes at which the layout changes, from a file and from a pipe. */
final class SizeChecks {
    private static final List<Integer> SIZES =
            List.of(
                    0,
                    1,
                    1023,
                    1024,
                    1025,
                    8191,
                    8192,
                    8193,
                    65_519,
                    65_520,
                    65_521,
                    (4 << 20) - 1,
                    4 << 20,
                    (4 << 20) + 1);

    private SizeChecks() {}

    static void run(TestMesh mesh, Report report) {
        for (int size : SIZES) {
            report.check(
                    "c: " + size + " bytes from a file and from a pipe",
                    () -> {
                        byte[] content = mesh.randomBytes(size);
                        TestMesh.Got first = mesh.get(mesh.put("size-" + size, content));
                        first.requireEqual(content, "of the file");
                        TestMesh.Got second = mesh.get(mesh.putPiped("piped-" + size, content));
                        second.requireEqual(content, "of the pipe");
                        return "equal, gets %.2f and %.2f s"
                                .formatted(first.answer().seconds(), second.answer().seconds());
                    });
        }
        report.check("c: a real pipe into one process and out of another", () -> processes(mesh));
    }

    private static String processes(TestMesh mesh) throws IOException {
        byte[] content = mesh.randomBytes(1_000_003);
        Path source = Files.write(mesh.work().resolve("through-pipes"), content);
        String home = mesh.client().home().toString();
        String launcher = mesh.cluster().launcher().toString();
        String script =
                "set -o pipefail; cat \"$1\" | \"$2\" put - --name through-pipes --home \"$3\" >&2"
                        + " && \"$2\" get through-pipes - --home \"$3\" | cmp - \"$1\"";
        ProcessBuilder builder =
                new ProcessBuilder(
                        "bash", "-c", script, "pipes", source.toString(), launcher, home);
        builder.environment().putAll(mesh.cluster().commands().environment());
        Path said = mesh.work().resolve("through-pipes.log");
        builder.redirectErrorStream(true).redirectOutput(said.toFile());
        try {
            int code = builder.start().waitFor();
            Report.require(code == 0, "exit code " + code + ": " + Files.readString(said).strip());
            return "equal";
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new ClusterException("interrupted");
        }
    }
}
