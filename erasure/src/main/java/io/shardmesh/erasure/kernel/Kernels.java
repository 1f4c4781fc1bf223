package io.shardmesh.erasure.kernel;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The kernels there are, and the choice of one when the program starts. */
public final class Kernels {

    private static final String PROPERTY = "shardmesh.erasure";

    private Kernels() {}

    /** Fastest first. */
    public static List<Kernel> all() {
        return List.of(new TableKernel(), new ReferenceKernel());
    }

    /** The kernel forced by the system property, else the fastest. */
    public static Kernel atStart() {
        return choose(System.getProperty(PROPERTY));
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
}
