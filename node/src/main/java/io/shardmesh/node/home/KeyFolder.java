package io.shardmesh.node.home;

import io.shardmesh.crypto.KeyFile;
import io.shardmesh.crypto.KeyFileOutcome;
import io.shardmesh.crypto.Keyring;
import io.shardmesh.crypto.RandomSource;
import io.shardmesh.crypto.ReadingKey;
import io.shardmesh.crypto.SecretBytes;
import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureException;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.io.IoFailures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The folder {@code keys} of a home: {@code root.key}, the owner's root secret, and {@code
 * reading-*.key}, reading keys of others that were imported. Each is a key file sealed with a
 * passphrase. Blocking; opening one takes a fraction of a second by design.
 */
public final class KeyFolder {
    private static final String FOLDER = "keys";
    private static final String ROOT = "root.key";
    private static final int SHOWN_DIGITS = 16;

    private final Home home;

    private KeyFolder(Home home) {
        this.home = home;
    }

    /** The keys of a home. */
    public static KeyFolder of(Home home) {
        return new KeyFolder(home);
    }

    /** Whether there is a root secret. */
    public boolean hasRoot() {
        return Files.exists(root());
    }

    /** Makes the root secret; fails with EXISTS when there is one. The caller closes the ring. */
    public Keyring createRoot(byte[] passphrase, RandomSource random) {
        try (SecretBytes secret = SecretBytes.random(Keyring.ROOT_BYTES, random)) {
            return importRoot(secret, passphrase, random);
        }
    }

    /** Takes a root secret that was made elsewhere; fails with EXISTS when there is one. */
    public Keyring importRoot(SecretBytes secret, byte[] passphrase, RandomSource random) {
        if (hasRoot()) {
            throw failure(
                    FailureKind.EXISTS, "make", root(), "this home has its owner's keys already");
        }
        home.makeDirectory(FOLDER);
        // Two commands may both be the first: the secret of one must not replace the other's.
        AtomicFile.create(
                root(),
                KeyFile.seal(KeyFile.Kind.ROOT, secret, passphrase, KeyFile.Cost.DEFAULT, random));
        return Keyring.ofRoot(SecretBytes.copyOf(secret.expose()));
    }

    /** Opens the root secret. The caller closes the ring. */
    public Keyring openRoot(byte[] passphrase) {
        KeyFileOutcome.Opened opened = open(root(), passphrase);
        if (opened.kind() != KeyFile.Kind.ROOT) {
            opened.secret().close();
            throw failure(FailureKind.MALFORMED, "open", root(), "it holds a key of another kind");
        }
        return Keyring.ofRoot(opened.secret());
    }

    /** Keeps a reading key of another owner. */
    public void importReading(ReadingKey key, byte[] passphrase, RandomSource random) {
        home.makeDirectory(FOLDER);
        String name = "reading-" + key.publicKey().toString().substring(0, SHOWN_DIGITS) + ".key";
        try (SecretBytes scalar = key.scalar()) {
            AtomicFile.replace(
                    home.resolve(FOLDER).resolve(name),
                    KeyFile.seal(
                            KeyFile.Kind.READING,
                            scalar,
                            passphrase,
                            KeyFile.Cost.DEFAULT,
                            random));
        }
    }

    /** The reading keys that were imported, as files in the order of their names. */
    public List<Path> readingFiles() {
        Path folder = home.resolve(FOLDER);
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return new ArrayList<>(
                    files.filter(file -> file.getFileName().toString().startsWith("reading-"))
                            .sorted()
                            .toList());
        } catch (IOException trouble) {
            throw IoFailures.of("list", folder.toString(), trouble).exception();
        }
    }

    /**
     * Opens any key file.
     *
     * @throws FailureException NOT_FOUND, WRONG_PASSPHRASE or MALFORMED
     */
    public static KeyFileOutcome.Opened open(Path file, byte[] passphrase) {
        byte[] content =
                AtomicFile.read(file, KeyFile.SIZE_BYTES)
                        .orElseThrow(() ->
                                failure(
                                        FailureKind.NOT_FOUND,
                                        "open",
                                        file,
                                        "there is no such key file"));
        return switch (KeyFile.open(content, passphrase)) {
            case KeyFileOutcome.Opened opened -> opened;
            case KeyFileOutcome.WrongPassphrase() ->
                    throw failure(
                            FailureKind.WRONG_PASSPHRASE,
                            "open",
                            file,
                            "the passphrase is not the one it was sealed with");
            case KeyFileOutcome.Malformed(String why) ->
                    throw failure(FailureKind.MALFORMED, "open", file, why);
        };
    }

    private Path root() {
        return home.resolve(FOLDER).resolve(ROOT);
    }

    private static FailureException failure(
            FailureKind kind, String operation, Path file, String cause) {
        return new Failure(kind, operation, file.toString(), cause).exception();
    }
}
