package io.shardmesh.dht;

/** Numbers for everything that is sent and reported on; each is given out once. */
final class QueryIds {
    private long last;

    long next() {
        return ++last;
    }
}
