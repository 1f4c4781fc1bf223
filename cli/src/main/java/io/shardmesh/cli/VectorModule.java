package io.shardmesh.cli;

import java.util.concurrent.CompletableFuture;

/**
 * Loads the Vector API while the program runs, for kernels that use it when it is there. {@code
 * --add-modules} would do the same, but has the JVM print a warning at each start that no option
 * turns off, and does without parts of an AOT cache.
 *
 * <p>The JVM's own way to load a module late is internal: only when the manifest of our jar has
 * exported it to us, which takes a start by {@code -jar}, is it there. Anywhere else, and where a
 * JDK has no such module or no such way, nothing happens and the kernels are those in plain Java.
 */
public final class VectorModule {
    /** Set by the launcher for commands that move data; others never load the module. */
    private static final String PROPERTY = "shardmesh.vectors";

    private static volatile CompletableFuture<Void> loading =
            CompletableFuture.completedFuture(null);

    private VectorModule() {}

    /** Begins to load it, beside what comes before the first use of a kernel. */
    static void loadIfWanted() {
        if (Boolean.getBoolean(PROPERTY)) {
            loading =
                    CompletableFuture.runAsync(
                            VectorModule::load, task -> Thread.ofPlatform().daemon().start(task));
        }
    }

    /** To be called before the first use of a kernel; they are chosen once. */
    public static void await() {
        loading.join();
    }

    private static void load() {
        try {
            Class.forName("jdk.internal.module.Modules")
                    .getMethod("loadModule", String.class)
                    .invoke(null, "jdk.incubator.vector");
        } catch (ReflectiveOperationException | RuntimeException notThere) {
            return;
        }
    }
}
