package io.shardmesh.simulator.fault;

import java.util.Optional;

/** One way in which something goes wrong. */
@FunctionalInterface
interface Fault {
    /** Chooses victims and begins; empty when nobody is there to whom it could happen now. */
    Optional<Struck> strike(Ground ground);

    /**
     * What goes wrong now.
     *
     * @param what for readers: victims and what happens to them
     * @param heal ends it; may be called when the victims are long gone
     */
    record Struck(String what, Runnable heal) {
        /** A fault that is over at once. */
        static Optional<Struck> once(String what) {
            return Optional.of(new Struck(what, () -> {}));
        }

        static Optional<Struck> until(String what, Runnable heal) {
            return Optional.of(new Struck(what, heal));
        }
    }
}
