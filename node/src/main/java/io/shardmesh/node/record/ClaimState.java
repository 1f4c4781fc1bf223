package io.shardmesh.node.record;

/** What a holder says about one shard. */
public enum ClaimState {
    /** Its bytes are arriving; it cannot be read yet. */
    RECEIVING,
    /** It is stored whole, verified and synced. */
    COMPLETE,
    /** The holder keeps it no longer. */
    RELEASED;

    /** The number in the encoding; never reused. */
    int wireNumber() {
        return switch (this) {
            case RECEIVING -> 1;
            case COMPLETE -> 2;
            case RELEASED -> 3;
        };
    }

    static ClaimState ofWireNumber(int number, RecordReader in) {
        return switch (number) {
            case 1 -> RECEIVING;
            case 2 -> COMPLETE;
            case 3 -> RELEASED;
            default -> throw in.malformed("state", "no state " + number);
        };
    }
}
