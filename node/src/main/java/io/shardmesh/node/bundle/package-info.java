/**
 * Bundles: many small files in one object, one after the other, with an index of them behind. See
 * docs/formats/bundle.md.
 *
 * <p>Pure values and codecs; may use {@code crypto} and {@code node.api}. A plan and a source
 * belong to the one put that they were made for. Read {@link io.shardmesh.node.bundle.BundleIndex}
 * first.
 */
@NullMarked
package io.shardmesh.node.bundle;

import org.jspecify.annotations.NullMarked;
