package io.shardmesh.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The JVM says nothing of a rule for a method that is no more, so this does. */
final class InliningTest {
    private static final String RULE = "dontinline ";

    @Test
    void everyRule_namesMethodsThatThereAre() throws IOException {
        List<String> lines = Files.readAllLines(Path.of("../scripts/inlining.txt"));
        List<String> rules = lines.stream().filter(line -> line.startsWith(RULE)).toList();
        assertTrue(rules.size() > 10, "rules: " + rules.size());
        assertEquals(
                List.of(),
                rules.stream().filter(rule -> !isThere(rule.substring(RULE.length()))).toList());
    }

    private static boolean isThere(String pattern) {
        String[] names = pattern.split("::", -1);
        try {
            Class<?> owner = Class.forName(names[0], false, InliningTest.class.getClassLoader());
            return names[1].equals("*")
                    || Arrays.stream(owner.getDeclaredMethods())
                            .anyMatch(method -> method.getName().equals(names[1]));
        } catch (ClassNotFoundException _) {
            return false;
        }
    }
}
