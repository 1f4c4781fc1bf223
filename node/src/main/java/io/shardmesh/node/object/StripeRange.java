package io.shardmesh.node.object;

import io.shardmesh.erasure.StripeLayout;
import java.nio.ByteBuffer;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Wanted sealed bytes of one stripe.
 *
 * @param layout of the object
 * @param stripe its number
 * @param from offset of the first in the stripe
 * @param to offset behind the last; greater than {@code from}
 */
record StripeRange(StripeLayout layout, long stripe, int from, int to) {

    int blockBytes() {
        return layout.blockBytesIn(stripe);
    }

    int dataCount() {
        return layout.scheme().data();
    }

    int firstBlock() {
        return from / blockBytes();
    }

    int lastBlock() {
        return (to - 1) / blockBytes();
    }

    /** The data blocks with these bytes; a set of the caller's own. */
    SortedSet<Integer> blocks() {
        return IntStream.rangeClosed(firstBlock(), lastBlock())
                .boxed()
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Whether any k blocks of the stripe are as good as those with these bytes. */
    boolean needsAll() {
        return lastBlock() - firstBlock() + 1 == dataCount();
    }

    /** The wanted bytes of a data block that has some. */
    ByteBuffer wantedOf(int dataIndex, ByteBuffer block) {
        int start = dataIndex * blockBytes();
        int first = Math.max(0, from - start);
        int end = Math.min(blockBytes(), to - start);
        return block.slice(block.position() + first, end - first);
    }
}
