/**
 * Peers that do not keep to the rules: raw connections that can send anything in any state of the
 * protocols, the table of what is malformed and what each case gets, and floods.
 *
 * <p>Blocking sockets, one thread each. Read {@link io.shardmesh.testing.attack.RawPeer} first.
 */
@NullMarked
package io.shardmesh.testing.attack;

import org.jspecify.annotations.NullMarked;
