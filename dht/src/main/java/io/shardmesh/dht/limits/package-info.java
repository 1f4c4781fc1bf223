/**
 * The bounds of the DHT: every table, reply, lookup and wait has a named one here, with its reason.
 *
 * <p>Immutable records that check themselves; depend on nothing. {@code DhtConfig} puts them
 * together.
 */
@NullMarked
package io.shardmesh.dht.limits;

import org.jspecify.annotations.NullMarked;
