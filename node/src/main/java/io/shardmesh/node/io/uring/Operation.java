package io.shardmesh.node.io.uring;

import io.shardmesh.node.api.FailureKind;
import org.jspecify.annotations.Nullable;

/**
 * Something that was asked for, done in steps of one or two entries each. All methods are called on
 * the ring's thread, in turn: staging, entryCount, entry for each part, completed for each part,
 * and again from the start or settle.
 */
sealed interface Operation permits ReadBytes, WriteBytes, OpenFile, DescriptorCall {
    /** Whether there is a next step. */
    enum Progress {
        /** A part of this step is still with the kernel. */
        UNDER_WAY,
        /** The step is over, there is another. */
        AGAIN,
        /** All is done, well or not. */
        DONE
    }

    /** The buffer that the next step needs. */
    Staging.Size staging();

    /** How many entries the next step has, 1 or 2. */
    default int entryCount() {
        return 1;
    }

    /**
     * One entry of the next step.
     *
     * @param slot the operation's alone until the step is over; null when it wanted none
     */
    Entry entry(int part, Staging.@Nullable Slot slot);

    /** The kernel is done with one entry; the result is a negated error, or what it did. */
    Progress completed(int part, int result);

    /** Linked entries may have come apart on their way to the kernel. */
    default void linksBroken() {}

    /** After DONE: what is to run on the owner's strand. */
    Runnable settle();

    /** It was never begun. Returns what is to run on the owner's strand. */
    Runnable refuse(FailureKind kind, String cause);
}
