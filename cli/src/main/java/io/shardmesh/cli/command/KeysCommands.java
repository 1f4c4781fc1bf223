package io.shardmesh.cli.command;

import io.shardmesh.cli.CommandContext;
import io.shardmesh.cli.Phrases;
import io.shardmesh.cli.render.Json;
import io.shardmesh.crypto.KeyFile;
import io.shardmesh.crypto.KeyFileOutcome;
import io.shardmesh.crypto.Keyring;
import io.shardmesh.crypto.ReadingKey;
import io.shardmesh.crypto.SecretBytes;
import io.shardmesh.crypto.SigningKey;
import io.shardmesh.crypto.phrase.RecoveryPhrase;
import io.shardmesh.node.NodeLauncher;
import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.home.AtomicFile;
import io.shardmesh.node.home.Home;
import io.shardmesh.node.home.KeyFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code shardmesh keys …}: the owner's root secret and reading keys. */
final class KeysCommands {
    private KeysCommands() {}

    static CommandLine create(CommandContext context) {
        return CommandGroup.create(context, "keys", "Make, show, export and import keys.")
                .addSubcommand("new", new New(context))
                .addSubcommand("list", new Listing(context))
                .addSubcommand("show", new Show(context))
                .addSubcommand("export", new Export(context))
                .addSubcommand("import", new Import(context))
                .addSubcommand("phrase", new KeysPhraseCommand(context));
    }

    /** Prints the public halves of the owner's keys. */
    private static int show(CommandContext context, Keyring keyring) {
        try (SigningKey signing = keyring.signingKey(0);
                ReadingKey reading = keyring.readingKey(0)) {
            if (context.json()) {
                context.print(
                        Json.object()
                                .put("owner", signing.verifyingKey().toString())
                                .put("reading", reading.publicKey().toString())
                                .toString());
            } else {
                context.print("owner:    " + signing.verifyingKey());
                context.print("reading:  " + reading.publicKey());
            }
            return Shardmesh.DONE;
        }
    }

    /** Which key went out or came in, and the file. */
    private static String json(KeyFile.Kind kind, Path file) {
        return Json.object()
                .put("kind", kind.name().toLowerCase(Locale.ROOT))
                .put("file", file.toString())
                .toString();
    }

    @Command(
            name = "new",
            description = "Make the owner's root secret, from which all keys are derived.")
    private static final class New implements Callable<Integer> {
        private final CommandContext context;

        @Option(
                names = "--phrase",
                description =
                        "Make it from 24 words of 'shardmesh keys phrase', which are asked for.")
        private boolean phrase;

        @Option(
                names = "--phrase-file",
                paramLabel = "FILE|-",
                description = "The same with the words from a file, or - for standard input.")
        private @Nullable String phraseFile;

        New(CommandContext context) {
            this.context = context;
        }

        @Override
        public Integer call() {
            Home home = context.home();
            KeyFolder folder = KeyFolder.of(home);
            if (folder.hasRoot()) {
                throw new Failure(
                                FailureKind.EXISTS,
                                "make",
                                "the keys in " + home.directory(),
                                "there are some already")
                        .exception();
            }
            try (SecretBytes root = root()) {
                return make(home, folder, root);
            }
        }

        private SecretBytes root() {
            if (!phrase && phraseFile == null) {
                return SecretBytes.random(Keyring.ROOT_BYTES, NodeLauncher.random());
            }
            try (RecoveryPhrase words = new Phrases(context).existing(phraseFile)) {
                return words.secret();
            }
        }

        private int make(Home home, KeyFolder folder, SecretBytes root) {
            byte[] passphrase = context.passphrases(home).fresh("the keys in " + home.directory());
            try (Keyring made = folder.importRoot(root, passphrase, NodeLauncher.random())) {
                return show(context, made);
            } finally {
                Arrays.fill(passphrase, (byte) 0);
            }
        }
    }

    @Command(name = "list", description = "List the key files of this home.")
    private static final class Listing implements Callable<Integer> {
        private final CommandContext context;

        Listing(CommandContext context) {
            this.context = context;
        }

        @Override
        public Integer call() {
            KeyFolder folder = KeyFolder.of(context.home());
            if (context.json()) {
                var json = Json.object().put("root", folder.hasRoot());
                var reading = json.putArray("reading");
                folder.readingFiles().forEach(file -> reading.add(name(file)));
                context.print(json.toString());
                return Shardmesh.DONE;
            }
            context.print("root secret:  " + (folder.hasRoot() ? "yes" : "none yet"));
            folder.readingFiles().forEach(file -> context.print("imported:     " + name(file)));
            return Shardmesh.DONE;
        }

        private static String name(Path file) {
            return String.valueOf(file.getFileName());
        }
    }

    @Command(name = "show", description = "Show the public keys, to be given to others.")
    private static final class Show implements Callable<Integer> {
        private final CommandContext context;

        Show(CommandContext context) {
            this.context = context;
        }

        @Override
        public Integer call() {
            return show(context, context.keyring(context.home()));
        }
    }

    @Command(
            name = "export",
            description = "Write the root secret, or one reading key, to a key file.")
    private static final class Export implements Callable<Integer> {
        private final CommandContext context;

        @Option(
                names = "--reading",
                description = "Only the reading key: whoever has it can read, and nothing more.")
        private boolean reading;

        @Parameters(paramLabel = "FILE", description = "The key file to write; it must not exist.")
        private Path file = Path.of("");

        Export(CommandContext context) {
            this.context = context;
        }

        @Override
        public Integer call() {
            if (Files.exists(file)) {
                throw new Failure(FailureKind.EXISTS, "write", file.toString(), "it exists")
                        .exception();
            }
            Home home = context.home();
            byte[] passphrase =
                    context.passphrases(home).existing("the keys in " + home.directory());
            try (Keyring keyring = KeyFolder.of(home).openRoot(passphrase);
                    ReadingKey readingKey = keyring.readingKey(0);
                    SecretBytes secret = reading ? readingKey.scalar() : keyring.root()) {
                AtomicFile.replace(
                        file.toAbsolutePath(),
                        KeyFile.seal(
                                reading ? KeyFile.Kind.READING : KeyFile.Kind.ROOT,
                                secret,
                                passphrase,
                                KeyFile.Cost.DEFAULT,
                                NodeLauncher.random()));
            } finally {
                Arrays.fill(passphrase, (byte) 0);
            }
            print();
            return Shardmesh.DONE;
        }

        private void print() {
            if (context.json()) {
                KeyFile.Kind kind = reading ? KeyFile.Kind.READING : KeyFile.Kind.ROOT;
                context.print(json(kind, file));
                return;
            }
            context.print(
                    "wrote "
                            + (reading ? "the reading key" : "the root secret")
                            + " to "
                            + file
                            + ", sealed with the same passphrase");
        }
    }

    @Command(name = "import", description = "Take a root secret or a reading key from a key file.")
    private static final class Import implements Callable<Integer> {
        private final CommandContext context;

        @Parameters(paramLabel = "FILE", description = "The key file.")
        private Path file = Path.of("");

        Import(CommandContext context) {
            this.context = context;
        }

        @Override
        public Integer call() {
            Home home = context.home();
            byte[] passphrase = context.passphrases(home).existing(file.toString());
            KeyFileOutcome.Opened opened = KeyFolder.open(file, passphrase);
            try (SecretBytes secret = opened.secret()) {
                switch (opened.kind()) {
                    case ROOT ->
                            KeyFolder.of(home)
                                    .importRoot(secret, passphrase, NodeLauncher.random())
                                    .close();
                    case READING -> importReading(home, secret, passphrase);
                }
            } finally {
                Arrays.fill(passphrase, (byte) 0);
            }
            context.print(
                    context.json()
                            ? json(opened.kind(), file)
                            : "took the " + words(opened.kind()) + " from " + file);
            return Shardmesh.DONE;
        }

        private static void importReading(Home home, SecretBytes secret, byte[] passphrase) {
            try (ReadingKey key = ReadingKey.ofScalar(SecretBytes.copyOf(secret.expose()))) {
                KeyFolder.of(home).importReading(key, passphrase, NodeLauncher.random());
            }
        }

        private static String words(KeyFile.Kind kind) {
            return switch (kind) {
                case ROOT -> "root secret";
                case READING -> "reading key";
            };
        }
    }
}
