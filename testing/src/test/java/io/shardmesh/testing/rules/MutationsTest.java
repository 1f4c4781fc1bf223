package io.shardmesh.testing.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Patches that break the product on purpose: each fits the tree as it is, and says who finds it.
 */
final class MutationsTest {
    private static final String FILE = "+++ b/";

    private final SourceTree tree = SourceTree.open();

    @Test
    void patches_fitTheTree() {
        List<String> unfit = new ArrayList<>();
        List<Path> patches = tree.files(".patch");
        for (Path patch : patches) {
            for (Hunk hunk : hunks(tree.read(patch))) {
                Path file = Path.of(hunk.file());
                if (!tree.exists(file) || !tree.read(file).contains(hunk.before())) {
                    unfit.add(patch + " at " + hunk.file());
                }
            }
        }
        assertFalse(patches.isEmpty());
        assertEquals(List.of(), unfit);
    }

    @Test
    void patches_sayWhoFindsThem() {
        tree.files(".patch")
                .forEach(patch ->
                        assertTrue(tree.read(patch).contains("\nCaught-By: "), patch::toString));
    }

    /** A place that a patch changes, with the lines that it expects there. */
    private record Hunk(String file, String before) {}

    private static List<Hunk> hunks(String patch) {
        List<Hunk> hunks = new ArrayList<>();
        String file = "";
        StringBuilder before = new StringBuilder();
        boolean inHunk = false;
        for (String line : patch.lines().toList()) {
            boolean ends = line.startsWith("@@") || line.startsWith("diff ");
            if (ends && inHunk) {
                hunks.add(new Hunk(file, before.toString()));
            }
            if (ends) {
                inHunk = line.startsWith("@@");
                before.setLength(0);
            } else if (line.startsWith(FILE)) {
                file = line.substring(FILE.length());
            } else if (inHunk && (line.startsWith(" ") || line.startsWith("-"))) {
                before.append(line, 1, line.length()).append('\n');
            }
        }
        if (inHunk) {
            hunks.add(new Hunk(file, before.toString()));
        }
        return hunks;
    }
}
