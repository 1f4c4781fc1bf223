package io.shardmesh.node.recovery;

import io.shardmesh.crypto.Digest;
import io.shardmesh.crypto.RandomSource;
import io.shardmesh.crypto.SealedRecord;
import io.shardmesh.crypto.SecretBytes;
import io.shardmesh.node.catalog.DeviceId;
import io.shardmesh.node.record.Bytes;
import io.shardmesh.node.record.CatalogHead;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * All of a catalog log up to some point, in the order of its bytes and without gaps; what a head
 * seals. See docs/formats/catalog-head.md.
 *
 * @param device whose log
 * @param segments from offset 0 on; at most {@link #MAX_COUNT}
 */
record LogSegments(DeviceId device, List<Segment> segments) {
    /** Segments grow in powers of two, so a log of 2^63 bytes has no more. */
    static final int MAX_COUNT = 64;

    private static final int VERSION = 1;
    private static final int ENTRY_BYTES = Digest.SIZE_BYTES + 2 * Long.BYTES;

    /** Always the same length, so that it does not tell how long the log is. */
    private static final int PLAIN_BYTES = 2 + MAX_COUNT * ENTRY_BYTES;

    LogSegments {
        segments = List.copyOf(segments);
        if (segments.size() > MAX_COUNT) {
            throw new IllegalArgumentException(segments.size() + " segments");
        }
        long end = 0;
        for (Segment segment : segments) {
            if (segment.fromOffset() != end) {
                throw new IllegalArgumentException("a gap in the log at " + end);
            }
            end = segment.endOffset();
        }
    }

    long endOffset() {
        return segments.isEmpty() ? 0 : segments.getLast().endOffset();
    }

    /**
     * Where the segment begins that is to take in everything up to {@code end}: small ones before
     * it are written again together with it, so that each is more than twice as long as what
     * follows. A byte is written again as often as the log doubles, no more.
     */
    long nextFrom(long end) {
        long from = endOffset();
        for (Segment last : segments.reversed()) {
            if (last.sizeBytes() > 2 * (end - from)) {
                break;
            }
            from = last.fromOffset();
        }
        return from;
    }

    /** With a segment in the place of all behind its first byte. */
    LogSegments with(Segment added) {
        List<Segment> kept = new ArrayList<>(segments);
        kept.removeIf(segment -> segment.fromOffset() >= added.fromOffset());
        kept.add(added);
        return new LogSegments(device, kept);
    }

    Bytes seal(SecretBytes key, RandomSource random) {
        ByteBuffer out = ByteBuffer.allocate(PLAIN_BYTES);
        out.put((byte) VERSION).put((byte) segments.size());
        for (Segment segment : segments) {
            out.put(segment.objectKey().bytes());
            out.putLong(segment.fromOffset()).putLong(segment.sizeBytes());
        }
        return Bytes.of(SealedRecord.seal(key, device.bytes(), out.array(), random));
    }

    /** Empty when the key is another, or a newer program wrote it. */
    static Optional<LogSegments> open(SecretBytes key, CatalogHead head) {
        byte[] device = head.device().toArray();
        return SealedRecord.open(key, device, head.sealed().toArray())
                .flatMap(plain -> decode(DeviceId.read(ByteBuffer.wrap(device)), plain));
    }

    static Optional<LogSegments> decode(DeviceId device, byte[] plain) {
        ByteBuffer in = ByteBuffer.wrap(plain);
        try {
            if (in.get() != VERSION) {
                return Optional.empty();
            }
            int count = in.get() & 0xff;
            List<Segment> segments = new ArrayList<>();
            for (int at = 0; at < count; at++) {
                segments.add(new Segment(Digest.read(in), in.getLong(), in.getLong()));
            }
            return Optional.of(new LogSegments(device, segments));
        } catch (BufferUnderflowException | IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }
}
