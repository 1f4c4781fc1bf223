/**
 * js-libp2p as the other side of our libp2p: behind {@code scripts/interop-test.sh}. The program
 * that runs the js side lies in {@code testing/interop}.
 *
 * <p>May use {@code libp2p} and {@code dht} directly; nothing may depend on it. Read {@link
 * io.shardmesh.testing.interop.InteropTest} first.
 */
@NullMarked
package io.shardmesh.testing.interop;

import org.jspecify.annotations.NullMarked;
