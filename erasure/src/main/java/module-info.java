/** Reed-Solomon erasure coding; depends on the JDK alone. */
module io.shardmesh.erasure {
    requires static transitive org.jspecify;

    exports io.shardmesh.erasure;
}
