package io.shardmesh.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** Gets a passphrase from a file or from the person at the terminal. */
public final class Passphrases {
    private static final int MAX_FILE_BYTES = 4096;

    private final Optional<Path> file;
    private final Terminal terminal;

    Passphrases(Optional<Path> file, Terminal terminal) {
        this.file = file;
        this.terminal = terminal;
    }

    /** The passphrase of a key file that exists. The caller wipes it. */
    public byte[] existing(String what) {
        return get("Passphrase of " + what + ": ", false);
    }

    /** A passphrase for a new key file; a person is asked twice. The caller wipes it. */
    public byte[] fresh(String what) {
        return get("New passphrase for " + what + ": ", true);
    }

    private byte[] get(String prompt, boolean twice) {
        byte[] passphrase = file.isPresent() ? read(file.get()) : ask(prompt, twice);
        if (passphrase.length == 0) {
            throw new UsageException("the passphrase is empty; choose one that nobody can guess");
        }
        return passphrase;
    }

    private byte[] ask(String prompt, boolean twice) {
        if (!terminal.prompts()) {
            throw new UsageException(
                    "no passphrase: there is no terminal to ask at; give --passphrase-file FILE or"
                            + " set SHARDMESH_PASSPHRASE_FILE");
        }
        byte[] first = askOnce(prompt);
        if (twice && !Arrays.equals(first, askOnce("The same again: "))) {
            throw new UsageException("the two passphrases differ; try again");
        }
        return first;
    }

    private byte[] askOnce(String prompt) {
        char[] typed = terminal.readSecret(prompt);
        if (typed == null) {
            throw new UsageException("no passphrase was given");
        }
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(CharBuffer.wrap(typed));
        byte[] passphrase = new byte[bytes.remaining()];
        bytes.get(0, passphrase);
        bytes.put(0, new byte[passphrase.length]);
        Arrays.fill(typed, '\0');
        return passphrase;
    }

    /** The first line, without its end. */
    private static byte[] read(Path file) {
        try {
            if (Files.size(file) > MAX_FILE_BYTES) {
                throw new UsageException(
                        "passphrase file " + file + " is larger than " + MAX_FILE_BYTES + " bytes");
            }
            byte[] content = Files.readAllBytes(file);
            int end = 0;
            while (end < content.length && content[end] != '\n' && content[end] != '\r') {
                end++;
            }
            byte[] passphrase = Arrays.copyOf(content, end);
            Arrays.fill(content, (byte) 0);
            return passphrase;
        } catch (NoSuchFileException missing) {
            throw new UsageException(
                    "passphrase file " + file + " does not exist; name it with --passphrase-file");
        } catch (IOException unreadable) {
            throw new UsageException(
                    "passphrase file " + file + " cannot be read; check its owner and mode");
        }
    }
}
