package io.shardmesh.cli.command;

import io.shardmesh.cli.CommandContext;
import io.shardmesh.cli.Interrupts;
import io.shardmesh.cli.NodeAccess;
import io.shardmesh.cli.Phrases;
import io.shardmesh.cli.UsageException;
import io.shardmesh.cli.render.Json;
import io.shardmesh.crypto.Keyring;
import io.shardmesh.crypto.ReadingKey;
import io.shardmesh.crypto.SecretBytes;
import io.shardmesh.crypto.phrase.RecoveryPhrase;
import io.shardmesh.libp2p.multiformats.Multiaddr;
import io.shardmesh.node.NodeLauncher;
import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.api.Node;
import io.shardmesh.node.api.NodeKeys;
import io.shardmesh.node.api.NodeOptions;
import io.shardmesh.node.api.RecoveredCatalog;
import io.shardmesh.node.home.Home;
import io.shardmesh.node.home.KeyFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "recover",
        description = {
            "Make a new home from the 24 words of a lost one: keys, names, and with them all files.",
            "Needs --bootstrap with the address of any member of the mesh that runs."
        })
final class RecoverCommand implements Callable<Integer> {
    private final CommandContext context;

    @Option(
            names = "--phrase-file",
            paramLabel = "FILE|-",
            description = "Where the words stand, - for standard input (default: they are asked).")
    private @Nullable String phraseFile;

    @Option(names = "--dry-run", description = "Show what would come back, and change nothing.")
    private boolean dryRun;

    @Option(
            names = "--thorough",
            description = "Also ask every holder for each object that the catalog may lack: slow.")
    private boolean thorough;

    RecoverCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        try (RecoveryPhrase phrase = new Phrases(context).existing(phraseFile);
                SecretBytes secret = phrase.secret();
                Keyring keyring = Keyring.ofRoot(secret)) {
            if (dryRun) {
                return inScratch(keyring, this::recover);
            }
            if (!hasKeys()) {
                // Whose phrase no list knows finds that out before anything of it is kept here.
                inScratch(keyring, this::knock);
            }
            Home home = context.home();
            keep(home, secret);
            return open(home, keyring, this::recover);
        }
    }

    private boolean hasKeys() {
        return Files.exists(context.homeDirectory()) && KeyFolder.of(context.home()).hasRoot();
    }

    /** What to do with a node that has the phrase's keys. */
    private interface Task {
        int run(Node node, Keyring keyring, List<Multiaddr> contacts);
    }

    private int inScratch(Keyring keyring, Task task) {
        try (ScratchFolder scratch =
                ScratchFolder.in(Path.of(System.getProperty("java.io.tmpdir")))) {
            return open(Home.open(scratch.path().resolve("home")), keyring, task);
        }
    }

    /** The same secret again goes on where an earlier attempt ended. */
    private void keep(Home home, SecretBytes secret) {
        KeyFolder folder = KeyFolder.of(home);
        if (folder.hasRoot()) {
            try (SecretBytes own = context.keyring(home).root()) {
                if (!own.equals(secret)) {
                    throw new Failure(
                                    FailureKind.EXISTS,
                                    "recover into",
                                    home.directory().toString(),
                                    "it has the keys of another owner; name a new one with --home")
                            .exception();
                }
            }
            return;
        }
        byte[] passphrase = context.passphrases(home).fresh("the keys in " + home.directory());
        try {
            folder.importRoot(secret, passphrase, NodeLauncher.random()).close();
        } finally {
            Arrays.fill(passphrase, (byte) 0);
        }
    }

    private int open(Home home, Keyring keyring, Task task) {
        List<Multiaddr> contacts = context.bootstrap(home);
        if (contacts.isEmpty()) {
            throw new UsageException("--bootstrap names a member of the mesh to begin with");
        }
        try (NodeKeys keys = NodeKeys.of(keyring)) {
            Node node =
                    NodeAccess.await(
                            NodeLauncher.open(
                                    home,
                                    context.environment(),
                                    "recover",
                                    NodeOptions.embedded(contacts, Optional.of(keys))));
            try (var _ = Interrupts.closing(node)) {
                return task.run(node, keyring, contacts);
            } finally {
                node.close();
                node.ended().handle((done, trouble) -> true).join();
            }
        }
    }

    private int knock(Node node, Keyring keyring, List<Multiaddr> contacts) {
        NodeAccess.await(node.recovery().enter(contacts));
        return Shardmesh.DONE;
    }

    private int recover(Node node, Keyring keyring, List<Multiaddr> contacts) {
        NodeAccess.await(node.recovery().enter(contacts));
        RecoveredCatalog catalog = NodeAccess.await(node.recovery().catalog());
        catalog.problems().forEach(problem -> context.warn(problem + "."));
        int found = 0;
        if (thorough || catalog.deviceCount() == 0) {
            try (ReadingKey reader = keyring.readingKey(0)) {
                found = NodeAccess.await(node.recovery().names(reader, this::progress));
            }
        }
        List<String> names = new ArrayList<>();
        CatalogPages.read(node, List.of(), page -> page.forEach(entry -> names.add(entry.name())));
        print(catalog, names, found);
        return catalog.problems().isEmpty() ? Shardmesh.DONE : Shardmesh.FAILED;
    }

    private void progress(int seen) {
        if (context.terminal().progress()) {
            context.err().print("\r" + seen + " objects looked at\u001b[K");
        }
    }

    private void print(RecoveredCatalog catalog, List<String> names, int found) {
        if (context.json()) {
            var json =
                    Json.object()
                            .put("dryRun", dryRun)
                            .put("answered", catalog.answeredCount())
                            .put("asked", catalog.askedCount())
                            .put("devices", catalog.deviceCount())
                            .put("fromObjects", found);
            catalog.newest().ifPresent(made -> json.put("newest", made.toString()));
            names.forEach(json.putArray("names")::add);
            context.print(json.toString());
            return;
        }
        context.print(
                catalog.answeredCount()
                        + " of "
                        + catalog.askedCount()
                        + " holders answered; "
                        + catalog.newest()
                                .map(made -> "the newest catalog is of " + made)
                                .orElse("none has a catalog"));
        if (found > 0) {
            context.print(found + " names come from the objects themselves, without their tags");
        }
        context.print((dryRun ? "would come back: " : "came back: ") + names.size() + " names");
        if (dryRun) {
            names.stream().sorted().forEach(name -> context.print("  " + name));
        }
    }
}
