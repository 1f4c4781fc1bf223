package io.shardmesh.node.record;

/**
 * Bytes are not a record of the expected form. Thrown by every decoder of this module and by
 * nothing else; it says nothing about signatures.
 */
public final class MalformedRecordException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String field;

    /**
     * @param field the record and the field that is wrong, e.g. {@code manifest.sealedBytes}
     * @param why what is wrong with it, in words
     */
    public MalformedRecordException(String field, String why) {
        // Foreign bytes cause this all the time; a stack trace would cost more than the check.
        super(field + ": " + why, null, false, false);
        this.field = field;
    }

    /** The record and the field that is wrong, e.g. {@code manifest.sealedBytes}. */
    public String field() {
        return field;
    }
}
