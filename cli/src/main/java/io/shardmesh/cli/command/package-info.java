/**
 * One class for each command. {@link io.shardmesh.cli.command.Shardmesh} puts them together, and
 * turns what goes wrong into one line and an exit code.
 */
@NullMarked
package io.shardmesh.cli.command;

import org.jspecify.annotations.NullMarked;
