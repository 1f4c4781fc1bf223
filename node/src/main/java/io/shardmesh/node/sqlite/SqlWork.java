package io.shardmesh.node.sqlite;

import java.sql.Connection;
import java.sql.SQLException;

/** What is done with a connection, on a thread of the database. */
@FunctionalInterface
interface SqlWork<T> {
    /** Leaves the connection open and does not commit. */
    T run(Connection connection) throws SQLException;
}
