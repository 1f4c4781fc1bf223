package io.shardmesh.node.object;

import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/** Says what was too little, and what would accept less. */
final class Shortfalls {
    private static final int SHOWN_COUNT = 6;

    private Shortfalls() {}

    /** A put that did not get as many machines as it needs. */
    static Failure tooFew(String name, PutPlan plan, int reached, List<Failure> troubles) {
        if (reached == 0 && !troubles.isEmpty() && troubles.stream().allMatch(Shortfalls::away)) {
            return new Failure(
                    FailureKind.NO_PEERS,
                    "put",
                    name,
                    "none of the members that hold could be reached" + reasons(troubles));
        }
        int wanted = plan.minMachineCount();
        String least =
                reached >= plan.neededCount()
                        ? "; --min-machines " + reached + " would accept that"
                        : "";
        boolean full =
                !troubles.isEmpty()
                        && troubles.stream().allMatch(one -> one.kind() == FailureKind.NO_SPACE);
        return new Failure(
                full ? FailureKind.NO_SPACE : FailureKind.TOO_FEW_MACHINES,
                "put",
                name,
                "only "
                        + reached
                        + " of the "
                        + plan.partCount()
                        + (plan.inline() ? " copies" : " shards")
                        + " found a holder, and success needs "
                        + wanted
                        + least
                        + reasons(troubles));
    }

    private static boolean away(Failure trouble) {
        return trouble.kind() == FailureKind.UNREACHABLE || trouble.kind() == FailureKind.TIMEOUT;
    }

    /** A get for which too little of the object answered. */
    static Failure tooFewFound(String subject, int found, int needed) {
        return new Failure(
                FailureKind.NOT_ENOUGH_SHARDS,
                "get",
                subject,
                "only " + found + " of the " + needed + " needed shards were found");
    }

    private static String reasons(List<Failure> troubles) {
        if (troubles.isEmpty()) {
            return "";
        }
        SequencedMap<String, List<Failure>> byCause = new LinkedHashMap<>();
        for (Failure trouble : troubles) {
            byCause.computeIfAbsent(trouble.cause(), fresh -> new ArrayList<>()).add(trouble);
        }
        String more = byCause.size() > SHOWN_COUNT ? "; …" : "";
        return byCause.sequencedValues().stream()
                .limit(SHOWN_COUNT)
                .map(Shortfalls::reason)
                .collect(Collectors.joining("; ", " (", more + ")"));
    }

    /** What several say alike is said once. */
    private static String reason(List<Failure> alike) {
        Failure first = alike.getFirst();
        String more = alike.size() > SHOWN_COUNT ? ", …" : "";
        return alike.stream()
                .limit(SHOWN_COUNT)
                .map(Failure::subject)
                .collect(
                        Collectors.joining(
                                ", ", first.operation() + " ", more + ": " + first.cause()));
    }
}
