package io.shardmesh.crypto.seal.v1;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Seals and opens whole contents, as the node does segment by segment. */
final class Sealing {
    private Sealing() {}

    static byte[] seal(FileKey key, byte[] header, byte[] plain) {
        ByteBuffer out =
                ByteBuffer.allocate(Math.toIntExact(SealedLayout.sealedBytes(plain.length)));
        try (ContentSealer sealer = key.sealer(header)) {
            long segments = SealedLayout.segmentCount(plain.length);
            for (int i = 0; i < segments; i++) {
                int from = i * SealedLayout.SEGMENT_PLAIN_BYTES;
                int count = Math.min(SealedLayout.SEGMENT_PLAIN_BYTES, plain.length - from);
                sealer.seal(ByteBuffer.wrap(plain, from, count), i == segments - 1, out);
            }
        }
        return out.array();
    }

    static Optional<byte[]> open(FileKey key, byte[] header, byte[] sealed) {
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        ByteBuffer out = ByteBuffer.allocate(SealedLayout.SEGMENT_PLAIN_BYTES);
        try (ContentOpener opener = key.opener(header)) {
            int segments = Math.max(1, Math.ceilDiv(sealed.length, 65_536));
            for (int i = 0; i < segments; i++) {
                int from = i * SealedLayout.SEGMENT_SEALED_BYTES;
                int count = Math.min(SealedLayout.SEGMENT_SEALED_BYTES, sealed.length - from);
                ByteBuffer segment = ByteBuffer.wrap(sealed, from, count);
                if (!opener.open(i, i == segments - 1, segment, out.clear())) {
                    return Optional.empty();
                }
                plain.write(out.array(), 0, out.position());
            }
        }
        return Optional.of(plain.toByteArray());
    }
}
