package io.shardmesh.testing.rules;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/**
 * What pure packages do not do. One forgotten clock or thread is enough for the same seed to give
 * another run, and nobody would find out where.
 *
 * <p>Not seen here: the order of {@code Map.of} and {@code Set.of}, and {@code synchronized}
 * blocks.
 */
final class PurePackagesTest {
    /** Futures are values on one strand; the rest of the package is about threads. */
    private static final Set<String> FUTURES =
            Set.of(
                    "CompletableFuture",
                    "CompletionStage",
                    "CompletionException",
                    "CancellationException",
                    "TimeoutException",
                    "Future$State");

    /** Streams over arrays, and what the language itself needs. */
    private static final Set<String> IO_WITHOUT_FILES =
            Set.of(
                    "ByteArrayInputStream",
                    "ByteArrayOutputStream",
                    "InputStream",
                    "OutputStream",
                    "IOException",
                    "EOFException",
                    "UncheckedIOException",
                    "Serializable");

    /**
     * Read once when the class is loaded, before any node runs; all kernels give the same bytes.
     */
    private static final Set<String> MAY_READ_PROPERTIES =
            Set.of("io.shardmesh.erasure.kernel.Kernels");

    private static final Map<String, Predicate<String>> FORBIDDEN_CALLS =
            Map.of(
                    "java.lang.System",
                    name -> !Set.of("arraycopy", "lineSeparator", "getProperty").contains(name),
                    "java.lang.Math",
                    "random"::equals,
                    "java.lang.Object",
                    name -> name.startsWith("wait") || name.startsWith("notify"),
                    "java.time.Instant",
                    "now"::equals,
                    "java.time.Clock",
                    name -> name.startsWith("system") || name.startsWith("tick"),
                    "java.util.UUID",
                    "randomUUID"::equals,
                    "java.util.Collections",
                    "shuffle"::equals,
                    "java.util.Collection",
                    "parallelStream"::equals,
                    "java.util.concurrent.CompletableFuture",
                    PurePackagesTest::leavesTheStrand);

    private static boolean leavesTheStrand(String name) {
        return name.endsWith("Async")
                || Set.of("orTimeout", "completeOnTimeout", "delayedExecutor", "get", "join")
                        .contains(name);
    }

    @Test
    void purePackages_threads_areNotTheirs() {
        depend(
                "threads, timers, executors, locks and atomics",
                type ->
                        List.of("Thread", "ThreadGroup", "ThreadLocal", "Process", "Runtime")
                                        .contains(simpleNameIn("java.lang", type))
                                || List.of("Timer", "TimerTask")
                                        .contains(simpleNameIn("java.util", type))
                                || isConcurrent(type));
    }

    private static boolean isConcurrent(JavaClass type) {
        return type.getPackageName().startsWith("java.util.concurrent")
                && !FUTURES.contains(type.getName().substring(type.getName().lastIndexOf('.') + 1));
    }

    @Test
    void purePackages_chance_comesFromTheirCaller() {
        depend(
                "sources of chance",
                type ->
                        List.of("Random", "SplittableRandom")
                                        .contains(simpleNameIn("java.util", type))
                                || type.getPackageName().equals("java.util.random")
                                || type.getName().equals("java.security.SecureRandom"));
    }

    @Test
    void purePackages_filesAndSockets_areBehindPorts() {
        depend(
                "files, channels and sockets",
                type ->
                        List.of("java.net", "java.nio.channels", "javax.net", "java.sql")
                                        .contains(type.getPackageName())
                                || type.getPackageName().equals("java.nio.file")
                                || (type.getPackageName().equals("java.io")
                                        && !IO_WITHOUT_FILES.contains(type.getSimpleName())));
    }

    @Test
    void purePackages_logs_areBehindPorts() {
        depend(
                "logging",
                type ->
                        type.getPackageName().equals("java.util.logging")
                                || type.getName().startsWith("java.lang.System$Logger"));
    }

    @Test
    void purePackages_calls_askNeitherClockNorEnvironment() {
        noClasses()
                .that(Production.pure())
                .should()
                .accessTargetWhere(
                        DescribedPredicate.describe(
                                "a clock, the environment or another thread answers",
                                PurePackagesTest::isForbidden))
                .check(Production.CLASSES);
    }

    @Test
    void purePackages_properties_areReadByNamedClassesOnly() {
        noClasses()
                .that(
                        DescribedPredicate.describe(
                                "are pure and not exempt",
                                type ->
                                        Production.pure().test(type)
                                                && !MAY_READ_PROPERTIES.contains(type.getName())))
                .should()
                .accessTargetWhere(
                        DescribedPredicate.describe(
                                "a system property is read",
                                access ->
                                        access.getTargetOwner().isEquivalentTo(System.class)
                                                && access.getTarget()
                                                        .getName()
                                                        .equals("getProperty")))
                .check(Production.CLASSES);
    }

    @Test
    void purePackages_methods_areNotSynchronized() {
        methods()
                .that()
                .areDeclaredInClassesThat(Production.pure())
                .should()
                .notHaveModifier(JavaModifier.SYNCHRONIZED)
                .check(Production.CLASSES);
    }

    private static boolean isForbidden(JavaAccess<?> access) {
        return FORBIDDEN_CALLS
                .getOrDefault(access.getTargetOwner().getName(), name -> false)
                .test(access.getTarget().getName());
    }

    /** The class's name without package when it is of {@code packageName}, else nothing. */
    private static String simpleNameIn(String packageName, JavaClass type) {
        return type.getPackageName().equals(packageName) ? type.getSimpleName() : "";
    }

    private static void depend(String what, Predicate<JavaClass> forbidden) {
        noClasses()
                .that(Production.pure())
                .should()
                .dependOnClassesThat(DescribedPredicate.describe("are " + what, forbidden))
                .check(Production.CLASSES);
    }
}
