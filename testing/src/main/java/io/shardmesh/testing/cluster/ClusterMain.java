package io.shardmesh.testing.cluster;

import io.shardmesh.cli.NodeAccess;
import io.shardmesh.node.api.FailureException;
import io.shardmesh.node.api.Node;
import io.shardmesh.node.home.HomeLog;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Behind {@code scripts/cluster.sh}. Exit codes: 0 done, 1 failed, 2 used wrongly. */
public final class ClusterMain {
    private static final String USAGE =
            "usage: cluster.sh up N | status | kill I | start I | invite [--role hold|client] |"
                    + " down, all with --dir D";
    private static final int MAX_NODES = 100;

    private final PrintStream out;

    private ClusterMain(PrintStream out) {
        this.out = out;
    }

    /** Runs one command. */
    @SuppressWarnings("SystemOut") // A command line.
    public static void main(String[] arguments) {
        HomeLog.silence();
        int code = run(arguments, System.out, System.err);
        System.out.flush();
        System.exit(code);
    }

    static int run(String[] arguments, PrintStream out, PrintStream err) {
        try {
            new ClusterMain(out).run(Words.parse(arguments));
            return 0;
        } catch (WrongUse wrong) {
            err.println("cluster: " + wrong.getMessage());
            err.println(USAGE);
            return 2;
        } catch (ClusterException | FailureException failed) {
            err.println("cluster: " + failed.getMessage());
            return 1;
        }
    }

    private static final class WrongUse extends RuntimeException {
        private static final long serialVersionUID = 1L;

        WrongUse(String line) {
            super(line, null, false, false);
        }
    }

    private record Words(Path directory, String role, List<String> plain) {
        static Words parse(String[] arguments) {
            @Nullable String directory = null;
            @Nullable String role = null;
            List<String> plain = new ArrayList<>();
            for (int i = 0; i < arguments.length; i++) {
                switch (arguments[i]) {
                    case "--dir" -> directory = value(arguments, ++i, "--dir");
                    case "--role" -> role = value(arguments, ++i, "--role");
                    default -> plain.add(arguments[i]);
                }
            }
            if (directory == null) {
                throw new WrongUse("--dir D is missing");
            }
            if (plain.isEmpty()) {
                throw new WrongUse("say what to do");
            }
            if (role != null && !plain.getFirst().equals("invite")) {
                throw new WrongUse("--role is for invite");
            }
            String granted = role == null ? "hold" : role;
            if (!granted.equals("hold") && !granted.equals("client")) {
                throw new WrongUse("--role is hold or client, not " + granted);
            }
            return new Words(Path.of(directory), granted, plain);
        }

        private static String value(String[] arguments, int at, String option) {
            if (at >= arguments.length) {
                throw new WrongUse(option + " needs a value");
            }
            return arguments[at];
        }

        int number() {
            int number =
                    plain.size() == 2 && plain.get(1).matches("[0-9]{1,3}")
                            ? Integer.parseInt(plain.get(1))
                            : 0;
            if (number < 1 || number > MAX_NODES) {
                throw new WrongUse(plain.getFirst() + " needs one number from 1 to " + MAX_NODES);
            }
            return number;
        }

        void alone() {
            if (plain.size() > 1) {
                throw new WrongUse(plain.getFirst() + " takes no " + plain.get(1));
            }
        }
    }

    private void run(Words words) {
        switch (words.plain().getFirst()) {
            case "up" -> up(words);
            case "status" -> {
                words.alone();
                status(existing(words));
            }
            case "kill" -> {
                String name = Integer.toString(words.number());
                existing(words).existing(name).kill();
                out.println("node " + name + " killed");
            }
            case "start" -> start(words);
            case "invite" -> {
                words.alone();
                out.println(existing(words).invite(words.role()));
            }
            case "down" -> {
                words.alone();
                existing(words).down();
            }
            default -> throw new WrongUse("there is no command " + words.plain().getFirst());
        }
    }

    private void up(Words words) {
        int count = words.number();
        Cluster cluster = open(words);
        cluster.up(count);
        cluster.nodes().stream().filter(ServiceProcess::running).forEach(this::printAddress);
    }

    private void start(Words words) {
        String name = Integer.toString(words.number());
        Cluster cluster = existing(words);
        cluster.start(List.of(name));
        printAddress(cluster.node(name));
    }

    private void printAddress(ServiceProcess node) {
        out.println(node.name() + " " + node.multiaddr().orElse("?"));
    }

    private void status(Cluster cluster) {
        for (ServiceProcess node : cluster.nodes()) {
            Optional<KnownProcess> process = node.process().filter(KnownProcess::alive);
            if (process.isEmpty()) {
                out.println(node.name() + " stopped");
                continue;
            }
            Node way = node.connect(cluster.commands().environment());
            try {
                int connected = NodeAccess.await(way.state().status()).connectedMemberCount();
                out.printf(
                        "%s running pid %d, connected to %d members, %s%n",
                        node.name(), process.get().pid(), connected, node.multiaddr().orElse("?"));
            } finally {
                way.close();
            }
        }
    }

    private static Cluster existing(Words words) {
        if (!Files.isDirectory(words.directory())) {
            throw new ClusterException("there is no directory " + words.directory());
        }
        return open(words);
    }

    private static Cluster open(Words words) {
        return Cluster.open(words.directory(), Path.of(System.getProperty("shardmesh.root", ".")));
    }
}
