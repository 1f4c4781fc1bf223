/**
 * JMH benchmarks of what moves bulk bytes. {@code scripts/bench.sh} builds and runs them; read
 * {@link io.shardmesh.bench.BenchMain} first. May depend on every module above; nothing depends on
 * it. Each thread of a benchmark owns its state.
 */
@NullMarked
package io.shardmesh.bench;

import org.jspecify.annotations.NullMarked;
