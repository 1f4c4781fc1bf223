package io.shardmesh.testing.cluster;

/** Something that the person at the scripts has to know, in one line. */
public final class ClusterException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ClusterException(String line) {
        super(line, null, false, false);
    }
}
