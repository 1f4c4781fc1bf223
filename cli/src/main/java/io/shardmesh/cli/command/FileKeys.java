package io.shardmesh.cli.command;

import io.shardmesh.cli.CommandContext;
import io.shardmesh.cli.UsageException;
import io.shardmesh.crypto.KeyFile;
import io.shardmesh.crypto.KeyFileOutcome;
import io.shardmesh.crypto.ReadingKey;
import io.shardmesh.crypto.seal.v1.FileKey;
import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureException;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.api.Located;
import io.shardmesh.node.home.Home;
import io.shardmesh.node.home.KeyFolder;
import io.shardmesh.node.record.ObjectKeyText;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Opens the file key of an object with the reading keys at hand. This happens in the command: a
 * service never sees a reading key.
 */
final class FileKeys {
    private final CommandContext context;
    private final @Nullable Path privateKey;

    FileKeys(CommandContext context, @Nullable Path privateKey) {
        this.context = context;
        this.privateKey = privateKey;
    }

    /** The file key, checked against the manifest; the caller closes it. */
    FileKey open(Located located) {
        Home home = context.home();
        KeyFolder folder = KeyFolder.of(home);
        Path named = privateKey;
        if (named != null) {
            byte[] passphrase = context.passphrases(home).existing(named.toString());
            try (ReadingKey key = readingKey(named, passphrase)) {
                return located.fileKey(key)
                        .orElseThrow(() -> wrongKey(located, "this reading key"));
            } finally {
                Arrays.fill(passphrase, (byte) 0);
            }
        }
        return own(located, home, folder)
                .or(() -> imported(located, home, folder))
                .orElseThrow(() -> wrongKey(located, "a key of this home"));
    }

    private Optional<FileKey> own(Located located, Home home, KeyFolder folder) {
        if (!folder.hasRoot()) {
            return Optional.empty();
        }
        try (ReadingKey own = context.keyring(home).readingKey(0)) {
            return located.fileKey(own);
        }
    }

    private Optional<FileKey> imported(Located located, Home home, KeyFolder folder) {
        if (folder.readingFiles().isEmpty()) {
            return Optional.empty();
        }
        byte[] passphrase =
                context.passphrases(home).existing("the imported keys in " + home.directory());
        try {
            return folder.readingFiles().stream()
                    .flatMap(file -> imported(located, file, passphrase).stream())
                    .findFirst();
        } finally {
            Arrays.fill(passphrase, (byte) 0);
        }
    }

    /** Imported keys may have passphrases of their own; those that do not open are passed over. */
    private static Optional<FileKey> imported(Located located, Path file, byte[] passphrase) {
        try (ReadingKey key = readingKey(file, passphrase)) {
            return located.fileKey(key);
        } catch (FailureException otherPassphrase) {
            return Optional.empty();
        }
    }

    private static ReadingKey readingKey(Path file, byte[] passphrase) {
        KeyFileOutcome.Opened opened = KeyFolder.open(file, passphrase);
        if (opened.kind() != KeyFile.Kind.READING) {
            opened.secret().close();
            throw new UsageException(
                    file
                            + " holds a root secret; 'keys export --reading FILE' writes a reading key");
        }
        return ReadingKey.ofScalar(opened.secret());
    }

    private static FailureException wrongKey(Located located, String which) {
        return new Failure(
                        FailureKind.WRONG_KEY,
                        "open",
                        ObjectKeyText.format(located.objectKey()),
                        "it was not sealed for " + which)
                .exception();
    }
}
