package io.shardmesh.testing.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What must not be readable on any disk. */
final class PrivacyChecks {
    private PrivacyChecks() {}

    static void run(TestMesh mesh, Report report) {
        report.check(
                "d: content and name of a file are on no other node's disk", () -> marker(mesh));
        report.check("d: the passphrase is in no file of the mesh", () -> passphrase(mesh));
    }

    private static String marker(TestMesh mesh) throws IOException {
        String inside = "inside-" + mesh.random().nextLong(Long.MAX_VALUE);
        String name = "called-" + mesh.random().nextLong(Long.MAX_VALUE);
        byte[] large = (inside + " ").repeat(20_000).getBytes(StandardCharsets.UTF_8);
        mesh.get(mesh.put(name, large)).requireEqual(large, "of the marked file");
        byte[] small = inside.getBytes(StandardCharsets.UTF_8);
        mesh.get(mesh.put(name + "-inline", small)).requireEqual(small, "of the small marked file");
        int fileCount = 0;
        for (ServiceProcess node : mesh.cluster().nodes()) {
            boolean owner = node.name().equals(TestMesh.CLIENT);
            List<Path> files = regularFiles(node.home());
            files.add(node.log());
            fileCount += files.size();
            for (Path file : files) {
                requireAbsent(name, file);
                if (!owner) {
                    requireAbsent(inside, file);
                }
            }
        }
        return fileCount + " files looked through";
    }

    private static String passphrase(TestMesh mesh) throws IOException {
        Path file =
                Path.of(
                        mesh.cluster()
                                .commands()
                                .environment()
                                .getOrDefault("SHARDMESH_PASSPHRASE_FILE", ""));
        String passphrase = Files.readString(file).strip();
        int fileCount = 0;
        for (Path other : regularFiles(mesh.cluster().directory())) {
            if (!Files.isSameFile(other, file)) {
                requireAbsent(passphrase, other);
                fileCount++;
            }
        }
        return fileCount + " files looked through";
    }

    static List<Path> regularFiles(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            return new ArrayList<>(all.filter(Files::isRegularFile).toList());
        }
    }

    static void requireAbsent(String text, Path file) throws IOException {
        // Latin-1 maps every byte to one char, so any ASCII text is found wherever it stands.
        String content = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        Report.require(!content.contains(text), "it stands in clear in " + file);
        Report.require(!file.toString().contains(text), "it is the name of " + file);
    }
}
