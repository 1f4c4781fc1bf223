package io.shardmesh.node;

/** The version of the program. */
public final class Version {
    /** As it is shown and told to peers. */
    public static final String TEXT = "0.1.0";

    private Version() {}
}
