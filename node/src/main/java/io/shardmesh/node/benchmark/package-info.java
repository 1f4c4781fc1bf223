/**
 * Measures the parts of a node on the machine where it runs, each beside what bounds it there. Runs
 * on the caller's thread; figures are only as good as the machine is quiet.
 */
@NullMarked
package io.shardmesh.node.benchmark;

import org.jspecify.annotations.NullMarked;
