package io.shardmesh.node.mesh;

import io.shardmesh.node.record.RecordReader;
import io.shardmesh.node.record.RecordTime;
import io.shardmesh.node.record.RecordWriter;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What an invite grants.
 *
 * @param roles the roles of whoever redeems it
 * @param quotaBytes the quota of its owner, when that is not listed yet; empty for no limit
 * @param notAfter when the invite ends, in whole milliseconds
 */
public record InviteTerms(Set<Role> roles, OptionalLong quotaBytes, Instant notAfter) {
    private static final int WITHOUT_QUOTA = 0;
    private static final int WITH_QUOTA = 1;

    /**
     * Puts the roles in order and drops what is finer than a millisecond.
     *
     * @throws IllegalArgumentException when the quota is negative or a record cannot hold the end
     */
    public InviteTerms {
        roles = Role.setOf(roles);
        notAfter = RecordTime.of(notAfter);
        if (quotaBytes.orElse(0) < 0) {
            throw new IllegalArgumentException("quotaBytes is negative");
        }
    }

    void write(RecordWriter out) {
        out.u16(Role.toBits(roles)).u8(quotaBytes.isPresent() ? WITH_QUOTA : WITHOUT_QUOTA);
        quotaBytes.ifPresent(out::u64);
        out.time(notAfter);
    }

    static InviteTerms read(RecordReader in) {
        Set<Role> roles = Role.ofBits(in.u16("roles"));
        boolean limited = in.u8("quotaPresent", WITHOUT_QUOTA, WITH_QUOTA) == WITH_QUOTA;
        OptionalLong quota = limited ? OptionalLong.of(in.u64("quota")) : OptionalLong.empty();
        return new InviteTerms(roles, quota, in.time("notAfter"));
    }
}
