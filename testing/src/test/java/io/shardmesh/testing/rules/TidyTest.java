package io.shardmesh.testing.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** What neither compiler nor linter holds: sizes, names, links and stray files. */
final class TidyTest {
    private static final int MAX_JAVA_LINES = 600;

    private static final Set<String> TOP_LEVEL =
            Set.of(
                    ".ci",
                    ".gitattributes",
                    ".gitignore",
                    ".mvn",
                    "LICENSE",
                    "NOTICE",
                    "README.md",
                    "bench",
                    "cli",
                    "crypto",
                    "dht",
                    "docs",
                    "erasure",
                    "examples",
                    "libp2p",
                    "node",
                    "pom.xml",
                    "scripts",
                    "simulator",
                    "testing");

    private static final Pattern BANNED_NAME =
            Pattern.compile(".*(Manager|Utils?|Impl|Helpers?)|(Abstract|Base)[A-Z].*");

    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");

    /** A path in a code span that begins with one of our folders. */
    private static final Pattern SOURCE_PATH =
            Pattern.compile("`((?:docs|scripts|testing|node|crypto|libp2p|dht|cli)/[^`\\s…*<]+)`");

    private static final Pattern MACHINE_PATH =
            Pattern.compile("(?<![\\w.$}/])/(?:home|root|work|Users|workspace|mnt)/[\\w.-]+");

    private final SourceTree tree = SourceTree.open();

    @Test
    void javaFiles_ofTheProduct_areShort() {
        assertNone(
                "longer than " + MAX_JAVA_LINES + " lines",
                tree.mainJava(),
                path -> tree.read(path).lines().count() > MAX_JAVA_LINES);
    }

    @Test
    void packages_ofTheProduct_sayWhatTheyAreFor() {
        Set<Path> packages = new TreeSet<>();
        tree.mainJava().stream()
                .filter(path -> !path.endsWith("module-info.java"))
                .forEach(path -> packages.add(path.resolveSibling("package-info.java")));

        assertTrue(packages.size() > 20, "found the packages");
        assertNone(
                "no package-info with a comment and @NullMarked",
                packages,
                path -> !tree.exists(path) || !documented(tree.read(path)));
    }

    private static boolean documented(String packageInfo) {
        return packageInfo.startsWith("/**") && packageInfo.contains("@NullMarked");
    }

    @Test
    void types_all_areNamedForWhatTheyAre() {
        assertNone(
                "a name that says nothing",
                tree.files(".java"),
                path ->
                        BANNED_NAME
                                .matcher(path.getFileName().toString().replace(".java", ""))
                                .matches());
    }

    @Test
    void links_inDocuments_leadSomewhere() {
        assertEmpty("dead links", deadReferences(LINK, TidyTest::linkTarget));
    }

    @Test
    void paths_inDocuments_exist() {
        assertEmpty("paths of no file", deadReferences(SOURCE_PATH, (path, name) -> Path.of(name)));
    }

    private interface Resolution {
        Path target(Path document, String reference);
    }

    private static Path linkTarget(Path document, String link) {
        String file = link.replaceFirst("#.*", "");
        return file.isEmpty() ? document : document.resolveSibling(file).normalize();
    }

    private List<String> deadReferences(Pattern pattern, Resolution resolution) {
        return tree.files(".md").stream()
                .flatMap(document ->
                        matches(pattern, tree.read(document))
                                .map(match -> match.group(1))
                                .filter(name -> !name.contains("://"))
                                .filter(name -> !tree.exists(resolution.target(document, name)))
                                .map(name -> document + " -> " + name))
                .toList();
    }

    @Test
    void files_atTheTop_areKnown() {
        assertNone(
                "not known at the top level",
                tree.files(),
                path -> !TOP_LEVEL.contains(path.getName(0).toString()));
    }

    @Test
    void files_thatToolsMake_areNotTracked() {
        assertEmpty("tracked, although ignored", names(tree.trackedButIgnored()));
        assertNone(
                "left behind by a tool",
                tree.files(),
                path ->
                        path.getFileName()
                                .toString()
                                .matches(
                                        "\\.jqwik-database|.*\\.(orig|rej|log|class|jar|swp)|.*~"));
    }

    @Test
    void files_all_nameNoPlaceOnOneMachine() {
        assertNone(
                "with an absolute path of somebody's machine",
                texts().filter(path -> !path.endsWith("TidyTest.java")).toList(),
                path -> MACHINE_PATH.matcher(tree.read(path)).find());
    }

    private Stream<Path> texts() {
        return tree.files().stream()
                .filter(path ->
                        path.getFileName()
                                        .toString()
                                        .matches(".*\\.(java|md|xml|sh|proto|sql|mjs|js|json|toml)")
                                || path.startsWith("scripts")
                                || path.startsWith(".ci"));
    }

    @Test
    void formatPages_all_areInTheIndex() {
        String index = tree.read(Path.of("docs/formats/README.md"));

        assertNone(
                "not linked from docs/formats/README.md",
                pagesOf("docs/formats"),
                path -> !index.contains("](" + path.getFileName() + ")"));
    }

    /** A reader who starts at the top finds every page. */
    @Test
    void pages_all_areLinkedFromAnother() {
        Set<Path> linked = new TreeSet<>();
        for (Path document : tree.files(".md")) {
            matches(LINK, tree.read(document))
                    .map(match -> match.group(1))
                    .filter(link -> !link.contains("://"))
                    .map(link -> linkTarget(document, link))
                    .filter(target -> !target.equals(document))
                    .forEach(linked::add);
        }

        assertNone(
                "linked from nowhere",
                pagesOf("docs"),
                path -> !linked.contains(path) && !linked.contains(path.getParent()));
    }

    private List<Path> pagesOf(String folder) {
        return tree.files(".md").stream()
                .filter(path -> path.startsWith(folder) && !path.endsWith("README.md"))
                .toList();
    }

    @Test
    void decisions_inOrder_haveNumbersOfTheirOwn() {
        List<String> numbers =
                pagesOf("docs/adr").stream()
                        .map(path -> path.getFileName().toString().substring(0, 4))
                        .toList();

        assertEquals(List.copyOf(new TreeSet<>(numbers)), numbers);
    }

    @Test
    void shellScripts_all_stopAtTheFirstError() {
        assertNone(
                "without set -euo pipefail",
                tree.files().stream()
                        .filter(path -> path.startsWith("scripts") || path.startsWith(".ci"))
                        .filter(path -> firstLine(path).endsWith("bash"))
                        .toList(),
                path -> !tree.read(path).contains("\nset -euo pipefail\n"));
    }

    private String firstLine(Path path) {
        return tree.read(path).lines().findFirst().orElse("");
    }

    private static Stream<MatchResult> matches(Pattern pattern, String text) {
        return pattern.matcher(text).results();
    }

    private static List<String> names(List<Path> paths) {
        return paths.stream().map(SourceTree::unixName).toList();
    }

    private static void assertNone(String what, Iterable<Path> paths, Predicate<Path> wrong) {
        List<String> found =
                StreamSupport.stream(paths.spliterator(), false)
                        .filter(wrong)
                        .map(SourceTree::unixName)
                        .toList();
        assertEmpty(what, found);
    }

    private static void assertEmpty(String what, List<String> found) {
        assertEquals(List.of(), found, what);
    }
}
