/** Reed-Solomon erasure coding; depends on the JDK alone. */
module io.shardmesh.erasure {
    requires static org.jspecify;

    exports io.shardmesh.erasure;
}
