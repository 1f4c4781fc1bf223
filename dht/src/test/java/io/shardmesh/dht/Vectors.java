package io.shardmesh.dht;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** Reads text files of test vectors: one vector a line, words apart by blanks, '#' for comments. */
public final class Vectors {
    private Vectors() {}

    /** The lines of {@code vectors/file} whose first word is {@code kind}. */
    public static List<List<String>> rows(String file, String kind) {
        return text("/vectors/" + file)
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> List.of(line.split(" +")))
                .filter(row -> row.getFirst().equals(kind))
                .toList();
    }

    /** A whole resource. */
    public static String text(String resource) {
        try (InputStream in = Objects.requireNonNull(Vectors.class.getResourceAsStream(resource))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }
}
