package io.shardmesh.node.mesh;

import io.shardmesh.crypto.SigningKey;
import java.util.List;
import java.util.OptionalLong;

/** How a mesh begins. */
public final class Founding {
    private static final long FIRST_SEQUENCE = 1;

    private Founding() {}

    /**
     * The first list of a mesh: its founder alone, whose owner has no quota.
     *
     * @param admin the key that the mesh is named after; stays the caller's, another for each mesh
     * @throws IllegalArgumentException when the name is too long or has control characters
     */
    public static SignedMembershipList found(SigningKey admin, String name, Member founder) {
        OwnerEntry owner = new OwnerEntry(founder.owner(), OptionalLong.empty());
        return new MembershipList(
                        admin.verifyingKey(),
                        name,
                        FIRST_SEQUENCE,
                        List.of(founder),
                        List.of(owner))
                .sign(admin);
    }
}
