package io.shardmesh.node.control;

import io.shardmesh.crypto.Sha256;
import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.home.Home;
import io.shardmesh.node.io.IoFailures;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

/**
 * Where the control socket of a home is: in the home, or, because the system allows a socket path
 * only about a hundred bytes, under a hashed name in the user's runtime directory.
 */
final class ControlPath {
    /** Linux allows 107 bytes and a zero, macOS 103. */
    private static final int MAX_PATH_BYTES = 100;

    private static final int NAME_DIGITS = 32;

    private ControlPath() {}

    static Path of(Home home, Map<String, String> environment) {
        Path inHome = home.resolve("control.sock");
        if (sizeBytes(inHome) <= MAX_PATH_BYTES) {
            return inHome;
        }
        byte[] path = home.directory().toString().getBytes(StandardCharsets.UTF_8);
        String name = Sha256.hash(path).toString().substring(0, NAME_DIGITS) + ".sock";
        return runtimeDirectory(environment).resolve("shardmesh").resolve(name);
    }

    private static Path runtimeDirectory(Map<String, String> environment) {
        String given = environment.getOrDefault("XDG_RUNTIME_DIR", "");
        if (!given.isEmpty()) {
            return Path.of(given);
        }
        return Path.of(
                System.getProperty("java.io.tmpdir"),
                "shardmesh-" + System.getProperty("user.name"));
    }

    private static int sizeBytes(Path path) {
        return path.toString().getBytes(StandardCharsets.UTF_8).length;
    }

    /** Makes the directory of a socket that is not in the home. */
    static void makeDirectory(Path directory) {
        try {
            Files.createDirectories(
                    directory,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
        } catch (IOException e) {
            throw IoFailures.of("make directory", directory.toString(), e).exception();
        }
    }

    /**
     * Checks that nobody else can have put a socket there: in a shared place like /tmp another user
     * may have made the directory first. Fails with PERMISSION.
     */
    static void checkPrivate(Path directory, Home home) {
        try {
            boolean own = Files.getOwner(directory).equals(Files.getOwner(home.directory()));
            String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(directory));
            if (!own || !mode.equals("rwx------")) {
                throw new Failure(
                                FailureKind.PERMISSION,
                                "use control directory",
                                directory.toString(),
                                "it must belong to this user and have mode 0700")
                        .exception();
            }
        } catch (IOException e) {
            throw IoFailures.of("check", directory.toString(), e).exception();
        }
    }
}
