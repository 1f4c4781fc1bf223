/**
 * The routing table: which peers we know, kept nearest to ourselves, with proof of life.
 *
 * <p>May depend on {@code dht.contact} and {@code dht.limits} only. One {@link
 * io.shardmesh.dht.routing.RoutingTable} is owned by one {@code Dht} and touched by its thread
 * alone; nothing here has a clock or sends anything: what needs a ping comes back as a value. Read
 * {@link io.shardmesh.dht.routing.KBucket} first, it holds the rules.
 */
@NullMarked
package io.shardmesh.dht.routing;

import org.jspecify.annotations.NullMarked;
