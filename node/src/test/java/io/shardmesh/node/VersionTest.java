package io.shardmesh.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class VersionTest {
    @Test
    void text_always_isTheBuildsAndNotAPlaceholder() throws IOException {
        String build = Files.readString(Path.of("pom.xml"));
        assertTrue(build.contains("<version>" + Version.TEXT + "</version>"), Version.TEXT);
        assertEquals("shardmesh/" + Version.TEXT, Version.AGENT);
    }
}
