package io.shardmesh.erasure.kernel;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The kernels there are, and the choice of one when the program starts. */
public final class Kernels {

    private static final String PROPERTY = "shardmesh.erasure";

    private Kernels() {}

    /** Those that run in this JVM, fastest first. */
    public static List<Kernel> all() {
        List<Kernel> everywhere = List.of(new TableKernel(), new ReferenceKernel());
        return vector().map(fast -> Stream.concat(Stream.of(fast), everywhere.stream()).toList())
                .orElse(everywhere);
    }

    /** The kernel forced by the system property, else the fastest once it is compiled. */
    public static Kernel atStart() {
        Kernel chosen = choose(System.getProperty(PROPERTY));
        return chosen instanceof VectorKernel
                ? new WarmingKernel(chosen, new TableKernel(), WarmingKernel.SPAN_BYTES)
                : chosen;
    }

    static Kernel choose(@Nullable String forced) {
        if (forced == null) {
            return all().getFirst();
        }
        for (Kernel kernel : all()) {
            if (kernel.name().equals(forced)) {
                return kernel;
            }
        }
        throw new IllegalArgumentException("-D" + PROPERTY + "=" + forced + ": no such kernel");
    }

    /** None where the incubator module is not loaded, or vectors of bytes are emulated. */
    private static Optional<Kernel> vector() {
        try {
            return VectorKernel.isWorthwhile() ? Optional.of(new VectorKernel()) : Optional.empty();
        } catch (LinkageError incubatorMissing) {
            return Optional.empty();
        }
    }
}
