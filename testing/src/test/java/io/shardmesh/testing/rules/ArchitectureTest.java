package io.shardmesh.testing.rules;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Who may depend on whom, as docs/ARCHITECTURE.md says it. */
final class ArchitectureTest {

    /** A package that is new has to be put into the table before it can use anything. */
    @Test
    void packages_all_areInTheTable() {
        Set<String> found =
                Production.CLASSES.stream()
                        .filter(type -> !type.getSimpleName().equals("package-info"))
                        .map(Production::packageOf)
                        .filter(name -> !isFromOutside(name))
                        .collect(Collectors.toCollection(TreeSet::new));

        assertEquals(new TreeSet<>(PackageTable.MAY_USE.keySet()), found);
    }

    @Test
    void packages_all_useOnlyWhatTheTableAllows() {
        classes().should(useOnlyWhatTheTableAllows()).check(Production.CLASSES);
    }

    @Test
    void modules_all_exportNoImplementationToTheCommandLine() {
        Set<String> exported =
                Set.of(
                        "node",
                        "node.api",
                        "node.benchmark",
                        "node.bundle",
                        "node.config",
                        "node.control",
                        "node.file",
                        "node.home",
                        "node.io",
                        "node.record");
        noClasses()
                .that(resideInAnyPackage("io.shardmesh.cli.."))
                .should()
                .dependOnClassesThat(
                        describe(
                                "are inside of the node",
                                type ->
                                        type.getPackageName().startsWith("io.shardmesh.node")
                                                && !exported.contains(Production.packageOf(type))))
                .check(Production.CLASSES);
    }

    @Test
    void vertx_everywhereElse_isUnknown() {
        onlyUsers(
                "the event loop belongs to the network",
                "io.vertx..,io.netty..",
                "libp2p.transport.vertx",
                "node.network",
                "node.runtime",
                "node.benchmark");
    }

    /** In the network's package the verticle and what starts it, not its messages and ports. */
    @Test
    void vertx_inNodeNetwork_isForTheVerticleAlone() {
        Set<String> allowed = Set.of("NetworkVerticle", "NetworkStart");
        noClasses()
                .that(
                        describe(
                                "are in node.network but no verticle",
                                type ->
                                        Production.packageOf(type).equals("node.network")
                                                && !allowed.contains(topLevelName(type))))
                .should()
                .dependOnClassesThat(resideInAnyPackage("io.vertx.."))
                .check(Production.CLASSES);
    }

    @Test
    void bouncyCastle_outsideCryptoInternal_isUnknown() {
        onlyUsers("it can be replaced", "org.bouncycastle..", "crypto.internal");
    }

    @Test
    void jdbc_outsideSqlite_isUnknown() {
        onlyUsers("indexes are ports", "java.sql..,javax.sql..,org.sqlite..", "node.sqlite");
    }

    @Test
    void protobuf_outsideCodecs_isUnknown() {
        onlyUsers(
                "messages end at the edge of a protocol",
                "com.google.protobuf..,io.shardmesh..proto",
                "dht.wire",
                "libp2p.noise",
                "libp2p.record",
                "libp2p.swarm",
                "node.care",
                "node.holder",
                "node.member",
                "node.object",
                "node.recovery",
                "node.repair");
    }

    @Test
    void json_outsideFilesAndSockets_isUnknown() {
        onlyUsers(
                "records have formats of their own",
                "com.fasterxml..",
                "node.config",
                "node.control",
                "node.home",
                "cli.command",
                "cli.render");
    }

    @Test
    void picocli_outsideTheCommandLine_isUnknown() {
        onlyUsers("commands are a surface", "picocli..", "cli", "cli.command");
    }

    @Test
    void foreignFunctions_outsideRings_areUnknown() {
        onlyUsers("memory of the kernel has one owner", "java.lang.foreign..", "node.io.uring");
    }

    @Test
    void vectorApi_outsideTheKernels_isUnknown() {
        onlyUsers(
                "there are JVMs without it", "jdk.incubator..", "crypto.blake3", "erasure.kernel");
    }

    @Test
    void packages_together_haveNoCycles() {
        slices().matching("io.shardmesh.(**)")
                .should()
                .beFreeOfCycles()
                // The launcher is the front door of what runtime puts together, and runtime
                // announces itself by the front door's version.
                .ignoreDependency(in("node.runtime"), in("node"))
                // picocli wants commands to know the options that all of them share.
                .ignoreDependency(in("cli.command"), in("cli"))
                .check(Production.CLASSES);
    }

    private static void onlyUsers(String reason, String libraries, String... users) {
        noClasses()
                .that(
                        describe(
                                "are not in " + String.join(", ", users),
                                type -> !Arrays.asList(users).contains(Production.packageOf(type))))
                .should()
                .dependOnClassesThat(resideInAnyPackage(libraries.split(",")))
                .because(reason)
                .allowEmptyShould(true)
                .check(Production.CLASSES);
    }

    private static DescribedPredicate<JavaClass> in(String name) {
        return describe("in " + name, type -> type.getPackageName().equals(Production.ROOT + name));
    }

    private static String topLevelName(JavaClass type) {
        String name = type.getName();
        int nested = name.indexOf('$');
        String outer = nested < 0 ? name : name.substring(0, nested);
        return outer.substring(outer.lastIndexOf('.') + 1);
    }

    /** What runs the program from outside: nothing depends on it, and it may look at everything. */
    private static boolean isFromOutside(String name) {
        return List.of("simulator", "bench", "testing").contains(name.split("\\.", 2)[0]);
    }

    private static ArchCondition<JavaClass> useOnlyWhatTheTableAllows() {
        return new ArchCondition<>("use only packages that the table allows") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                String user = Production.packageOf(type);
                if (isFromOutside(user)) {
                    return;
                }
                for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                    JavaClass target = dependency.getTargetClass().getBaseComponentType();
                    if (target.getPackageName().startsWith(Production.ROOT)
                            && !PackageTable.allows(user, Production.packageOf(target))) {
                        events.add(
                                SimpleConditionEvent.violated(
                                        dependency,
                                        user
                                                + " -> "
                                                + Production.packageOf(target)
                                                + ": "
                                                + dependency.getDescription()));
                    }
                }
            }
        };
    }
}
