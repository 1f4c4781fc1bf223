package io.shardmesh.simulator;

import io.shardmesh.node.api.FailureException;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.io.FileHandle;
import io.shardmesh.node.io.FileInfo;
import io.shardmesh.node.io.FilePort;
import io.shardmesh.node.io.OpenMode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletionException;

/** Looks for bytes in the files of a disk, and in their names. */
final class DiskScan {
    private DiskScan() {}

    static boolean contains(SimulatedMesh mesh, FilePort disk, byte[] wanted) {
        return folderContains(mesh, disk, "", text(wanted));
    }

    private static boolean folderContains(
            SimulatedMesh mesh, FilePort disk, String folder, String wanted) {
        for (FileInfo info : mesh.await(disk.list(folder))) {
            String path = folder.isEmpty() ? info.name() : folder + "/" + info.name();
            boolean found =
                    path.contains(wanted)
                            || (info.directory()
                                    ? folderContains(mesh, disk, path, wanted)
                                    : fileContains(mesh, disk, path, info.sizeBytes(), wanted));
            if (found) {
                mesh.trace().note("simulator", "plaintext in " + path);
                return true;
            }
        }
        return false;
    }

    private static boolean fileContains(
            SimulatedMesh mesh, FilePort disk, String path, long sizeBytes, String wanted) {
        FileHandle file;
        try {
            file = mesh.await(disk.open(path, OpenMode.READ));
        } catch (CompletionException failed) {
            if (isGone(failed)) {
                return false; // A node that runs may delete what it had listed a moment ago.
            }
            throw failed;
        }
        ByteBuffer content = ByteBuffer.allocate((int) sizeBytes);
        int count = 0;
        while (content.hasRemaining() && count >= 0) {
            count = mesh.await(file.read(content.position(), content));
        }
        mesh.await(file.close());
        return text(content.array()).contains(wanted);
    }

    private static boolean isGone(CompletionException failed) {
        return FailureException.find(failed)
                .filter(failure -> failure.kind() == FailureKind.NOT_FOUND)
                .isPresent();
    }

    /** One character for each byte, so that a search for text finds bytes. */
    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
