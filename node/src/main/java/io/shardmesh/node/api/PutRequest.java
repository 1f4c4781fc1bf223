package io.shardmesh.node.api;

import io.shardmesh.crypto.ReadingPublicKey;
import io.shardmesh.erasure.Scheme;
import io.shardmesh.erasure.StripeLayout;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What is to be stored, and how.
 *
 * @param name under which the owner will find it; putting a name again makes a new version
 * @param tags of the catalog entry, without doubles
 * @param readers who may read besides the owner; refused when they are more than the format allows
 * @param spread how it is split and what counts as success
 * @param file what the sealed metadata says about the source
 */
public record PutRequest(
        String name,
        List<String> tags,
        List<ReadingPublicKey> readers,
        Spread spread,
        FileFacts file) {
    /** Most bytes of UTF-8 in a name. */
    public static final int MAX_NAME_BYTES = 1024;

    /** Most tags of one object, so that a catalog entry stays small. */
    public static final int MAX_TAG_COUNT = 64;

    /** Nothing asked for: what is usual. */
    public static final Spread USUAL =
            new Spread(Optional.empty(), OptionalInt.empty(), OptionalInt.empty());

    /** Takes copies of the lists. */
    public PutRequest {
        tags = List.copyOf(tags);
        readers = List.copyOf(readers);
    }

    /**
     * How an object is split and spread.
     *
     * @param scheme how to split; empty means what fits the machines on the list
     * @param minMachines least number of machines with complete shards that counts as success;
     *     empty means one more than the scheme needs (inline: two)
     * @param blockBytes size of a block, a power of two from {@link StripeLayout#MIN_BLOCK_BYTES}
     *     to {@link StripeLayout#MAX_BLOCK_BYTES}; empty means the largest
     */
    public record Spread(Optional<Scheme> scheme, OptionalInt minMachines, OptionalInt blockBytes) {
        /** Throws {@link IllegalArgumentException} for what is no block size. */
        public Spread {
            if (blockBytes.isPresent() && !isBlockSize(blockBytes.getAsInt())) {
                throw new IllegalArgumentException("no block size: " + blockBytes.getAsInt());
            }
        }

        /** Whether blocks may have this size. */
        public static boolean isBlockSize(long bytes) {
            return Long.bitCount(bytes) == 1
                    && bytes >= StripeLayout.MIN_BLOCK_BYTES
                    && bytes <= StripeLayout.MAX_BLOCK_BYTES;
        }
    }

    /**
     * What is known of the source before it is read.
     *
     * @param type media type; empty when nothing is known
     * @param mode POSIX permission bits
     * @param modified time of the last change
     * @param expectedBytes its length, when it has one before it is read
     */
    public record FileFacts(String type, int mode, Instant modified, OptionalLong expectedBytes) {}
}
