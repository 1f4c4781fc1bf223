/**
 * The command line. {@link io.shardmesh.cli.Main} starts it; {@code command} has one class for each
 * command, {@code render} turns outcomes into text or JSON as pure functions. What every command
 * shares (options, streams, the way to a node) is {@link io.shardmesh.cli.CommandContext}.
 *
 * <p>May depend on the node's exported packages, picocli, JLine and Jackson. stdout is for results,
 * stderr for everything else; nothing else may print.
 */
@NullMarked
package io.shardmesh.cli;

import org.jspecify.annotations.NullMarked;
