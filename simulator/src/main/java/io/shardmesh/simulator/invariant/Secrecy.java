package io.shardmesh.simulator.invariant;

import io.shardmesh.node.network.Message;
import io.shardmesh.simulator.SimulatedNode;
import io.shardmesh.simulator.disk.SimulatedDisk;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * No plaintext on a disk or on its way to another node. All contents and names of a run have a
 * marker in them, which is looked for.
 */
public final class Secrecy {
    private final Findings findings;
    private final String marker;
    private final byte[] bytes;

    /** Looks for {@code marker}, which is ASCII. */
    public Secrecy(Findings findings, String marker) {
        this.findings = findings;
        this.marker = marker;
        this.bytes = marker.getBytes(StandardCharsets.US_ASCII);
    }

    /** Checks what a node sends, before its connection encrypts it. */
    public void overheard(SimulatedNode sender, Message message) {
        if (isIn(ByteBuffer.wrap(message.head())) || isIn(message.body())) {
            findings.broken(sender.host() + " sends plaintext", List.of(sender.host()));
        }
    }

    /** Checks all files of both disks, and their names. */
    public void checkDisks(SimulatedNode node) {
        check(node, node.homeDisk());
        check(node, node.storeDisk());
    }

    private void check(SimulatedNode node, SimulatedDisk disk) {
        for (String path : disk.filePaths()) {
            if (path.contains(marker) || isIn(ByteBuffer.wrap(disk.content(path)))) {
                findings.broken(
                        "plaintext lies in " + path + " at " + node.host(), List.of(node.host()));
            }
        }
    }

    private boolean isIn(ByteBuffer text) {
        int last = text.limit() - bytes.length;
        for (int at = text.position(); at <= last; at++) {
            if (text.get(at) == bytes[0] && text.get(at + 1) == bytes[1] && isAt(text, at)) {
                return true;
            }
        }
        return false;
    }

    private boolean isAt(ByteBuffer text, int at) {
        for (int i = 2; i < bytes.length; i++) {
            if (text.get(at + i) != bytes[i]) {
                return false;
            }
        }
        return true;
    }
}
