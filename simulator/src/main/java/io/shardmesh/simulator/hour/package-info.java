/**
 * The scenario that everything is in: an hour of users and faults in a mesh of whole nodes, then a
 * phase without faults in which all has to come right.
 *
 * <p>Read {@link io.shardmesh.simulator.hour.HourScenario} first. Joins the packages {@code fault},
 * {@code load} and {@code invariant}.
 */
@NullMarked
package io.shardmesh.simulator.hour;

import org.jspecify.annotations.NullMarked;
