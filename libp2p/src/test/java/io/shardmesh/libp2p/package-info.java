/** What tests of several packages share. */
@NullMarked
package io.shardmesh.libp2p;

import org.jspecify.annotations.NullMarked;
