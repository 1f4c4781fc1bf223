package io.shardmesh.node.holder;

import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureException;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.record.MalformedRecordException;
import java.util.function.Supplier;

/** Why a holder does not keep what it was sent, for whoever sent it. */
final class Refusals {
    private Refusals() {}

    static FailureException malformed(String cause) {
        return failure(FailureKind.MALFORMED, cause).exception();
    }

    static FailureException refused(String cause) {
        return failure(FailureKind.REFUSED, cause).exception();
    }

    /** For an object that its owner has deleted. */
    static Failure deleted() {
        return failure(FailureKind.DELETED, "its owner has deleted it");
    }

    /** For a shard that is not here. */
    static Failure absent() {
        return failure(FailureKind.NOT_FOUND, "no such shard is here");
    }

    /** For a second shard of one object: the loss of a machine is to take one part at most. */
    static FailureException crowded() {
        return refused("another part of its object is here");
    }

    /** For a shard that need not be brought. */
    static Failure here() {
        return failure(FailureKind.EXISTS, "the shard is here");
    }

    static Failure failure(FailureKind kind, String cause) {
        return new Failure(kind, "hold", "a shard", cause);
    }

    /** What was decoded; foreign bytes that are none make a failure of kind MALFORMED. */
    static <T> T decode(Supplier<T> decoding) {
        try {
            return decoding.get();
        } catch (MalformedRecordException | IllegalArgumentException malformed) {
            throw malformed(String.valueOf(malformed.getMessage()));
        }
    }
}
