package io.shardmesh.cli;

import io.shardmesh.crypto.phrase.PhraseOutcome;
import io.shardmesh.crypto.phrase.RecoveryPhrase;
import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureException;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.io.IoFailures;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Gets a recovery phrase from a file, standard input or the person at the terminal. */
public final class Phrases {
    /** 24 words of at most eight letters, and much white space. */
    private static final int MAX_BYTES = 4096;

    private static final String STANDARD_INPUT = "-";

    private final CommandContext context;

    /** Reads from the streams and the terminal of {@code context}. */
    public Phrases(CommandContext context) {
        this.context = context;
    }

    /**
     * Reads a phrase that exists. The caller closes it.
     *
     * @param file where it stands, {@code -} for standard input; null asks for it
     */
    public RecoveryPhrase existing(@Nullable String file) {
        char[] text = file == null ? ask() : read(file);
        String where = file == null || file.equals(STANDARD_INPUT) ? "the phrase" : file;
        try {
            return switch (RecoveryPhrase.parse(text)) {
                case PhraseOutcome.Read(RecoveryPhrase phrase) -> phrase;
                case PhraseOutcome.WrongCount(int count) ->
                        throw malformed(
                                where,
                                "it has " + count + " words, not " + RecoveryPhrase.WORD_COUNT);
                case PhraseOutcome.UnknownWord(int position) ->
                        throw malformed(
                                where,
                                "word " + position + " is not on the English list of BIP-39");
                case PhraseOutcome.WrongChecksum() ->
                        throw malformed(
                                where, "its checksum is wrong: a word is another, or out of place");
            };
        } finally {
            Arrays.fill(text, '\0');
        }
    }

    private char[] ask() {
        if (!context.terminal().prompts()) {
            throw new UsageException(
                    "no phrase: there is no terminal to ask at; give --phrase-file FILE, or"
                            + " --phrase-file - for standard input");
        }
        char[] typed =
                context.terminal().readSecret("The 24 words, with spaces between (not shown): ");
        if (typed == null) {
            throw new UsageException("no phrase was given");
        }
        return typed;
    }

    private char[] read(String file) {
        try {
            if (file.equals(STANDARD_INPUT)) {
                return letters(context.in());
            }
            try (InputStream in = Files.newInputStream(Path.of(file))) {
                return letters(in);
            }
        } catch (NoSuchFileException missing) {
            throw new Failure(FailureKind.NOT_FOUND, "read", file, "there is no such file")
                    .exception();
        } catch (IOException trouble) {
            throw IoFailures.of("read", file, trouble).exception();
        }
    }

    /** Bytes that are no ASCII become letters that are in no word. */
    private static char[] letters(InputStream in) throws IOException {
        byte[] bytes = in.readNBytes(MAX_BYTES + 1);
        char[] text = new char[bytes.length];
        for (int at = 0; at < bytes.length; at++) {
            text[at] = (char) (bytes[at] & 0xff);
        }
        Arrays.fill(bytes, (byte) 0);
        if (text.length > MAX_BYTES) {
            Arrays.fill(text, '\0');
            throw malformed("the phrase", "it has over " + MAX_BYTES + " bytes");
        }
        return text;
    }

    private static FailureException malformed(String where, String why) {
        return new Failure(FailureKind.MALFORMED, "read", where, why).exception();
    }
}
