package io.shardmesh.libp2p.swarm;

/**
 * What has crossed all connections of a swarm since its start, as the network carries it.
 *
 * @param sentBytes handed to connections
 * @param receivedBytes that came on them
 */
public record Traffic(long sentBytes, long receivedBytes) {

    /** Counts it. */
    static final class Counter {
        private long sentBytes;
        private long receivedBytes;

        void sent(int bytes) {
            sentBytes += bytes;
        }

        void received(int bytes) {
            receivedBytes += bytes;
        }

        Traffic now() {
            return new Traffic(sentBytes, receivedBytes);
        }
    }
}
