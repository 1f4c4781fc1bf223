package io.shardmesh.node.control;

import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureException;
import io.shardmesh.node.api.FailureKind;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/** Failures on the wire, and the few of the wire itself. */
final class Failures {
    private static final Logger LOG = System.getLogger("io.shardmesh.node.control");

    private Failures() {}

    static Fields encode(Failure failure) {
        return Fields.ofType("failed")
                .put("kind", failure.kind().wireNumber())
                .put("operation", failure.operation())
                .put("subject", failure.subject())
                .put("cause", failure.cause());
    }

    static Failure decode(Fields fields) {
        return new Failure(
                FailureKind.ofWireNumber(fields.count("kind")),
                fields.text("operation"),
                fields.text("subject"),
                fields.text("cause"));
    }

    /** The failure that a future ended with; anything else is a bug, which is logged. */
    static Failure of(@Nullable Throwable thrown) {
        return FailureException.find(thrown)
                .orElseGet(() -> {
                    LOG.log(Level.ERROR, "bug in a control request", thrown);
                    return new Failure(
                            FailureKind.INTERNAL,
                            "answer",
                            "control request",
                            "a bug, see the log of the service");
                });
    }

    static Failure serviceGone() {
        return new Failure(
                FailureKind.UNREACHABLE, "ask", "service", "it closed the control connection");
    }

    static Failure serviceEnding() {
        return new Failure(FailureKind.UNREACHABLE, "ask", "service", "it is ending");
    }

    static Failure cancelled(String operation) {
        return new Failure(FailureKind.CANCELLED, operation, "", "cancelled");
    }
}
