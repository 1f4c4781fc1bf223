package io.shardmesh.node.mesh;

import io.shardmesh.node.record.RecordKind;
import io.shardmesh.node.record.RecordLimits;
import io.shardmesh.node.record.RecordReader;
import io.shardmesh.node.record.RecordWriter;

/** The admin's answer to a {@link RedeemRequest}. */
public sealed interface RedeemAnswer {
    /** The joiner is listed; this is the list, to be verified against the invite's mesh id. */
    record Welcome(SignedMembershipList list) implements RedeemAnswer {}

    /** The joiner is not listed. */
    record Refused(Reason reason) implements RedeemAnswer {}

    /** Why a joiner was refused. Wire numbers are never reused. */
    enum Reason {
        /** No invite has this token. */
        UNKNOWN_TOKEN(1),
        /** The invite has ended. */
        EXPIRED(2),
        /** The invite was used before. */
        ALREADY_USED(3),
        /** The proof by the owner's key is wrong. */
        BAD_PROOF(4),
        /** The mesh has as many members as it may. */
        FULL(5),
        /** The peer is listed as another owner's. */
        OWNED_BY_ANOTHER(6),
        /** The admin key is locked now; the same invite works later. */
        LOCKED(7),
        /** A reason that this version does not know. */
        OTHER(255);

        private final int wireNumber;

        Reason(int wireNumber) {
            this.wireNumber = wireNumber;
        }

        private static Reason of(int wireNumber) {
            for (Reason reason : values()) {
                if (reason.wireNumber == wireNumber) {
                    return reason;
                }
            }
            return OTHER;
        }
    }

    /** The bytes to send. */
    default byte[] encode() {
        RecordWriter out = RecordWriter.of(RecordKind.REDEEM_ANSWER);
        switch (this) {
            case Welcome(SignedMembershipList list) -> out.u8(0).bytes32(list.encode());
            case Refused(Reason reason) -> out.u8(reason.wireNumber);
        }
        return out.noExtensions().finish();
    }

    /**
     * Reads an answer; says nothing about the list's signature.
     *
     * @throws io.shardmesh.node.record.MalformedRecordException when the bytes are not one
     */
    static RedeemAnswer decode(byte[] bytes) {
        RecordReader in = RecordReader.of(RecordKind.REDEEM_ANSWER, bytes);
        int number = in.u8("reason");
        RedeemAnswer answer =
                number == 0 ? new Welcome(readList(in)) : new Refused(Reason.of(number));
        in.extensions();
        in.end();
        return answer;
    }

    private static SignedMembershipList readList(RecordReader in) {
        return SignedMembershipList.decode(
                in.bytes32("list", 1, RecordLimits.MEMBERSHIP_LIST_BYTES));
    }
}
