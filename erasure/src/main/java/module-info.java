/** Reed-Solomon erasure coding; depends on the JDK alone, and works without its incubator. */
module io.shardmesh.erasure {
    requires static transitive org.jspecify;
    requires static jdk.incubator.vector;

    exports io.shardmesh.erasure;
}
