/**
 * Files: one port in completion style, and its adapters for the operating system and for memory.
 *
 * <p>May depend on the JDK and on {@code node.api} for failures. An adapter owns its open files;
 * the futures of a port complete on the strand of whoever opened the port, so callers need no
 * locks. Read {@link io.shardmesh.node.io.FilePort} first, then its contract test.
 */
@NullMarked
package io.shardmesh.node.io;

import org.jspecify.annotations.NullMarked;
