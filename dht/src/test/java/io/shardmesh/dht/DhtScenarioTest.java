package io.shardmesh.dht;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Commands and all that follows from them, as text to be read in review. After a wanted change:
 * {@code mvn -pl dht -am test -Dtest=DhtScenarioTest -Dscenario.rewrite=true}, and commit the
 * difference only when it is understood.
 */
final class DhtScenarioTest {
    @ParameterizedTest
    @ValueSource(strings = {"join-and-lookup.txt", "full-bucket.txt", "providers.txt"})
    void scenario_replayed_givesItsTranscript(String file) throws IOException {
        String expected = Vectors.text("/scenarios/" + file);
        String transcript = new Scenario().replay(expected);
        if (Boolean.getBoolean("scenario.rewrite")) {
            Files.writeString(Path.of("src/test/resources/scenarios", file), transcript);
        } else {
            assertEquals(expected, transcript);
        }
    }
}
