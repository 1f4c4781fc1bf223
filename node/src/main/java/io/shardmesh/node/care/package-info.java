/**
 * What an owner does about objects that are stored: has all of it read, has lost parts made again,
 * has it deleted, and keeps its leases from ending.
 *
 * <p>Pure, on the node's strand. Read {@link io.shardmesh.node.care.Caretaker} first.
 */
@NullMarked
package io.shardmesh.node.care;

import org.jspecify.annotations.NullMarked;
