package io.shardmesh.node.mesh;

import io.shardmesh.crypto.VerifyingKey;
import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.node.record.RecordReader;
import io.shardmesh.node.record.RecordTime;
import io.shardmesh.node.record.RecordWriter;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * A peer on the membership list.
 *
 * @param peer who it is
 * @param owner whose peer it is
 * @param roles what it may do beyond putting and getting
 * @param labels where it runs
 * @param end when its membership ends, in whole milliseconds; empty when it does not
 */
public record Member(
        PeerId peer, VerifyingKey owner, Set<Role> roles, Labels labels, Optional<Instant> end) {
    private static final int WITHOUT_END = 0;
    private static final int WITH_END = 1;

    /**
     * Puts the roles in order and drops what is finer than a millisecond.
     *
     * @throws IllegalArgumentException when a record cannot hold the end
     */
    public Member {
        roles = Role.setOf(roles);
        end = end.map(RecordTime::of);
    }

    /** The label of the machine that it runs on. */
    public String machine() {
        return labels.machine();
    }

    /** The label of its region, empty when none was given. */
    public String region() {
        return labels.region();
    }

    /** True until the end, which itself is too late. */
    public boolean activeAt(Instant now) {
        return end.map(now::isBefore).orElse(true);
    }

    void write(RecordWriter out) {
        out.peer(peer).key(owner).u16(Role.toBits(roles));
        labels.write(out);
        out.u8(end.isPresent() ? WITH_END : WITHOUT_END);
        end.ifPresent(out::time);
        out.noExtensions();
    }

    static Member read(RecordReader in) {
        PeerId peer = in.peer("peer");
        VerifyingKey owner = in.key("owner");
        Set<Role> roles = Role.ofBits(in.u16("roles"));
        Labels labels = Labels.read(in);
        boolean ends = in.u8("endPresent", WITHOUT_END, WITH_END) == WITH_END;
        Optional<Instant> end = ends ? Optional.of(in.time("end")) : Optional.empty();
        in.entryExtensions();
        return new Member(peer, owner, roles, labels, end);
    }
}
