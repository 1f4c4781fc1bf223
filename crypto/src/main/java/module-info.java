/** Keys, sealing and hashing. Bouncy Castle stays behind {@code crypto.internal}. */
module io.shardmesh.crypto {
    requires static org.jspecify;
    requires static jdk.incubator.vector;
    requires jdk.management;
    requires org.bouncycastle.provider;

    exports io.shardmesh.crypto;
    exports io.shardmesh.crypto.blake3;
    exports io.shardmesh.crypto.channel;
    exports io.shardmesh.crypto.phrase;
    exports io.shardmesh.crypto.seal.v1;
}
