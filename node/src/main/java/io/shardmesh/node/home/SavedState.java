package io.shardmesh.node.home;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shardmesh.crypto.RandomSource;
import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureException;
import io.shardmesh.node.api.FailureKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a home remembers of itself, in {@code state.json}. Fields that this version does not know
 * are kept when it writes.
 *
 * @param deviceId names this home's log in the owner's catalog; 32 hex digits, random, made once
 * @param port on which it listened last, so that it is found there again
 */
public record SavedState(String deviceId, OptionalInt port) {
    private static final String FILE = "state.json";
    private static final int MAX_FILE_BYTES = 64 * 1024;
    private static final int DEVICE_ID_BYTES = 16;
    private static final int MAX_PORT = 65_535;

    /** Reads the state, making the device id first when there is none. Needs the home's lock. */
    public static SavedState open(Home home, RandomSource random) {
        Path file = home.resolve(FILE);
        ObjectNode tree = read(file);
        if (!tree.has("deviceId")) {
            tree.put("version", 1);
            tree.put("deviceId", HexFormat.of().formatHex(random.bytes(DEVICE_ID_BYTES)));
            write(file, tree);
        }
        String deviceId = tree.path("deviceId").asText();
        if (!deviceId.matches("[0-9a-f]{32}")) {
            throw malformed(file, "deviceId is not 32 hex digits");
        }
        int port = tree.path("port").asInt(0);
        return new SavedState(
                deviceId,
                port > 0 && port <= MAX_PORT ? OptionalInt.of(port) : OptionalInt.empty());
    }

    /** Keeps the port for the next start. Needs the home's lock. */
    public static void savePort(Home home, int port) {
        Path file = home.resolve(FILE);
        ObjectNode tree = read(file);
        if (tree.path("port").asInt(0) != port) {
            tree.put("port", port);
            write(file, tree);
        }
    }

    private static ObjectNode read(Path file) {
        ObjectMapper mapper = new ObjectMapper();
        Optional<byte[]> content = AtomicFile.read(file, MAX_FILE_BYTES);
        if (content.isEmpty()) {
            return mapper.createObjectNode();
        }
        try {
            JsonNode tree = mapper.readTree(content.get());
            if (tree instanceof ObjectNode object) {
                return object;
            }
            throw malformed(file, "not a JSON object");
        } catch (JsonProcessingException e) {
            throw malformed(file, "not JSON (line %d)".formatted(e.getLocation().getLineNr()));
        } catch (IOException e) {
            throw malformed(file, "not JSON");
        }
    }

    private static void write(Path file, ObjectNode tree) {
        AtomicFile.replace(file, (tree.toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private static FailureException malformed(Path file, String cause) {
        return new Failure(FailureKind.MALFORMED, "read", file.toString(), cause).exception();
    }
}
