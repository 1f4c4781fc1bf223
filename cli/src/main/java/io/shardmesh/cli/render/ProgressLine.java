package io.shardmesh.cli.render;

import io.shardmesh.node.api.Progress;
import java.util.Locale;

/** How far an operation is, in one line that fits the terminal. */
public final class ProgressLine {
    private static final int MAX_BAR = 30;
    private static final int MIN_BAR = 5;

    private ProgressLine() {}

    /** The line; at most {@code columns} - 1 characters, so that no terminal wraps it. */
    public static String of(String what, Progress progress, long elapsedNanos, int columns) {
        double seconds = Math.max(elapsedNanos / 1e9, 0.001);
        String speed = Sizes.of((long) (progress.doneBytes() / seconds)) + "/s";
        String text;
        if (progress.totalBytes().orElse(0) > 0) {
            double part =
                    Math.min(1.0, (double) progress.doneBytes() / progress.totalBytes().orElse(1));
            String figures =
                    String.format(
                            Locale.ROOT,
                            " %3d %% of %s, %s",
                            (int) (part * 100),
                            Sizes.of(progress.totalBytes().getAsLong()),
                            speed);
            int room = Math.min(MAX_BAR, columns - what.length() - figures.length() - 5);
            text = what + " " + (room >= MIN_BAR ? bar(part, room) : "") + figures;
        } else {
            text = what + " " + Sizes.of(progress.doneBytes()) + ", " + speed;
        }
        return text.length() < columns ? text : text.substring(0, Math.max(0, columns - 1));
    }

    private static String bar(double part, int width) {
        int full = (int) Math.round(part * width);
        return "[" + "#".repeat(full) + "-".repeat(width - full) + "]";
    }
}
