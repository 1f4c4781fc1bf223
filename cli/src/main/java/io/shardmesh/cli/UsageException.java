package io.shardmesh.cli;

/** The command was used wrongly: exit code 2. The message is one line for the user. */
public final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Says what was wrong and what would be right. */
    public UsageException(String message) {
        super(message, null, false, false);
    }
}
