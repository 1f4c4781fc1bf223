/**
 * One iterative lookup: whom to ask next, and when enough have answered.
 *
 * <p>May depend on {@code dht.contact} and {@code dht.limits} only. A {@link
 * io.shardmesh.dht.lookup.Lookup} (read it first) is owned by the {@code Dht} that runs it; it
 * neither sends nor waits, its owner tells it who answered and who did not.
 */
@NullMarked
package io.shardmesh.dht.lookup;

import org.jspecify.annotations.NullMarked;
