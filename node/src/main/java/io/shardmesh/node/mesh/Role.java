package io.shardmesh.node.mesh;

import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** What a member may do beyond putting and getting, which every member of a listed owner may. */
public enum Role {
    /** Keeps shards for others. */
    HOLD(1, "hold"),
    /** Takes part in folders and changes them. */
    SYNC_READ_WRITE(2, "sync"),
    /** Takes part in folders and changes nothing. */
    SYNC_READ_ONLY(4, "sync-read-only"),
    /** Only puts and gets. */
    CLIENT(8, "client");

    private final int bit;
    private final String word;

    Role(int bit, String word) {
        this.bit = bit;
        this.word = word;
    }

    /** What users call it. */
    public String word() {
        return word;
    }

    /** An unmodifiable set in the order of this enum, whatever the order of the collection. */
    public static Set<Role> setOf(Collection<Role> roles) {
        EnumSet<Role> set = EnumSet.noneOf(Role.class);
        set.addAll(roles);
        return Collections.unmodifiableSet(set);
    }

    /** One bit for each role, as it is encoded. */
    static int toBits(Set<Role> roles) {
        int bits = 0;
        for (Role role : roles) {
            bits |= role.bit;
        }
        return bits;
    }

    /** The roles that this version knows; bits of later ones are skipped. */
    static Set<Role> ofBits(int bits) {
        EnumSet<Role> set = EnumSet.allOf(Role.class);
        set.removeIf(role -> (bits & role.bit) == 0);
        return Collections.unmodifiableSet(set);
    }
}
