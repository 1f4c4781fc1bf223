package io.shardmesh.node.api;

/**
 * Why something outside the program went wrong, in the terms of the person who has to act on it.
 *
 * <p>The wire number of a kind goes over the control socket and is never reused for another
 * meaning; a receiver that does not know a number reads it as {@link #INTERNAL}.
 */
public enum FailureKind {
    /** The named thing does not exist, here or at any peer that was asked. */
    NOT_FOUND(1, false),
    /** The output or the name is taken and may not be overwritten. */
    EXISTS(2, false),
    /** A directory, a device or something else that is not a regular file. */
    NOT_A_FILE(3, false),
    /** The operating system refused access. */
    PERMISSION(4, false),
    /** A disk or a quota is full. */
    NO_SPACE(5, false),
    /** A bounded queue or budget is full at the moment. */
    BUSY(6, true),
    /** Another process holds the port, the home or the file. */
    IN_USE(7, true),
    /** No answer within the limit. */
    TIMEOUT(8, true),
    /** The peer or service could not be connected to. */
    UNREACHABLE(9, true),
    /** Fewer intact shards were found than the scheme needs. */
    NOT_ENOUGH_SHARDS(10, true),
    /** Fewer machines took part than the request demands. */
    TOO_FEW_MACHINES(11, false),
    /** A peer or the membership list says no. */
    REFUSED(12, false),
    /** The key at hand is not among the readers, or not the right one. */
    WRONG_KEY(13, false),
    /** The passphrase does not open the key file. */
    WRONG_PASSPHRASE(14, false),
    /** Text or bytes that are not what they claim to be. */
    MALFORMED(15, false),
    /** The source changed while it was read. */
    SOURCE_CHANGED(16, true),
    /** This home belongs to no mesh yet. */
    NO_MESH(17, false),
    /** No other member could be reached. */
    NO_PEERS(18, true),
    /** The user or the other side ended it. */
    CANCELLED(19, true),
    /** Stored bytes failed their check. */
    DAMAGED(20, false),
    /** The operating system reported an input or output error. */
    IO(21, true),
    /** A bug: something that should not be possible. */
    INTERNAL(22, false),
    /** A range has no byte of the file. */
    OUT_OF_RANGE(23, false),
    /** Its owner has deleted it. */
    DELETED(24, false);

    private final int wireNumber;
    private final boolean worthRetrying;

    FailureKind(int wireNumber, boolean worthRetrying) {
        this.wireNumber = wireNumber;
        this.worthRetrying = worthRetrying;
    }

    /** Returns the number that stands for this kind on the control socket. */
    public int wireNumber() {
        return wireNumber;
    }

    /** Says whether the same request may succeed later although nobody changes anything. */
    public boolean worthRetrying() {
        return worthRetrying;
    }

    /** Returns the kind of a number from the wire, {@link #INTERNAL} when it is unknown. */
    public static FailureKind ofWireNumber(int number) {
        for (FailureKind kind : values()) {
            if (kind.wireNumber == number) {
                return kind;
            }
        }
        return INTERNAL;
    }
}
