package io.shardmesh.node.core;

import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureException;
import java.util.Optional;

/** How a future ended. */
public sealed interface Settled<T> {
    /** It gave a value. */
    record Value<T>(T value) implements Settled<T> {}

    /** It failed. */
    record Failed<T>(Failure failure) implements Settled<T> {}

    /** The value, if there is one. */
    default Optional<T> success() {
        return switch (this) {
            case Value<T>(T value) -> Optional.of(value);
            case Failed<T> failed -> Optional.empty();
        };
    }

    /** The value; throws the failure when there is none. */
    default T orThrow() {
        return switch (this) {
            case Value<T>(T value) -> value;
            case Failed<T>(Failure failure) -> throw new FailureException(failure);
        };
    }
}
