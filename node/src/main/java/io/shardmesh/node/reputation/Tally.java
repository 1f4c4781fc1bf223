package io.shardmesh.node.reputation;

/**
 * Good and bad outcomes, counted with weights that fade.
 *
 * @param good weight of the good ones, 0 to {@link #MAX}
 * @param bad weight of the bad ones, 0 to {@link #MAX}
 */
record Tally(double good, double bad) {
    /**
     * More would only keep old news alive: with it, a week of half-lives leaves next to nothing.
     */
    static final double MAX = 1_000;

    static final Tally NONE = new Tally(0, 0);

    Tally {
        if (!(good >= 0 && good <= MAX && bad >= 0 && bad <= MAX)) {
            throw new IllegalArgumentException("weights out of range");
        }
    }

    Tally plus(boolean wasGood) {
        return wasGood
                ? new Tally(Math.min(MAX, good + 1), bad)
                : new Tally(good, Math.min(MAX, bad + 1));
    }

    Tally times(double factor) {
        return new Tally(good * factor, bad * factor);
    }

    /** The part of good ones; 1 without any, so that a new peer begins with trust. */
    double goodShare() {
        return good + bad > 0 ? good / (good + bad) : 1;
    }
}
