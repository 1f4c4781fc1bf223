package io.shardmesh.node.object;

import io.shardmesh.crypto.seal.v1.ContentSealer;
import io.shardmesh.crypto.seal.v1.SealedLayout;
import io.shardmesh.erasure.ErasureCode;
import io.shardmesh.erasure.Scheme;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Seals plain bytes and cuts them into encoded stripes (docs/formats/erasure.md, "Stripes"). Called
 * from one thread at a time, in order: sealing counts its segments.
 */
final class StripeSealer {
    private final ContentSealer sealer;
    private final ErasureCode code;
    private final Scheme scheme;
    private final int blockBytes;
    private ByteBuffer carry = ByteBuffer.allocate(0);
    private long stripeCount;
    private long sealedBytes;

    StripeSealer(ContentSealer sealer, Scheme scheme, int blockBytes) {
        this.sealer = sealer;
        this.code = ErasureCode.of(scheme);
        this.scheme = scheme;
        this.blockBytes = blockBytes;
    }

    /** How many plain bytes, or all that are left, the next {@link #seal} has to be given. */
    int wantedPlainBytes() {
        int missing = stripeBytes() - carry.remaining();
        return Math.ceilDiv(missing, SealedLayout.SEGMENT_SEALED_BYTES)
                * SealedLayout.SEGMENT_PLAIN_BYTES;
    }

    /** Sealed bytes of all stripes so far; the object's sealed length after the last one. */
    long sealedBytes() {
        return sealedBytes;
    }

    /** The next stripe; with {@code last} the rest of the object, which may make two. */
    List<SealedStripe> seal(ByteBuffer plain, boolean last) {
        ByteBuffer sealed = sealSegments(plain, last);
        List<SealedStripe> stripes = new ArrayList<>(2);
        while (sealed.remaining() >= stripeBytes() || (last && sealed.hasRemaining())) {
            int length = Math.min(sealed.remaining(), stripeBytes());
            stripes.add(encode(sealed.slice(sealed.position(), length)));
            sealed.position(sealed.position() + length);
        }
        carry = ByteBuffer.allocate(sealed.remaining()).put(sealed).flip();
        return stripes;
    }

    private ByteBuffer sealSegments(ByteBuffer plain, boolean last) {
        int segments =
                Math.max(1, Math.ceilDiv(plain.remaining(), SealedLayout.SEGMENT_PLAIN_BYTES));
        ByteBuffer sealed =
                ByteBuffer.allocate(
                        carry.remaining() + segments * SealedLayout.SEGMENT_SEALED_BYTES);
        sealed.put(carry);
        for (int i = 0; i < segments; i++) {
            int length = Math.min(plain.remaining(), SealedLayout.SEGMENT_PLAIN_BYTES);
            ByteBuffer segment = plain.slice(plain.position(), length);
            plain.position(plain.position() + length);
            sealer.seal(segment, last && i == segments - 1, sealed);
        }
        return sealed.flip();
    }

    private SealedStripe encode(ByteBuffer sealed) {
        sealedBytes += sealed.remaining();
        int k = scheme.data();
        int length = Math.ceilDiv(sealed.remaining(), k);
        ByteBuffer data = sealed;
        if (sealed.remaining() < k * length) {
            data = ByteBuffer.allocate(k * length).put(sealed).clear();
        }
        ByteBuffer[] dataBlocks = new ByteBuffer[k];
        for (int i = 0; i < k; i++) {
            dataBlocks[i] = data.slice(i * length, length);
        }
        ByteBuffer[] parityBlocks = new ByteBuffer[scheme.parity()];
        for (int i = 0; i < parityBlocks.length; i++) {
            parityBlocks[i] = ByteBuffer.allocate(length);
        }
        code.encode(dataBlocks, parityBlocks);
        List<ByteBuffer> blocks = new ArrayList<>(List.of(dataBlocks));
        blocks.addAll(List.of(parityBlocks));
        return new SealedStripe(stripeCount++, blocks);
    }

    private int stripeBytes() {
        return scheme.data() * blockBytes;
    }
}
