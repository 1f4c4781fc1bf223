package io.shardmesh.node.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shardmesh.node.api.FailureException;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.api.Node;
import io.shardmesh.node.home.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ControlPathTest {
    @TempDir Path directory;

    private Home deepHome() {
        return Home.open(directory.resolve("d".repeat(120)).resolve("home"));
    }

    private Path runtimeDirectory(String mode) throws IOException {
        Path runtime = Files.createTempDirectory(Path.of("/tmp"), "run");
        Files.createDirectory(runtime.resolve("shardmesh"));
        Files.setPosixFilePermissions(
                runtime.resolve("shardmesh"), PosixFilePermissions.fromString(mode));
        return runtime;
    }

    @Test
    void of_longPath_isHashedUnderTheRuntimeDirectoryAndWorks() throws IOException {
        Path runtime = runtimeDirectory("rwx------");
        Map<String, String> environment = Map.of("XDG_RUNTIME_DIR", runtime.toString());
        Home home = deepHome();
        Path socket = ControlPath.of(home, environment);
        assertTrue(socket.startsWith(runtime), socket::toString);
        try (MemoryNode behind = new MemoryNode();
                ControlServer _ = ControlServer.open(home, environment, behind);
                Node client = ControlClient.connect(home, environment).orElseThrow()) {
            assertEquals(Samples.status(), NodeContract.await(client.state().status()));
        }
        Files.delete(runtime.resolve("shardmesh"));
        Files.delete(runtime);
    }

    @Test
    void of_twoHomes_haveTwoSockets() {
        Map<String, String> environment = Map.of("XDG_RUNTIME_DIR", "/run/user/1");
        Home one = Home.open(directory.resolve("e".repeat(120)).resolve("1"));
        Home two = Home.open(directory.resolve("e".repeat(120)).resolve("2"));
        assertTrue(!ControlPath.of(one, environment).equals(ControlPath.of(two, environment)));
    }

    @Test
    void directoryThatOthersCanWrite_isNotUsed() throws IOException {
        Path runtime = runtimeDirectory("rwxrwxrwx");
        Map<String, String> environment = Map.of("XDG_RUNTIME_DIR", runtime.toString());
        try (MemoryNode behind = new MemoryNode()) {
            FailureException thrown =
                    assertThrows(
                            FailureException.class,
                            () -> ControlServer.open(deepHome(), environment, behind));
            assertEquals(FailureKind.PERMISSION, thrown.failure().kind());
        }
        Files.delete(runtime.resolve("shardmesh"));
        Files.delete(runtime);
    }
}
