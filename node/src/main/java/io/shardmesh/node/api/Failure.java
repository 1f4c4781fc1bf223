package io.shardmesh.node.api;

import java.util.Objects;

/**
 * Trouble that came from outside the program, as a value.
 *
 * @param kind what sort of trouble; decides about retries and the next step that is shown
 * @param operation what was being done, as a verb ("put", "open", "connect to")
 * @param subject the thing it was done to, as the user knows it; empty when there is none
 * @param cause what happened, one line without a closing stop; never holds a secret
 */
public record Failure(FailureKind kind, String operation, String subject, String cause) {
    /** Checks that nothing is missing. */
    public Failure {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(operation, "operation");
        Objects.requireNonNull(subject, "subject");
        Objects.requireNonNull(cause, "cause");
    }

    /** Returns this failure as a throwable for a future. */
    public FailureException exception() {
        return new FailureException(this);
    }

    /** One line: operation, subject and cause. */
    @Override
    public String toString() {
        return subject.isEmpty()
                ? operation + ": " + cause
                : operation + " " + subject + ": " + cause;
    }
}
