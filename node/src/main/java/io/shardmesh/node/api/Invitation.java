package io.shardmesh.node.api;

import java.time.Instant;

/**
 * A fresh invite.
 *
 * @param text the one line that the joiner needs; it admits whoever has it, once: never logged
 * @param role what it admits to
 * @param end until when it can be redeemed
 */
public record Invitation(String text, InviteRole role, Instant end) {
    /** Leaves the text out. */
    @Override
    public String toString() {
        return "Invitation[role=" + role + ", end=" + end + "]";
    }
}
