package io.shardmesh.node.io.uring;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@link RingLoad} checks, as whoever runs the tests and as nobody. */
final class UringLoadTest {
    private static final String NOBODY = "65534";

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path root;

    @Test
    void tenThousandOpensAndCloses_asThisUser_leakNothing() throws Exception {
        assertEquals(RingLoad.SOUND, RingLoad.run(root, 1));
    }

    /** The limit on locked memory binds no root; nobody has 8 MiB on many systems. */
    @Test
    void tenThousandOpensAndCloses_asNobody_leakNothing() throws Exception {
        assertTrue(
                root.toFile().setWritable(true, false) && root.toFile().setExecutable(true, false));
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process child =
                new ProcessBuilder(
                                "setpriv",
                                "--reuid=" + NOBODY,
                                "--regid=" + NOBODY,
                                "--clear-groups",
                                java,
                                "--enable-native-access=ALL-UNNAMED",
                                "-Xmx256m",
                                "-cp",
                                System.getProperty("java.class.path"),
                                RingLoad.class.getName(),
                                root.toString())
                        .redirectErrorStream(true)
                        .start();
        String said = new String(child.getInputStream().readAllBytes(), UTF_8).strip();
        assertTrue(child.waitFor(60, TimeUnit.SECONDS));

        assertEquals(NOBODY + " " + RingLoad.SOUND, said);
    }
}
