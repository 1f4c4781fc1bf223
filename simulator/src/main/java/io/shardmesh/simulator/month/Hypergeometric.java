package io.shardmesh.simulator.month;

/**
 * Of {@code drawn} places among {@code population}, how many are among the {@code marked}: a hand
 * of cards. An object's parts are drawn, the machines that leave at once are marked.
 */
record Hypergeometric(int population, int marked, int drawn) {

    /** The chance that at least so many are. */
    double atLeast(int least) {
        double sum = 0;
        for (int count = least; count <= Math.min(drawn, marked); count++) {
            sum += exactly(count);
        }
        return sum;
    }

    private double exactly(int count) {
        return choose(marked, count)
                * choose(population - marked, drawn - count)
                / choose(population, drawn);
    }

    private static double choose(int from, int count) {
        double ways = 1;
        for (int i = 0; i < count; i++) {
            ways *= (double) (from - i) / (i + 1);
        }
        return ways;
    }
}
