package io.shardmesh.node.home;

import io.shardmesh.node.io.IoFailures;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.logging.ErrorManager;
import java.util.logging.FileHandler;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * Sends everything that this process logs, our own lines and those of libraries, into {@code
 * log/shardmesh.log} of the home, and nothing to the terminal. Two files of 8 MiB are kept.
 *
 * <p>Whoever logs uses {@link System.Logger}. No secret, passphrase or invite is ever logged.
 */
public final class HomeLog implements AutoCloseable {
    private static final int MAX_FILE_BYTES = 8 * 1024 * 1024;
    private static final int FILE_COUNT = 2;

    private final FileHandler handler;

    private HomeLog(FileHandler handler) {
        this.handler = handler;
    }

    /** Stops logging to the terminal, which is the JDK's default, without opening a file. */
    public static void silence() {
        LogManager.getLogManager().reset();
    }

    /** Opens the log; needs the home's lock. */
    public static HomeLog open(Home home) {
        Path directory = home.makeDirectory("log");
        silence();
        try {
            FileHandler handler =
                    new FileHandler(
                            // A percent sign would be a pattern for FileHandler.
                            directory.toString().replace("%", "%%") + "/shardmesh.%g.log",
                            MAX_FILE_BYTES,
                            FILE_COUNT,
                            true);
            handler.setFormatter(new OneLine());
            handler.setLevel(Level.ALL);
            handler.setEncoding("UTF-8");
            handler.setErrorManager(new Silent());
            Logger root = Logger.getLogger("");
            root.setLevel(Level.INFO);
            root.addHandler(handler);
            return new HomeLog(handler);
        } catch (IOException e) {
            throw IoFailures.of("open log", directory.toString(), e).exception();
        }
    }

    /** Writes what is left and closes the file. */
    @Override
    public void close() {
        Logger.getLogger("").removeHandler(handler);
        handler.close();
    }

    /** A line that cannot be written is lost; the usual manager would tell the terminal. */
    private static final class Silent extends ErrorManager {
        @Override
        public void error(String message, Exception thrown, int code) {
            // The disk is full or gone: whatever needs it fails by itself, with a line of ours.
        }
    }

    /** Time, level, logger, message; a stack trace follows when there is one. */
    private static final class OneLine extends Formatter {
        @Override
        public String format(LogRecord line) {
            StringWriter text = new StringWriter();
            PrintWriter out = new PrintWriter(text);
            // Foreign text must not be able to fake a line of its own.
            String message = formatMessage(line).replaceAll("[\\p{Cntrl}]", " ");
            out.printf(
                    "%s %s %s %s%n",
                    line.getInstant().truncatedTo(ChronoUnit.MILLIS),
                    line.getLevel(),
                    line.getLoggerName(),
                    message);
            if (line.getThrown() != null) {
                line.getThrown().printStackTrace(out);
            }
            out.flush();
            return text.toString();
        }
    }
}
