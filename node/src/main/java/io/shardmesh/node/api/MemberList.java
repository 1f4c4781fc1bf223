package io.shardmesh.node.api;

import io.shardmesh.crypto.Digest;
import java.util.List;

/**
 * The membership list at hand.
 *
 * @param mesh id of the mesh
 * @param name of the mesh
 * @param sequence of the list
 * @param members in the list's order
 */
public record MemberList(Digest mesh, String name, long sequence, List<MemberInfo> members) {
    /** Takes a copy of the list. */
    public MemberList {
        members = List.copyOf(members);
    }
}
