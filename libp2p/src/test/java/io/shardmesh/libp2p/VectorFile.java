package io.shardmesh.libp2p;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** Reads vector files: lines of fields between bars, "#" begins a comment line. */
public final class VectorFile {
    private VectorFile() {}

    /** The fields after the kind, of all lines of that kind; there must be one at least. */
    public static List<List<String>> lines(String file, String kind) {
        try (InputStream in =
                Objects.requireNonNull(VectorFile.class.getResourceAsStream("/vectors/" + file))) {
            List<List<String>> lines =
                    new String(in.readAllBytes(), StandardCharsets.UTF_8)
                            .lines()
                            .filter(line -> !line.startsWith("#"))
                            .map(VectorFile::fields)
                            .filter(fields -> fields.getFirst().equals(kind))
                            .map(fields -> fields.subList(1, fields.size()))
                            .toList();
            if (lines.isEmpty()) {
                throw new AssertionError("no line of kind " + kind + " in " + file);
            }
            return lines;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> fields(String line) {
        return Arrays.stream(line.split("\\|", -1)).map(String::strip).toList();
    }
}
