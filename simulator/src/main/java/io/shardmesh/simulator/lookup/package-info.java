/**
 * Many DHT nodes without connections and files: {@link
 * io.shardmesh.simulator.lookup.LookupScenario} shows how lookups grow with the network. On one
 * thread in virtual time.
 */
@NullMarked
package io.shardmesh.simulator.lookup;

import org.jspecify.annotations.NullMarked;
