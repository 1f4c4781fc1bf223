package io.shardmesh.testing.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;

/** The stored inputs: one file for each target, one input a line, in hexadecimal. */
final class Corpus {
    private final Path folder;

    Corpus(Path folder) {
        this.folder = folder;
    }

    List<byte[]> read(String target) throws IOException {
        return Files.readAllLines(file(target)).stream()
                .filter(line -> !line.startsWith("#"))
                .map(line -> HexFormat.of().parseHex(line.strip()))
                .toList();
    }

    void write(String target, List<byte[]> inputs) throws IOException {
        StringBuilder text = new StringBuilder();
        text.append("# Inputs of the fuzz target ").append(target).append(", one a line.\n");
        inputs.stream()
                .map(HexFormat.of()::formatHex)
                .distinct()
                .forEach(line -> text.append(line).append('\n'));
        Files.createDirectories(folder);
        Files.writeString(file(target), text);
    }

    private Path file(String target) {
        return folder.resolve(target + ".hex");
    }
}
