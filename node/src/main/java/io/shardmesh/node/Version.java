package io.shardmesh.node;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The version of the program; the build writes it into a resource. */
public final class Version {
    /** As it is shown. */
    public static final String TEXT = read();

    /** As it is told to peers, with the program's name. */
    public static final String AGENT = "shardmesh/" + TEXT;

    private Version() {}

    private static String read() {
        try (InputStream in = Version.class.getResourceAsStream("version.txt")) {
            if (in == null) {
                throw new IllegalStateException("the program was built without its version");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
