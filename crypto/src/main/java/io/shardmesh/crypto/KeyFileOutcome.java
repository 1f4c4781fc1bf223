package io.shardmesh.crypto;

/** What came of opening a key file. */
public sealed interface KeyFileOutcome {
    /** It was opened; whoever asked closes the secret. */
    final class Opened implements KeyFileOutcome {
        private final KeyFile.Kind kind;
        private final SecretBytes secret;

        Opened(KeyFile.Kind kind, SecretBytes secret) {
            this.kind = kind;
            this.secret = secret;
        }

        /** What the secret is. */
        public KeyFile.Kind kind() {
            return kind;
        }

        /** The secret itself, 32 bytes; the receiver closes it. */
        public SecretBytes secret() {
            return secret;
        }

        @Override
        public String toString() {
            return "Opened(" + kind + ")";
        }
    }

    /** The passphrase is another, or the file was changed; the two cannot be told apart. */
    record WrongPassphrase() implements KeyFileOutcome {}

    /** The bytes are no key file of a version, kind and cost that this program takes. */
    record Malformed(String why) implements KeyFileOutcome {}
}
