/**
 * Meshes of real processes on this machine, and the checks that run on them: behind {@code
 * scripts/cluster.sh} and {@code scripts/cluster-test.sh}.
 *
 * <p>May use the command line and the public side of the node; nothing may depend on it. All state
 * of a mesh lies in one directory, so that separate runs can work on it one after the other. Read
 * {@link io.shardmesh.testing.cluster.Cluster} first.
 */
@NullMarked
package io.shardmesh.testing.cluster;

import org.jspecify.annotations.NullMarked;
