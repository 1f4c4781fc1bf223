package io.shardmesh.node.api;

import io.shardmesh.libp2p.multiformats.PeerId;

/**
 * A member was taken off the list.
 *
 * @param peer who
 * @param ownerRemoved whether that was its owner's last peer, which removes the owner too
 * @param sequence of the new list
 * @param toldCount connected members that have confirmed the new list
 */
public record RevokeOutcome(PeerId peer, boolean ownerRemoved, long sequence, int toldCount) {}
