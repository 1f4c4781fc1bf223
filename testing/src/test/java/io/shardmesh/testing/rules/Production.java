package io.shardmesh.testing.rules;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import java.util.Set;
import java.util.regex.Pattern;

/** The classes that rules look at: everything we ship, without tests and without generated code. */
final class Production {
    static final String ROOT = "io.shardmesh.";

    private static final Pattern GENERATED = Pattern.compile("/proto/[^/]+\\.class$");
    private static final Pattern TESTS = Pattern.compile("/test-classes/|/testing/");

    /**
     * Packages whose code runs in the simulator as it is: no threads, locks, clock, chance, files,
     * sockets or logging. Names after {@link #ROOT}.
     */
    static final Set<String> PURE =
            Set.of(
                    "erasure",
                    "erasure.kernel",
                    "dht",
                    "dht.contact",
                    "dht.limits",
                    "dht.lookup",
                    "dht.record",
                    "dht.routing",
                    "dht.wire",
                    "libp2p.multiformats",
                    "libp2p.negotiate",
                    "libp2p.noise",
                    "libp2p.perf",
                    "libp2p.record",
                    "libp2p.yamux",
                    "libp2p.swarm",
                    "libp2p.transport",
                    "libp2p.transport.capped",
                    "libp2p.transport.memory",
                    "node.mesh",
                    "node.object",
                    "node.recovery",
                    "node.store",
                    "node.record",
                    "node.bundle",
                    "node.catalog",
                    "node.placement",
                    "node.repair",
                    "node.reputation",
                    "node.care",
                    "node.holder",
                    "node.member",
                    "node.local",
                    "node.core",
                    "cli.render");

    static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .withImportOption(Production::isOurs)
                    .importPackages("io.shardmesh");

    private Production() {}

    private static boolean isOurs(Location location) {
        return !location.matches(Pattern.compile(".*(" + TESTS.pattern() + ").*"))
                && !location.matches(Pattern.compile(".*" + GENERATED.pattern()));
    }

    /** The package of a class, after {@link #ROOT}. */
    static String packageOf(JavaClass type) {
        return type.getPackageName().substring(ROOT.length());
    }

    static DescribedPredicate<JavaClass> pure() {
        return DescribedPredicate.describe(
                "pure", type -> type.getPackageName().startsWith(ROOT) && isPure(type));
    }

    private static boolean isPure(JavaClass type) {
        return PURE.contains(packageOf(type));
    }
}
