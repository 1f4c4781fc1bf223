package io.shardmesh.crypto;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Vectors as text: {@code #} starts a comment; a line is either words or {@code name = value}, and
 * an empty line ends a case of named values.
 */
public final class VectorFile {
    private VectorFile() {}

    public static List<String> lines(String name) {
        try (InputStream in = VectorFile.class.getResourceAsStream("/vectors/" + name)) {
            String text =
                    new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
            return text.lines().filter(line -> !line.startsWith("#")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static List<Map<String, String>> cases(String name) {
        List<Map<String, String>> cases = new ArrayList<>();
        Map<String, String> current = new LinkedHashMap<>();
        for (String line : lines(name)) {
            if (line.isBlank()) {
                add(cases, current);
                current = new LinkedHashMap<>();
            } else {
                String[] parts = line.split(" *= *", 2);
                current.put(parts[0], parts[1]);
            }
        }
        add(cases, current);
        return cases;
    }

    private static void add(List<Map<String, String>> cases, Map<String, String> one) {
        if (!one.isEmpty()) {
            cases.add(one);
        }
    }
}
