package io.shardmesh.node.mesh;

import io.shardmesh.crypto.VerifyingKey;
import io.shardmesh.node.record.RecordReader;
import io.shardmesh.node.record.RecordWriter;
import java.util.OptionalLong;

/**
 * An owner on the membership list.
 *
 * @param key its signing key
 * @param quotaBytes what each holder keeps for it at most; empty for no limit
 */
public record OwnerEntry(VerifyingKey key, OptionalLong quotaBytes) {
    private static final int WITHOUT_QUOTA = 0;
    private static final int WITH_QUOTA = 1;

    /**
     * Checks the quota.
     *
     * @throws IllegalArgumentException when it is negative
     */
    public OwnerEntry {
        if (quotaBytes.orElse(0) < 0) {
            throw new IllegalArgumentException("quotaBytes is negative");
        }
    }

    void write(RecordWriter out) {
        out.key(key).u8(quotaBytes.isPresent() ? WITH_QUOTA : WITHOUT_QUOTA);
        quotaBytes.ifPresent(out::u64);
        out.noExtensions();
    }

    static OwnerEntry read(RecordReader in) {
        VerifyingKey key = in.key("owner");
        boolean limited = in.u8("quotaPresent", WITHOUT_QUOTA, WITH_QUOTA) == WITH_QUOTA;
        OptionalLong quota = limited ? OptionalLong.of(in.u64("quota")) : OptionalLong.empty();
        in.entryExtensions();
        return new OwnerEntry(key, quota);
    }
}
