package io.shardmesh.node.object;

import io.shardmesh.crypto.seal.v1.SealedLayout;
import io.shardmesh.erasure.StripeLayout;
import io.shardmesh.node.api.ByteRange;

/**
 * What of an object's sealed bytes has to be fetched and opened for some of its plain bytes.
 *
 * @param firstSegment the first segment that is opened
 * @param skippedBytes plain bytes of it in front of what is wanted
 * @param plainBytes plain bytes that are wanted
 * @param sealedEnd where the last wanted segment ends
 */
record ContentRange(long firstSegment, int skippedBytes, long plainBytes, long sealedEnd) {

    /** All of it, so that also the padding is checked. */
    static ContentRange whole(long plainBytes, long sealedBytes) {
        return new ContentRange(0, 0, plainBytes, sealedBytes);
    }

    /** The segments that the span touches; it is not empty. */
    static ContentRange of(ByteRange.Span span, long sealedBytes) {
        long first = SealedLayout.segmentIndex(span.offset());
        long last = SealedLayout.segmentIndex(span.offset() + span.count() - 1);
        long sealedEnd = SealedLayout.sealedOffset(last) + SealedLayout.SEGMENT_SEALED_BYTES;
        return new ContentRange(
                first,
                (int) (span.offset() % SealedLayout.SEGMENT_PLAIN_BYTES),
                span.count(),
                Math.min(sealedEnd, sealedBytes));
    }

    long sealedStart() {
        return SealedLayout.sealedOffset(firstSegment);
    }

    long firstStripe(StripeLayout layout) {
        return sealedStart() / layout.stripeBytes();
    }

    /** The number of the stripe behind the last. */
    long endStripe(StripeLayout layout) {
        return Math.ceilDiv(sealedEnd, layout.stripeBytes());
    }

    /** The wanted sealed bytes of a stripe. */
    StripeRange in(StripeLayout layout, long stripe) {
        long start = stripe * layout.stripeBytes();
        long from = Math.max(0, sealedStart() - start);
        long to = Math.min(layout.sealedBytesIn(stripe), sealedEnd - start);
        return new StripeRange(layout, stripe, (int) from, (int) to);
    }
}
