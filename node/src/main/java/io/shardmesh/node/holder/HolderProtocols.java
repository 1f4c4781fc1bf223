package io.shardmesh.node.holder;

/** The protocol ids under which holders are spoken to. */
public final class HolderProtocols {
    /** Put sessions, see {@code put.proto}. */
    public static final String PUT = "/shardmesh/put/2.0.0";

    /** Small objects, whole; see {@code inline.proto}. */
    public static final String INLINE = "/shardmesh/inline/1.0.0";

    /** Questions and blocks, see {@code get.proto}. */
    public static final String GET = "/shardmesh/get/1.0.0";

    /** What keeps objects alive, see {@code upkeep.proto}. */
    public static final String UPKEEP = "/shardmesh/upkeep/1.0.0";

    /** Newer envelopes of objects that are held, see {@code envelope.proto}. */
    public static final String ENVELOPE = "/shardmesh/envelope/1.0.0";

    private HolderProtocols() {}
}
