/**
 * Many files at once: which files a batch is of, the content of a bundle as it is read from them,
 * and the folder into which a batch is written.
 *
 * <p>May use {@code node.api}, {@code node.bundle}, {@code node.file}, {@code node.io} and {@code
 * crypto}. What reads or writes belongs to one thread at a time; {@link
 * io.shardmesh.cli.batch.Destination} may be shared. Read {@link io.shardmesh.cli.batch.FileScan}
 * and {@link io.shardmesh.cli.batch.Destination} first.
 */
@NullMarked
package io.shardmesh.cli.batch;

import org.jspecify.annotations.NullMarked;
