/** The command line of the simulator: {@code scripts/simulate.sh}. May use all of the simulator. */
@NullMarked
package io.shardmesh.simulator.command;

import org.jspecify.annotations.NullMarked;
