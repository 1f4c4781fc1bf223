package io.shardmesh.cli;

/**
 * Loads the Vector API while the program runs, for kernels that use it when it is there. {@code
 * --add-modules} would do the same, but has the JVM print a warning at each start that no option
 * turns off, and does without parts of an AOT cache.
 *
 * <p>The JVM's own way to load a module late is internal: only when the manifest of our jar has
 * exported it to us, which takes a start by {@code -jar}, is it there. Anywhere else, and where a
 * JDK has no such module or no such way, nothing happens and the kernels are those in plain Java.
 */
final class VectorModule {
    /** Set by the launcher for commands that move data; others never load the module. */
    private static final String PROPERTY = "shardmesh.vectors";

    private VectorModule() {}

    /** To be called before the first use of a kernel; they are chosen once. */
    static void loadIfWanted() {
        if (!Boolean.getBoolean(PROPERTY)) {
            return;
        }
        try {
            Class.forName("jdk.internal.module.Modules")
                    .getMethod("loadModule", String.class)
                    .invoke(null, "jdk.incubator.vector");
        } catch (ReflectiveOperationException | RuntimeException notThere) {
            return;
        }
    }
}
