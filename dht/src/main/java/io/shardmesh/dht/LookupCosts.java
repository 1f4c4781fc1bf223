package io.shardmesh.dht;

import io.shardmesh.dht.lookup.Lookup;

/**
 * What lookups of the owner have cost, as sums.
 *
 * @param lookupCount lookups that have ended
 * @param queryCount requests that they sent
 * @param hopCount peers in a row that led to the nearest one found
 */
public record LookupCosts(long lookupCount, long queryCount, long hopCount) {
    LookupCosts plus(Lookup lookup) {
        return new LookupCosts(
                lookupCount + 1, queryCount + lookup.queryCount(), hopCount + lookup.hopCount());
    }
}
