package io.shardmesh.testing.cluster;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/** A command with {@code --json}, as a process: one JSON value on standard output, nothing else. */
final class JsonCommand {
    private static final ObjectMapper STRICT =
            new ObjectMapper()
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

    private final TestMesh mesh;
    private final Path home;

    JsonCommand(TestMesh mesh, Path home) {
        this.mesh = mesh;
        this.home = home;
    }

    Path home() {
        return home;
    }

    /** Runs a command that must succeed. */
    JsonNode run(String... words) throws IOException {
        return runWith("", words);
    }

    /** The same with a text on standard input. */
    JsonNode runWith(String input, String... words) throws IOException {
        return printed(0, input, words);
    }

    /** Runs a command that has something to report, and says so by its exit code too. */
    JsonNode reporting(String... words) throws IOException {
        return printed(1, "", words);
    }

    private JsonNode printed(int exitCode, String input, String... words) throws IOException {
        String[] all = Arrays.copyOf(words, words.length + 1);
        all[words.length] = "--json";
        byte[] bytes = input.getBytes(StandardCharsets.UTF_8);
        Commands.Answer answer = Program.run(mesh, home, bytes, all);
        Report.require(answer.err().isEmpty(), words[0] + " also said: " + answer.err().strip());
        Report.require(
                answer.exitCode() == exitCode, words[0] + " ended with " + answer.exitCode());
        try {
            JsonNode json = STRICT.readTree(answer.out());
            Report.require(json.isContainerNode(), words[0] + " printed: " + answer.out());
            return json;
        } catch (JsonProcessingException malformed) {
            throw new ClusterException(words[0] + " printed no JSON: " + answer.out().strip());
        }
    }

    /** Compares one field, as text, with the truth. */
    static void require(JsonNode json, String field, Object truth) {
        String said = json.path(field).asText("");
        Report.require(
                json.has(field) && said.equals(truth.toString()),
                field + " is " + json.get(field) + " and not " + truth + " in " + json);
    }
}
