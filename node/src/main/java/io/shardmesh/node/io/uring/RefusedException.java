package io.shardmesh.node.io.uring;

/** There is no ring to be had; the message says why in a few words. */
final class RefusedException extends Exception {
    private static final long serialVersionUID = 1;

    RefusedException(String reason) {
        super(reason);
    }

    /** A system call said no. */
    static RefusedException of(String call, long result) {
        return new RefusedException(call + ": " + Errno.words((int) result));
    }
}
