package io.shardmesh.libp2p.swarm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Runs commands (lines that begin with "> ") and compares everything that happens with the text
 * below them. Run with -Dscenario.rewrite=true to write down what happens now; commit the
 * difference only when it is understood.
 */
final class SwarmScenarioTest {

    private static final Path FOLDER = Path.of("src/test/resources/scenarios");

    @Test
    void run_twoPeersMeetTalkAndPart_matchesTheTranscript() throws IOException {
        runScenario("two-peers.txt");
    }

    @Test
    void run_peerDiesAndComesBack_matchesTheTranscript() throws IOException {
        runScenario("peer-comes-back.txt");
    }

    private static void runScenario(String name) throws IOException {
        Path file = FOLDER.resolve(name);
        List<String> expected = Files.readAllLines(file);
        SwarmScenario scenario = new SwarmScenario();
        for (String line : expected) {
            if (line.startsWith("#")) {
                scenario.comment(line);
            } else if (line.startsWith("> ")) {
                scenario.run(line.substring(2));
            }
        }
        if (Boolean.getBoolean("scenario.rewrite")) {
            Files.write(file, scenario.transcript());
        }
        assertEquals(String.join("\n", expected), String.join("\n", scenario.transcript()), name);
    }
}
