package io.shardmesh.cli.render;

import io.shardmesh.node.api.Failure;

/** A failure as one line: the thing, the cause, and what can be done next. */
public final class FailureText {
    private static final String FIND = "find";
    private static final String LISTEN = "listen on";
    private static final String ASK_SERVICE = "ask";
    private static final String REACH_MEMBERS =
            "Check that nodes run ('shardmesh peers') or name one with --bootstrap.";

    private FailureText() {}

    /** The line, without the program's name. */
    public static String of(Failure failure) {
        String line = failure.toString().replaceAll("\\p{Cntrl}+", " ");
        String next = next(failure);
        return next.isEmpty() ? line + "." : line + ". " + next;
    }

    private static String reach(String operation) {
        return switch (operation) {
            case LISTEN -> "Choose an address of this machine with --bind.";
            case ASK_SERVICE -> "Try again; without a service the command does it by itself.";
            default -> REACH_MEMBERS;
        };
    }

    private static String next(Failure failure) {
        return switch (failure.kind()) {
            case NOT_FOUND ->
                    failure.operation().equals(FIND)
                            ? "See 'shardmesh list' for what there is."
                            : "Check the name and the path.";
            case EXISTS -> "Choose another, or use --force where the command has it.";
            case NOT_A_FILE -> "Name a regular file, or - for standard input.";
            case PERMISSION -> "Check owner and mode, or run as the user whose it is.";
            case NO_SPACE -> "Make room, or name another place.";
            case BUSY, TIMEOUT -> "Try again in a while.";
            case IN_USE ->
                    failure.operation().equals(LISTEN)
                            ? "End what uses it, or choose another with --port."
                            : "End the other user of it, or choose another.";
            case UNREACHABLE -> reach(failure.operation());
            case NO_PEERS -> REACH_MEMBERS;
            case NOT_ENOUGH_SHARDS -> "Start the machines that hold the others and try again.";
            case TOO_FEW_MACHINES -> "Add machines to the mesh, or ask for less.";
            case REFUSED -> "";
            case WRONG_KEY -> "Give the right key with --private-key.";
            case WRONG_PASSPHRASE -> "Give the right one with --passphrase-file, or type it.";
            case MALFORMED -> "Check it for typing errors.";
            case SOURCE_CHANGED -> "Put it again when nobody writes to it.";
            case NO_MESH -> "Found one with 'shardmesh mesh new' or join one.";
            case CANCELLED -> "Nothing of it is left behind.";
            case DAMAGED -> "Try again when more of its holders are up.";
            case IO -> "Check the disk or the pipe.";
            case OUT_OF_RANGE -> "Ask for bytes that it has; the first is 0.";
            case DELETED -> "A deleted object does not come back; put the file again.";
            case INTERNAL -> "This is a bug: please report it with the log of the home.";
        };
    }
}
