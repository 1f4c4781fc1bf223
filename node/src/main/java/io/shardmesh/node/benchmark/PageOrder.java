package io.shardmesh.node.benchmark;

import java.util.Arrays;
import java.util.Random;

/** The pages of a file in an order that no system foresees, each once, so none is in memory. */
final class PageOrder {
    private final int[] pages;
    private int given;

    PageOrder(int count) {
        pages = new int[count];
        Random random = new Random(1);
        for (int i = 0; i < count; i++) {
            int other = random.nextInt(i + 1);
            pages[i] = pages[other];
            pages[other] = i;
        }
    }

    /** The next ones; from the start again when there are not so many. */
    int[] next(int count) {
        if (given + count > pages.length) {
            given = 0;
        }
        given += count;
        return Arrays.copyOfRange(pages, given - count, given);
    }
}
