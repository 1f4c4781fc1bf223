/**
 * What a DHT server keeps for others: records with their validators ({@link
 * io.shardmesh.dht.record.Validators} first) and providers, bounded and with an end. Pure; owned by
 * one {@code Dht}.
 */
@NullMarked
package io.shardmesh.dht.record;

import org.jspecify.annotations.NullMarked;
