package io.shardmesh.cli.command;

import io.shardmesh.cli.CommandContext;
import io.shardmesh.cli.Phrases;
import io.shardmesh.cli.UsageException;
import io.shardmesh.cli.render.Json;
import io.shardmesh.crypto.Keyring;
import io.shardmesh.crypto.SecretBytes;
import io.shardmesh.crypto.phrase.RecoveryPhrase;
import io.shardmesh.node.NodeLauncher;
import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.home.AtomicFile;
import io.shardmesh.node.home.Home;
import io.shardmesh.node.home.KeyFolder;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "phrase",
        description = {
            "Show the root secret as 24 words for paper; 'shardmesh keys new --phrase' takes them back.",
            "Shows them on a terminal only; whoever has them has all of this owner's files."
        })
final class KeysPhraseCommand implements Callable<Integer> {
    private static final int COLUMNS = 4;
    private static final int ROWS = RecoveryPhrase.WORD_COUNT / COLUMNS;

    private final CommandContext context;

    @Option(names = "--confirm", description = "Ask some of the words back afterwards.")
    private boolean confirm;

    @Option(
            names = "--test",
            description = "Read a phrase and say whether it is this home's; shows nothing of it.")
    private boolean test;

    @Option(
            names = "--phrase-file",
            paramLabel = "FILE|-",
            description = "With --test: where the phrase stands, - for standard input.")
    private @Nullable String phraseFile;

    @Option(
            names = "--output",
            paramLabel = "FILE",
            description = "Write it to a new file of mode 0600 instead of showing it.")
    private @Nullable Path output;

    KeysPhraseCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        checkOptions();
        if (test) {
            return test();
        }
        Path file = output;
        if (file == null && !context.terminal().prompts()) {
            throw new UsageException(
                    "the phrase is shown on a terminal only, and this is none; --output FILE writes"
                            + " it to a private file");
        }
        try (RecoveryPhrase phrase = ownPhrase()) {
            return file == null ? show(phrase) : write(phrase, file);
        }
    }

    private void checkOptions() {
        boolean wrongTest = test && (confirm || output != null);
        if (wrongTest || (!test && phraseFile != null) || (confirm && output != null)) {
            throw new UsageException(
                    "--confirm, --output FILE and --test exclude each other, and --phrase-file"
                            + " belongs to --test");
        }
        if (context.json() && !test && output == null) {
            throw new UsageException("a phrase is for people: without --json, or to --output FILE");
        }
    }

    private RecoveryPhrase ownPhrase() {
        try (SecretBytes root = keyring().root()) {
            return RecoveryPhrase.of(root);
        }
    }

    private Keyring keyring() {
        Home home = context.home();
        if (!KeyFolder.of(home).hasRoot()) {
            throw new Failure(
                            FailureKind.NOT_FOUND,
                            "open",
                            "the keys in " + home.directory(),
                            "there are none yet; 'shardmesh keys new' makes them")
                    .exception();
        }
        return context.keyring(home);
    }

    private int test() {
        try (RecoveryPhrase typed = new Phrases(context).existing(phraseFile);
                SecretBytes secret = typed.secret();
                SecretBytes own = keyring().root()) {
            boolean same = secret.equals(own);
            if (context.json()) {
                context.print(Json.object().put("matches", same).toString());
            } else {
                context.print(
                        same
                                ? "this is the phrase of this home"
                                : "this is a phrase, but not the one of this home");
            }
            return same ? Shardmesh.DONE : Shardmesh.FAILED;
        }
    }

    private int write(RecoveryPhrase phrase, Path file) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        for (int word = 0; word < RecoveryPhrase.WORD_COUNT; word++) {
            text.writeBytes(phrase.word(word).getBytes(StandardCharsets.US_ASCII));
            text.write(word + 1 < RecoveryPhrase.WORD_COUNT ? ' ' : '\n');
        }
        byte[] bytes = text.toByteArray();
        try {
            AtomicFile.create(file.toAbsolutePath(), bytes);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
        context.print(
                context.json()
                        ? Json.object().put("file", file.toString()).toString()
                        : "wrote the phrase to "
                                + file
                                + ", in clear: move it to where only you get at it");
        return Shardmesh.DONE;
    }

    private int show(RecoveryPhrase phrase) {
        context.print("Whoever has these 24 words has all files of this owner, for good.");
        context.print("");
        for (int row = 0; row < ROWS; row++) {
            context.print(row(phrase, row));
        }
        context.print("");
        context.print("Write them on paper, in this order, and keep that away from this machine.");
        char[] enter = ask("Press Enter when that is done; the screen is cleared then. ");
        context.terminal().clear();
        context.print("Close this window too if it, tmux or screen keeps what it has shown.");
        if (enter == null || !confirm) {
            context.print("'shardmesh keys phrase --test' tells whether you have it right.");
            return Shardmesh.DONE;
        }
        return confirmed(new PhraseQuiz(phrase, NodeLauncher.random()).firstWrong(this::ask));
    }

    private int confirmed(OptionalInt wrong) {
        if (wrong.isPresent()) {
            context.warn(
                    "word "
                            + wrong.getAsInt()
                            + " is another. Nothing is confirmed; look at what you wrote and run"
                            + " this again.");
            return Shardmesh.FAILED;
        }
        context.print("confirmed: you have the phrase");
        return Shardmesh.DONE;
    }

    private char @Nullable [] ask(String prompt) {
        return context.terminal().readSecret(prompt);
    }

    private static String row(RecoveryPhrase phrase, int row) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < COLUMNS; column++) {
            int word = column * ROWS + row;
            line.append("%4d. %-10s".formatted(word + 1, phrase.word(word)));
        }
        return line.toString().stripTrailing();
    }
}
