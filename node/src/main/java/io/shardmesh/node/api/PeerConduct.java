package io.shardmesh.node.api;

import java.time.Duration;
import java.util.Optional;

/**
 * What this node has seen of a peer lately. All of it fades: answers by half in six hours, lateness
 * in half an hour, audits in three days.
 *
 * @param answerTime how long it takes to answer a small question; empty when it never did
 * @param availability the share of questions that it answered, 0 to 1
 * @param lateness in how many of the last gets it kept the others waiting, 0 to 1
 * @param audits proofs of what it keeps
 * @param asked whether it is asked like others
 */
public record PeerConduct(
        Optional<Duration> answerTime,
        double availability,
        double lateness,
        Audits audits,
        Asked asked) {
    /**
     * Faded counts.
     *
     * @param passed it showed what it says to have
     * @param failed it could not, or gave other bytes
     */
    public record Audits(double passed, double failed) {}

    /** Whether operations ask a peer. */
    public enum Asked {
        /** Like any other. */
        YES,
        /** It did not answer; only when there are not enough others. */
        LAST,
        /** The same, and a question that finds out whether it is back is under way. */
        PROBED
    }
}
