/**
 * The frozen binary records of store mode: object header, manifest, envelope, claim, lease and the
 * shard record that holds them all, with the signatures over them. Their bytes are specified in
 * {@code docs/formats}; a change of any of them needs a new version and a migration.
 *
 * <p>Pure: values in, values out. May depend on {@code crypto}, {@code erasure} and {@code
 * libp2p.multiformats}. Nobody owns state here; every type is immutable, and arrays are copied at
 * the edges. Decoding checks form and bounds, {@code verify} checks signatures, and {@code
 * consistentWith} checks that records belong together; the three are separate on purpose, so that a
 * caller sees which of them failed.
 *
 * <p>Read {@link io.shardmesh.node.record.ObjectHeader} first, then {@link
 * io.shardmesh.node.record.Manifest}.
 */
@NullMarked
package io.shardmesh.node.record;

import org.jspecify.annotations.NullMarked;
