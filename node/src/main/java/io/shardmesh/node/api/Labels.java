package io.shardmesh.node.api;

import java.util.Optional;

/**
 * How a new member wants to be known on the list.
 *
 * @param machine label; empty means one derived from the machine's own id
 * @param region label; empty means none
 */
public record Labels(Optional<String> machine, Optional<String> region) {}
