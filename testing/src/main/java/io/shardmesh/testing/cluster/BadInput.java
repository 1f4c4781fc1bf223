package io.shardmesh.testing.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A command that cannot succeed, and what has to come of it: an exit code, one line on standard
 * error that names the thing, the cause and the next step, nothing on standard output, and nothing
 * left behind.
 *
 * @param folder where it runs, with nothing in it but what the command may read
 * @param home the home it runs in
 * @param place as whom, on what disk
 * @param arguments the command
 * @param exitCode 1, or 2 for wrong usage
 * @param limitSeconds how long it may take
 * @param said words of the line
 */
record BadInput(
        Path folder,
        Path home,
        CommandProcess.Place place,
        List<String> arguments,
        int exitCode,
        double limitSeconds,
        List<String> said) {
    /** Ends a hang; only where speed is promised is there a limit of its own. */
    private static final double USUAL_SECONDS = 60;

    private static final String PREFIX = "shardmesh: ";

    static BadInput in(Path folder, Path home, String... arguments) {
        return new BadInput(
                folder,
                home,
                new CommandProcess.Place.Plain(),
                List.of(arguments),
                1,
                USUAL_SECONDS,
                List.of());
    }

    BadInput at(CommandProcess.Place changed) {
        return new BadInput(folder, home, changed, arguments, exitCode, limitSeconds, said);
    }

    BadInput within(double seconds) {
        return new BadInput(folder, home, place, arguments, exitCode, seconds, said);
    }

    BadInput usage() {
        return new BadInput(folder, home, place, arguments, 2, limitSeconds, said);
    }

    BadInput says(String... words) {
        return new BadInput(folder, home, place, arguments, exitCode, limitSeconds, List.of(words));
    }

    /** Runs it; returns what was seen, or throws what is wrong with it. */
    String check(CommandProcess program) throws IOException {
        List<String> all = new ArrayList<>(arguments);
        all.addAll(List.of("--home", home.toString()));
        Set<String> before = Trees.list(folder);
        CommandProcess.Ended ended = program.run(folder, place, all);
        String seen =
                "exit %d after %.1f s, %s"
                        .formatted(ended.exitCode(), ended.seconds(), ended.err().strip());
        Report.require(ended.exitCode() == exitCode, "not exit " + exitCode + " but " + seen);
        requireOneLine(ended);
        Report.require(ended.seconds() <= limitSeconds, "later than " + limitSeconds + ": " + seen);
        Set<String> after = Trees.list(folder);
        Report.require(after.equals(before), "it left " + after + " instead of " + before);
        Report.require(
                ended.left().lines().noneMatch(BadInput::leftover),
                "it left on its disk: " + ended.left());
        return seen;
    }

    private void requireOneLine(CommandProcess.Ended ended) {
        String err = ended.err();
        Report.require(ended.out().isEmpty(), "on standard output: " + ended.out());
        Report.require(
                err.indexOf('\n') == err.length() - 1 && err.startsWith(PREFIX),
                "standard error is not one line of ours: " + err);
        Report.require(
                !err.contains("Exception") && !err.contains("is a bug"),
                "this is no line for a person: " + err);
        for (String words : said) {
            Report.require(err.contains(words), "\"" + words + "\" is not in: " + err.strip());
        }
    }

    /** Whether a file is one that only an unfinished write has. */
    static boolean leftover(String path) {
        return path.endsWith(".tmp")
                || path.endsWith(".new")
                || path.endsWith(".shardmesh-part")
                || path.endsWith("/out");
    }
}
