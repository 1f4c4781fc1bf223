package io.shardmesh.node.recovery;

import io.shardmesh.node.api.Failure;
import io.shardmesh.node.core.Async;
import io.shardmesh.node.record.SignedCatalogHead;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What came of asking for the logs of an owner's other devices.
 *
 * @param answeredCount holders that answered
 * @param askedCount of so many
 * @param deviceCount logs that there are
 * @param newest when the newest head was made; empty when there is none
 * @param problems why a log could not be fetched whole
 */
public record Followed(
        int answeredCount,
        int askedCount,
        int deviceCount,
        Optional<Instant> newest,
        List<Failure> problems) {
    /** Copies the list. */
    public Followed {
        problems = List.copyOf(problems);
    }

    Followed(int answeredCount, int askedCount) {
        this(answeredCount, askedCount, 0, Optional.empty(), List.of());
    }

    Followed with(SignedCatalogHead head, Optional<Throwable> trouble) {
        Instant made = Instant.ofEpochMilli(head.head().sequence());
        List<Failure> all = new ArrayList<>(problems);
        trouble.map(Async::failureOf).ifPresent(all::add);
        return new Followed(
                answeredCount,
                askedCount,
                deviceCount + 1,
                Optional.of(newest.filter(known -> known.isAfter(made)).orElse(made)),
                all);
    }
}
