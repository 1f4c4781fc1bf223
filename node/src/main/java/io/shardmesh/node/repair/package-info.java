/**
 * Keeps objects alive that lie here: takes stock of who else has a part of each, makes lost parts
 * again, releases surplus ones, lets nothing come back that its owner has deleted, and audits the
 * other holders (design §5 Holder set, repair, audit).
 *
 * <p>Pure, on the node's strand. Read {@link io.shardmesh.node.repair.Upkeep} first, then {@link
 * io.shardmesh.node.repair.Diagnosis}, which decides.
 */
@NullMarked
package io.shardmesh.node.repair;

import org.jspecify.annotations.NullMarked;
