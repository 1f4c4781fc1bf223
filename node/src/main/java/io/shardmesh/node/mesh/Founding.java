package io.shardmesh.node.mesh;

import io.shardmesh.crypto.Keyring;
import io.shardmesh.crypto.SigningKey;
import io.shardmesh.node.record.MeshId;
import java.util.List;
import java.util.OptionalLong;

/** How a mesh begins. */
public final class Founding {
    private static final long FIRST_SEQUENCE = 1;

    private Founding() {}

    /** The id of the mesh that this keyring founds with its admin key of that index. */
    public static MeshId meshId(Keyring keyring, int adminIndex) {
        try (SigningKey admin = keyring.adminKey(adminIndex)) {
            return MeshId.ofAdmin(admin.verifyingKey());
        }
    }

    /**
     * The first list of a mesh: its founder alone, whose owner has no quota.
     *
     * @param adminIndex index of the admin key in the founder's keyring; another for each mesh
     * @throws IllegalArgumentException when the name is too long or has control characters
     */
    public static SignedMembershipList found(
            Keyring keyring, int adminIndex, String name, Member founder) {
        try (SigningKey admin = keyring.adminKey(adminIndex)) {
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
}
