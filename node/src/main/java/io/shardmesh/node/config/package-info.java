/**
 * What the user set, and where: an option of the command counts before an environment variable,
 * that before {@code config.toml} of the home, that before the default. Pure but for reading the
 * file; may depend on {@code node.api}, {@code node.home} and the address types of libp2p. Start at
 * {@link io.shardmesh.node.config.Settings}.
 */
@NullMarked
package io.shardmesh.node.config;

import org.jspecify.annotations.NullMarked;
