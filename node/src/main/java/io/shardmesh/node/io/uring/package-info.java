/**
 * Files by Linux's io_uring: a file port whose reads, writes and syncs cost no thread each. Raw
 * system calls through {@code java.lang.foreign}, the only user of which this is; nothing native is
 * shipped. Whoever cannot have a ring is told why, and takes {@link
 * io.shardmesh.node.io.ChannelFiles}.
 *
 * <p>May depend on {@code node.io} and {@code node.api}. One platform thread owns each ring and all
 * native memory that belongs to it. <b>A buffer or a descriptor belongs to the kernel until the
 * completion of its operation was seen</b>, also when whoever asked has cancelled its future, gave
 * up waiting, or closes: a future that is cancelled takes nothing back, a close waits. Read {@link
 * io.shardmesh.node.io.uring.Uring} first, then {@code RingLoop}.
 */
@NullMarked
package io.shardmesh.node.io.uring;

import org.jspecify.annotations.NullMarked;
