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

    public static List<VectorCase> cases(String name) {
        List<VectorCase> cases = new ArrayList<>();
        Map<String, String> current = new LinkedHashMap<>();
        for (String line : lines(name)) {
            if (line.isBlank()) {
                add(cases, current);
                current = new LinkedHashMap<>();
            } else {
                int equals = line.indexOf('=');
                String value = line.substring(equals + 1).strip();
                current.put(line.substring(0, equals).strip(), value);
            }
        }
        add(cases, current);
        return cases;
    }

    /** The cases in which the name has this value; at least one, or the file is not as thought. */
    public static List<VectorCase> cases(String file, String name, String value) {
        List<VectorCase> found =
                cases(file).stream().filter(one -> one.text(name).equals(value)).toList();
        if (found.isEmpty()) {
            throw new IllegalStateException("no " + name + " = " + value + " in " + file);
        }
        return found;
    }

    private static void add(List<VectorCase> cases, Map<String, String> values) {
        if (!values.isEmpty()) {
            cases.add(new VectorCase(values));
        }
    }
}
