package io.shardmesh.node.runtime;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What the operating system calls this machine; two homes on it get the same answer. */
final class MachineId {
    private static final List<Path> FILES =
            List.of(Path.of("/etc/machine-id"), Path.of("/var/lib/dbus/machine-id"));

    private MachineId() {}

    static String read() {
        return FILES.stream()
                .map(MachineId::content)
                .filter(id -> !id.isEmpty())
                .findFirst()
                .orElseGet(MachineId::hostName);
    }

    private static String content(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException absent) {
            return "";
        }
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (IOException nameless) {
            return "unnamed machine";
        }
    }
}
