package io.shardmesh.cli.command;

import io.shardmesh.cli.CommandContext;
import io.shardmesh.cli.NodeAccess;
import io.shardmesh.crypto.Digest;
import io.shardmesh.node.api.CatalogEntry;
import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.api.Node;
import io.shardmesh.node.home.KeyFolder;
import io.shardmesh.node.record.ObjectKeyText;
import java.util.Optional;

/** What a user may call an object: a name of the catalog, or its key. */
final class Names {
    private static final String KEY_PREFIX = "shm1";

    /** Text as long as a key that begins like one is one, or a mistyped one. */
    private static final int KEY_LENGTH = 62;

    private Names() {}

    /**
     * The way to a node that finds what the user has typed. A key is found without the catalog, so
     * that a home without keys of its own makes none for it; with them the catalog also knows
     * holders that do not answer.
     */
    static NodeAccess nodes(CommandContext context, String typed) {
        boolean keyless = isKey(typed) && !KeyFolder.of(context.home()).hasRoot();
        return keyless ? context.keylessNodes() : context.nodes();
    }

    /** Whether this is a whole key, which needs no catalog. */
    static boolean isKey(String typed) {
        return ObjectKeyText.parse(typed).isPresent();
    }

    /** The object key behind what the user has typed. */
    static Digest key(Node node, String typed) {
        Optional<Digest> key = ObjectKeyText.parse(typed);
        if (key.isPresent()) {
            return key.get();
        }
        Optional<CatalogEntry> named = NodeAccess.await(node.catalog().find(typed));
        if (named.isPresent()) {
            return named.get().objectKey();
        }
        return parse(typed)
                .orElseThrow(() ->
                        failure(FailureKind.NOT_FOUND, typed, "it is not in this owner's catalog"));
    }

    /** The catalog's entry of a name or key. */
    static CatalogEntry entry(Node node, String typed) {
        Optional<CatalogEntry> named = NodeAccess.await(node.catalog().find(typed));
        return named.or(() ->
                        parse(typed).flatMap(key -> NodeAccess.await(node.catalog().find(key))))
                .orElseThrow(() ->
                        failure(FailureKind.NOT_FOUND, typed, "it is not in this owner's catalog"));
    }

    private static Optional<Digest> parse(String typed) {
        Optional<Digest> key = ObjectKeyText.parse(typed);
        if (key.isEmpty() && typed.startsWith(KEY_PREFIX) && typed.length() >= KEY_LENGTH / 2) {
            throw failure(
                    FailureKind.MALFORMED, typed, "it looks like a key and is not a whole one");
        }
        return key;
    }

    private static RuntimeException failure(FailureKind kind, String typed, String cause) {
        return new Failure(kind, "find", typed, cause).exception();
    }
}
