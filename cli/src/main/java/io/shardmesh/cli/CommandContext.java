package io.shardmesh.cli;

import io.shardmesh.crypto.Keyring;
import io.shardmesh.libp2p.multiformats.Multiaddr;
import io.shardmesh.node.NodeLauncher;
import io.shardmesh.node.config.Setting;
import io.shardmesh.node.config.Settings;
import io.shardmesh.node.home.Home;
import io.shardmesh.node.home.KeyFolder;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/**
 * What every command has: the common options, which may stand before or after it, its streams, and
 * the environment. One for each run of the program.
 */
public final class CommandContext implements AutoCloseable {
    private final Streams streams;
    private final Map<String, String> environment;
    private final Terminal terminal;

    @Option(
            names = "--home",
            paramLabel = "DIR",
            scope = ScopeType.INHERIT,
            description =
                    "Where this node keeps its state (default: SHARDMESH_HOME or ~/.shardmesh).")
    private @Nullable Path home;

    @Option(names = "--json", scope = ScopeType.INHERIT, description = "Print data as JSON.")
    private boolean json;

    @Option(
            names = "--passphrase-file",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description =
                    "File with the passphrase of the key files (default:"
                            + " SHARDMESH_PASSPHRASE_FILE, else it is asked for).")
    private @Nullable Path passphraseFile;

    @Option(
            names = "--bootstrap",
            paramLabel = "MULTIADDR",
            scope = ScopeType.INHERIT,
            description = "Address of a node to begin with; may be given more than once.")
    private List<String> bootstrap = new ArrayList<>();

    private @Nullable Keyring keyring;

    /**
     * Where a command reads and writes.
     *
     * @param in bytes of {@code -}
     * @param out results
     * @param err messages
     */
    public record Streams(InputStream in, PrintStream out, PrintStream err) {}

    /** A context for one run. */
    public CommandContext(Streams streams, Map<String, String> environment, Terminal terminal) {
        this.streams = streams;
        this.environment = Map.copyOf(environment);
        this.terminal = terminal;
    }

    /** Bytes of {@code -}. */
    public InputStream in() {
        return streams.in();
    }

    /** Results. */
    public PrintStream out() {
        return streams.out();
    }

    /** Messages. */
    public PrintStream err() {
        return streams.err();
    }

    /** The terminal. */
    public Terminal terminal() {
        return terminal;
    }

    /** Environment variables. */
    public Map<String, String> environment() {
        return environment;
    }

    /** Whether data is to be printed as JSON. */
    public boolean json() {
        return json;
    }

    /** Opens the home, making it when it is not there. */
    public Home home() {
        return Home.open(homeDirectory());
    }

    /** Where the home is, whether it exists or not. */
    public Path homeDirectory() {
        if (home != null) {
            return home;
        }
        String given = environment.getOrDefault("SHARDMESH_HOME", "");
        return given.isEmpty()
                ? Path.of(System.getProperty("user.home"), ".shardmesh")
                : Path.of(given);
    }

    /** The settings of a home. */
    public Settings settings(Home opened) {
        return Settings.load(opened.resolve("config.toml"), environment);
    }

    /** The addresses to begin with. */
    public List<Multiaddr> bootstrap(Home opened) {
        return settings(opened).bootstrap(bootstrap.stream().map(CommandContext::address).toList());
    }

    private static Multiaddr address(String text) {
        try {
            return Multiaddr.parse(text);
        } catch (RuntimeException malformed) {
            throw new UsageException("--bootstrap " + text + " is not a multiaddr");
        }
    }

    /** How the passphrase of the home's keys is got. */
    public Passphrases passphrases(Home opened) {
        Optional<Path> file =
                settings(opened)
                        .text(
                                Setting.PASSPHRASE_FILE,
                                Optional.ofNullable(passphraseFile).map(Path::toString))
                        .map(Path::of);
        return new Passphrases(file, terminal);
    }

    /**
     * The owner's keys of a home, made at their first use. Opened once for all parts of a command,
     * because that is slow by design; stays the context's.
     */
    public Keyring keyring(Home opened) {
        Keyring known = keyring;
        if (known == null) {
            known = openKeyring(opened);
            keyring = known;
        }
        return known;
    }

    private Keyring openKeyring(Home opened) {
        KeyFolder folder = KeyFolder.of(opened);
        String what = "the keys in " + opened.directory();
        byte[] passphrase =
                folder.hasRoot()
                        ? passphrases(opened).existing(what)
                        : passphrases(opened).fresh(what);
        try {
            return folder.hasRoot()
                    ? folder.openRoot(passphrase)
                    : folder.createRoot(passphrase, NodeLauncher.random());
        } finally {
            Arrays.fill(passphrase, (byte) 0);
        }
    }

    /** Wipes what was opened. */
    @Override
    public void close() {
        if (keyring != null) {
            keyring.close();
        }
    }

    /** The way to a node with its owner's keys. */
    public NodeAccess nodes() {
        return NodeAccess.withKeys(this);
    }

    /** The way to a node for what needs no secret. */
    public NodeAccess keylessNodes() {
        return NodeAccess.withoutKeys(this);
    }

    /** Prints one result line. */
    public void print(String line) {
        out().println(line);
    }

    /** Prints a message that is no result. */
    public void warn(String line) {
        err().println("shardmesh: " + line);
    }
}
