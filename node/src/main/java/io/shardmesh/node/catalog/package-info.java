/**
 * The owner's catalog: names, tags and object keys, as a sealed append-only log of operations, one
 * per device, and an index over all logs of a folder.
 *
 * <p>Pure over {@link io.shardmesh.node.io.FilePort}; also depends on {@code crypto}, {@code
 * erasure} (schemes) and {@code node.api}. A {@link io.shardmesh.node.catalog.Catalog} owns its log
 * files and its index; all of it is confined to the strand on which the port's futures complete.
 * The logs are the truth, the index can be thrown away. Read {@code Catalog} first; the format is
 * fixed in {@code docs/formats/catalog-log.md}.
 */
@NullMarked
package io.shardmesh.node.catalog;

import org.jspecify.annotations.NullMarked;
