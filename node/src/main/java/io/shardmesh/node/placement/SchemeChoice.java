package io.shardmesh.node.placement;

import io.shardmesh.erasure.Scheme;
import java.util.Optional;
import java.util.OptionalInt;

/** How wide an object is cut (design §5 Placement). */
public sealed interface SchemeChoice {
    /**
     * This scheme it is.
     *
     * @param minMachines the least machines with complete shards that make a put a success
     */
    record Chosen(Scheme scheme, int minMachines) implements SchemeChoice {}

    /**
     * The mesh has too few machines.
     *
     * @param machineCount how many there are
     * @param fitting the scheme that would work, if any does; on one machine it needs {@code
     *     --min-machines 1}
     */
    record TooFewMachines(int machineCount, Optional<Scheme> fitting) implements SchemeChoice {}

    /**
     * The asked number of machines makes no sense with the scheme.
     *
     * @param least k, without which nothing can be read
     * @param most as many machines as can have a shard
     */
    record MinMachinesOutOfRange(Scheme scheme, int least, int most) implements SchemeChoice {}

    /** Copies of an inline object that make its put a success, when nobody says otherwise. */
    int INLINE_MIN_MACHINES = 2;

    /**
     * The scheme for {@code auto}: as wide as the machines allow, up to 4+2.
     *
     * @param machineCount machines with a member on the list that holds
     * @param minMachines what the user asks for; default k+1
     */
    static SchemeChoice auto(int machineCount, OptionalInt minMachines) {
        Optional<Scheme> fitting = fitting(machineCount);
        if (fitting.isEmpty() || (machineCount == 1 && minMachines.orElse(0) != 1)) {
            return new TooFewMachines(machineCount, fitting);
        }
        return checked(fitting.get(), machineCount, minMachines);
    }

    /** The same for a scheme that the user names: it must not be wider than the machines. */
    static SchemeChoice explicit(Scheme scheme, int machineCount, OptionalInt minMachines) {
        boolean single = machineCount == 1 && fitting(1).get().equals(scheme);
        if (single ? minMachines.orElse(0) != 1 : scheme.total() > machineCount) {
            return new TooFewMachines(machineCount, fitting(machineCount));
        }
        return checked(scheme, machineCount, minMachines);
    }

    private static SchemeChoice checked(Scheme scheme, int machineCount, OptionalInt minMachines) {
        int most = Math.min(scheme.total(), machineCount);
        int wanted = minMachines.orElse(Math.min(scheme.data() + 1, scheme.total()));
        return wanted < scheme.data() || wanted > most
                ? new MinMachinesOutOfRange(scheme, scheme.data(), most)
                : new Chosen(scheme, wanted);
    }

    private static Optional<Scheme> fitting(int machineCount) {
        return switch (Math.min(machineCount, 6)) {
            case 6 -> Optional.of(new Scheme(4, 2));
            case 5 -> Optional.of(new Scheme(3, 2));
            case 4 -> Optional.of(new Scheme(2, 2));
            case 3 -> Optional.of(new Scheme(2, 1));
            case 2, 1 -> Optional.of(new Scheme(1, 1));
            default -> Optional.empty();
        };
    }
}
