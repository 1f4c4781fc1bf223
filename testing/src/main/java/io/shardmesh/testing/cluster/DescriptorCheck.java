package io.shardmesh.testing.cluster;

import io.shardmesh.node.api.Node;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A service without file descriptors keeps its commands waiting, and no longer than that. */
final class DescriptorCheck {
    private static final int LEFT_COUNT = 2;

    /** Each takes one descriptor of the service; less than the backlog of its socket. */
    private static final int COMMAND_COUNT = 10;

    private static final Duration TOLD_LIMIT = Duration.ofSeconds(10);

    /** The service tries ten times in it. */
    private static final Duration ATTEMPTS = Duration.ofSeconds(1);

    private static final int ANSWER_SECONDS = 30;
    private static final String TOLD = "commands have to wait";

    private final TestMesh mesh;
    private final ServiceProcess node;

    private DescriptorCheck(TestMesh mesh) {
        this.mesh = mesh;
        this.node = mesh.cluster().node("3");
    }

    static void run(TestMesh mesh, Report report) {
        report.check(
                "a: a service that had no descriptors left answers when it has some again",
                () -> new DescriptorCheck(mesh).run());
    }

    private String run() throws IOException {
        String usual = prlimit("--nofile", "--noheadings", "--raw", "--output=SOFT");
        List<SocketChannel> commands = new ArrayList<>();
        try {
            prlimit("--nofile=" + (node.descriptorCount() + LEFT_COUNT) + ":");
            try {
                for (int i = 0; i < COMMAND_COUNT; i++) {
                    commands.add(SocketChannel.open(socket()));
                }
                Report.require(
                        Waiting.until(TOLD_LIMIT, () -> toldCount() > 0),
                        "the log does not say that commands wait");
                Report.require(
                        !Waiting.until(ATTEMPTS, () -> toldCount() > 1),
                        "the log has a line for each attempt");
            } finally {
                prlimit("--nofile=" + usual + ":");
            }
        } finally {
            for (SocketChannel command : commands) {
                command.close();
            }
        }
        try (Node service = node.connect(mesh.cluster().commands().environment())) {
            service.state().status().orTimeout(ANSWER_SECONDS, TimeUnit.SECONDS).join();
        }
        return "answers";
    }

    private UnixDomainSocketAddress socket() {
        return UnixDomainSocketAddress.of(node.home().resolve("control.sock"));
    }

    private long pid() {
        return node.process().orElseThrow().pid();
    }

    private long toldCount() {
        try {
            return node.toldCount(TOLD);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String prlimit(String... what) throws IOException {
        List<String> command = new ArrayList<>(List.of("prlimit", "--pid", Long.toString(pid())));
        command.addAll(List.of(what));
        return new Tool(command).run();
    }
}
