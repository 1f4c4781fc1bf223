package io.shardmesh.node.sqlite;

import java.sql.SQLException;

/** What is done with a session, on a thread of the database. */
@FunctionalInterface
interface SqlWork<T> {
    /** Leaves the session open and does not commit. */
    T run(SqlSession session) throws SQLException;
}
