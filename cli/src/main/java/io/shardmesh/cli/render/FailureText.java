package io.shardmesh.cli.render;

import io.shardmesh.node.api.Failure;

/** A failure as one line: the thing, the cause, and what can be done next. */
public final class FailureText {
    private FailureText() {}

    /** The line, without the program's name. */
    public static String of(Failure failure) {
        String line = failure.toString().replaceAll("\\p{Cntrl}+", " ");
        String next = next(failure);
        return next.isEmpty() ? line + "." : line + ". " + next;
    }

    private static String next(Failure failure) {
        return switch (failure.kind()) {
            case NOT_FOUND ->
                    failure.operation().equals("find")
                            ? "See 'shardmesh list' for what there is."
                            : "Check the name and the path.";
            case EXISTS -> "Choose another, or use --force where the command has it.";
            case NOT_A_FILE -> "Name a regular file, or - for standard input.";
            case PERMISSION -> "Check owner and mode, or run as the user whose it is.";
            case NO_SPACE -> "Make room, or name another place.";
            case BUSY, TIMEOUT -> "Try again in a while.";
            case IN_USE -> "End the other user of it, or choose another.";
            case UNREACHABLE, NO_PEERS ->
                    "Check that nodes run ('shardmesh peers') or name one with --bootstrap.";
            case NOT_ENOUGH_SHARDS -> "Start the machines that hold the others and try again.";
            case TOO_FEW_MACHINES -> "Add machines to the mesh, or ask for less.";
            case REFUSED -> "";
            case WRONG_KEY -> "Give the right key with --private-key.";
            case WRONG_PASSPHRASE -> "Try again with the right one.";
            case MALFORMED -> "Check it for typing errors.";
            case SOURCE_CHANGED -> "Put it again when nobody writes to it.";
            case NO_MESH -> "Found one with 'shardmesh mesh new' or join one.";
            case CANCELLED -> "Nothing of it is left behind.";
            case DAMAGED -> "Try again when more of its holders are up.";
            case IO -> "Check the disk or the pipe.";
            case INTERNAL -> "This is a bug: please report it with the log of the home.";
        };
    }
}
