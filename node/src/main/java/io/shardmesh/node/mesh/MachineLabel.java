package io.shardmesh.node.mesh;

import io.shardmesh.libp2p.multiformats.Base32;
import io.shardmesh.node.record.Context;
import io.shardmesh.node.record.MeshId;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The label of a machine whose user named none. */
public final class MachineLabel {
    private static final int HASH_BYTES = 10;

    private MachineLabel() {}

    /**
     * A label that all homes on one machine share, and that shows neither the machine's id nor that
     * the same machine is in another mesh.
     *
     * @param machineId what the system calls the machine, e.g. the content of /etc/machine-id
     */
    public static String derive(String machineId, MeshId mesh) {
        byte[] id = machineId.strip().getBytes(StandardCharsets.UTF_8);
        byte[] hash = Context.MACHINE_LABEL.hash(mesh, id).bytes();
        return "m-" + Base32.encode(Arrays.copyOf(hash, HASH_BYTES));
    }
}
