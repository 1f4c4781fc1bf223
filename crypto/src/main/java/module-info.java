/** Keys, sealing and hashing. Bouncy Castle stays behind {@code crypto.internal}. */
module io.shardmesh.crypto {
    requires static org.jspecify;
    requires org.bouncycastle.provider;

    exports io.shardmesh.crypto;
}
