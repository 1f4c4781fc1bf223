/**
 * The only user of JDBC: adapters that keep the indexes of the shard store and the catalog in
 * SQLite files. Every such file can be thrown away; it is made again from what it indexes.
 *
 * <p>May depend on the ports that it implements and on {@code node.api}. Each {@link
 * io.shardmesh.node.sqlite.SqliteDatabase} owns its connections and platform threads; read it
 * first. Schemas are numbered migrations, resources {@code /db/<name>/001.sql} and up.
 */
@NullMarked
package io.shardmesh.node.sqlite;

import org.jspecify.annotations.NullMarked;
