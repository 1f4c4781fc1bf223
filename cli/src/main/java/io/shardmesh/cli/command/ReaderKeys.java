package io.shardmesh.cli.command;

import io.shardmesh.cli.UsageException;
import io.shardmesh.crypto.ReadingPublicKey;

/** Reading keys of others, as they are typed. */
final class ReaderKeys {
    private ReaderKeys() {}

    static ReadingPublicKey parse(String option, String text) {
        try {
            return ReadingPublicKey.parse(text);
        } catch (IllegalArgumentException malformed) {
            throw new UsageException(
                    option
                            + " "
                            + text
                            + " is not a reading key; 'shardmesh keys show' prints"
                            + " one");
        }
    }
}
