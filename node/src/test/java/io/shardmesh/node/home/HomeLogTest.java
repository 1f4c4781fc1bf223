package io.shardmesh.node.home;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What libraries log goes into the home or nowhere. */
final class HomeLogTest {
    @TempDir Path directory;

    @SuppressWarnings("SystemOut") // It is what must stay empty.
    private static String onTerminal(Runnable work) {
        PrintStream before = System.err;
        ByteArrayOutputStream seen = new ByteArrayOutputStream();
        System.setErr(new PrintStream(seen, true, StandardCharsets.UTF_8));
        try {
            work.run();
        } finally {
            System.setErr(before);
        }
        return seen.toString(StandardCharsets.UTF_8);
    }

    @Test
    void libraryThatWarns_isInTheLogAndNotOnTheTerminal() throws IOException {
        Home home = Home.open(directory.resolve("home"));
        String seen =
                onTerminal(() -> {
                    try (HomeLog _ = HomeLog.open(home)) {
                        Logger.getLogger("io.vertx.some").warning("blocked for 2 s");
                    }
                    Logger.getLogger("io.vertx.some").warning("after the end");
                });
        assertEquals("", seen);
        String log = Files.readString(home.resolve("log/shardmesh.0.log"));
        assertTrue(log.contains("WARNING io.vertx.some blocked for 2 s"), log);
    }

    @Test
    void lineThatCannotBeWritten_isLostInSilence() {
        Home home = Home.open(directory.resolve("home"));
        String seen =
                onTerminal(() -> {
                    try (HomeLog _ = HomeLog.open(home)) {
                        LogRecord bad = new LogRecord(Level.WARNING, "text");
                        bad.setLoggerName("x");
                        bad.setThrown(new Unprintable());
                        Logger.getLogger("x").log(bad);
                    }
                });
        assertEquals("", seen);
    }

    /** Makes the handler fail, as a full disk does. */
    private static final class Unprintable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        @Override
        public void printStackTrace(java.io.PrintWriter to) {
            throw new IllegalStateException("no room");
        }
    }
}
