/**
 * Files that a user names: what a put reads and a get writes. A command opens them itself; the
 * service in its home, which runs as the same user, opens them again when it can, so that content
 * does not pass through the control socket.
 *
 * <p>Blocking calls are made on virtual threads. May depend on {@code node.api} and {@code
 * node.io}. A source or sink belongs to the one transfer that it was opened for. Read {@link
 * io.shardmesh.node.file.FileSource} first.
 */
@NullMarked
package io.shardmesh.node.file;

import org.jspecify.annotations.NullMarked;
