package io.shardmesh.node.api;

import io.shardmesh.crypto.ReadingPublicKey;
import io.shardmesh.erasure.Scheme;
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
 * @param scheme how to split; empty means what fits the machines on the list
 * @param minMachines least number of machines with complete shards that counts as success; empty
 *     means one more than the scheme needs (inline: two)
 * @param file what the sealed metadata says about the source
 */
public record PutRequest(
        String name,
        List<String> tags,
        List<ReadingPublicKey> readers,
        Optional<Scheme> scheme,
        OptionalInt minMachines,
        FileFacts file) {
    /** Most bytes of UTF-8 in a name. */
    public static final int MAX_NAME_BYTES = 1024;

    /** Most tags of one object, so that a catalog entry stays small. */
    public static final int MAX_TAG_COUNT = 64;

    /** Takes copies of the lists. */
    public PutRequest {
        tags = List.copyOf(tags);
        readers = List.copyOf(readers);
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
