package io.shardmesh.testing.fuzz;

import java.util.Set;

/**
 * One decoder of foreign bytes.
 *
 * @param name as in {@code --target} and in the file name of its corpus
 * @param declared the only exceptions that its decoder may throw
 * @param decoder takes any bytes
 */
record FuzzTarget(String name, Set<Class<? extends Throwable>> declared, Decoder decoder) {

    /** Decodes, and checks that what was decoded comes back from its own encoding. */
    interface Decoder {
        /**
         * @return whether the bytes were taken as good
         * @throws Broken when decoding its own encoding gives something else
         */
        boolean decode(byte[] input) throws Exception;
    }

    /** A law does not hold. */
    static final class Broken extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Broken(String law) {
            super(law);
        }
    }

    static void law(boolean holds, String law) {
        if (!holds) {
            throw new Broken(law);
        }
    }

    boolean declares(Throwable thrown) {
        return declared.stream().anyMatch(kind -> kind.isInstance(thrown));
    }
}
