package io.shardmesh.node.sqlite;

import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureException;
import io.shardmesh.node.api.FailureKind;
import java.sql.SQLException;
import java.util.Objects;

/** Trouble with SQLite as {@link Failure}s; codes from sqlite.org/rescode.html. */
final class SqlFailures {

    private static final int PERM = 3;
    private static final int BUSY = 5;
    private static final int LOCKED = 6;
    private static final int READONLY = 8;
    private static final int CORRUPT = 11;
    private static final int FULL = 13;
    private static final int CANTOPEN = 14;
    private static final int NOTADB = 26;

    private SqlFailures() {}

    static FailureException of(String operation, String subject, SQLException thrown) {
        String said = Objects.requireNonNullElse(thrown.getMessage(), thrown.toString());
        FailureKind kind = kind(thrown);
        String cause =
                kind == FailureKind.NO_SPACE
                        ? "no space left on device"
                        : said.lines().findFirst().orElse("");
        return new Failure(kind, operation, subject, cause).exception();
    }

    /** True when the file itself is unusable, as opposed to a full disk or a missing right. */
    static boolean isDamage(SQLException thrown) {
        return kind(thrown) == FailureKind.DAMAGED;
    }

    private static FailureKind kind(SQLException thrown) {
        // The low byte is the primary code, the others refine it.
        return switch (thrown.getErrorCode() & 0xFF) {
            case PERM, READONLY, CANTOPEN -> FailureKind.PERMISSION;
            case BUSY, LOCKED -> FailureKind.BUSY;
            case CORRUPT, NOTADB -> FailureKind.DAMAGED;
            case FULL -> FailureKind.NO_SPACE;
            default -> FailureKind.IO;
        };
    }
}
