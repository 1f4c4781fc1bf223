/**
 * A month of a large mesh: machines leave for good every day, others come, and objects have to
 * outlive them. Holders and a client are what the program makes of {@code node.member}, {@code
 * .holder}, {@code .repair}, {@code .object}, {@code .placement} and {@code .store}, over the
 * network of {@code plain} and files in memory; there are no catalogs, invites or restarts in it.
 *
 * <p>Read {@link io.shardmesh.simulator.month.MonthScenario} first.
 */
@NullMarked
package io.shardmesh.simulator.month;

import org.jspecify.annotations.NullMarked;
