package io.shardmesh.simulator.month;

import io.shardmesh.crypto.ReadingKey;
import io.shardmesh.crypto.seal.v1.FileKey;
import io.shardmesh.node.api.Located;
import io.shardmesh.node.object.Getter;
import io.shardmesh.node.record.Bytes;
import io.shardmesh.node.record.SignedEnvelope;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Objects that the client has got at the end.
 *
 * @param count how many were asked for
 * @param wrongCount how many of them did not come, or not as they were put
 */
record LastReads(int count, int wrongCount) {

    static LastReads of(MonthMesh mesh, MonthContents contents, List<MonthObject> objects) {
        Getter getter = Getter.create(mesh.clientEnvironment(), mesh.client().members(), 0);
        int wrong = 0;
        for (MonthObject object : objects) {
            if (!readable(mesh, getter, object, contents.of(object.number()))) {
                wrong++;
            }
        }
        return new LastReads(objects.size(), wrong);
    }

    private static boolean readable(
            MonthMesh mesh, Getter getter, MonthObject object, byte[] content) {
        try {
            return Arrays.equals(content, get(mesh, getter, object));
        } catch (CompletionException failed) {
            mesh.trace().warn("client", "get: " + failed.getCause());
            return false;
        }
    }

    private static byte[] get(MonthMesh mesh, Getter getter, MonthObject object) {
        Located located = mesh.await(getter.locate(object.key()));
        ByteArrayOutputStream received = new ByteArrayOutputStream();
        try (FileKey key = fileKey(mesh, located)) {
            mesh.await(
                    getter.get(
                                    located,
                                    key,
                                    Optional.empty(),
                                    bytes -> {
                                        byte[] piece = new byte[bytes.remaining()];
                                        bytes.get(piece);
                                        received.writeBytes(piece);
                                        return CompletableFuture.allOf();
                                    })
                            .outcome());
        }
        return received.toByteArray();
    }

    private static FileKey fileKey(MonthMesh mesh, Located located) {
        SignedEnvelope envelope = SignedEnvelope.decode(located.envelope());
        try (ReadingKey reading = mesh.keyring().readingKey(0)) {
            return envelope.envelope().wrappedKeys().stream()
                    .map(Bytes::toArray)
                    .flatMap(wrapped -> reading.open(wrapped).stream())
                    .findFirst()
                    .map(FileKey::of)
                    .orElseThrow(() -> new IllegalStateException("no key for the owner"));
        }
    }
}
