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
        return ObjectKeyText.parse(typed).orElseGet(() -> entry(node, typed).objectKey());
    }

    /** The catalog's entry of a name or key. */
    static CatalogEntry entry(Node node, String typed) {
        Optional<CatalogEntry> named = NodeAccess.await(node.catalog().find(typed));
        return named.or(() ->
                        ObjectKeyText.parse(typed)
                                .flatMap(key -> NodeAccess.await(node.catalog().find(key))))
                .orElseThrow(() -> unknown(typed));
    }

    private static RuntimeException unknown(String typed) {
        boolean mistyped =
                !isKey(typed) && typed.startsWith(KEY_PREFIX) && typed.length() >= KEY_LENGTH / 2;
        Failure failure =
                mistyped
                        ? new Failure(
                                FailureKind.MALFORMED,
                                "find",
                                typed,
                                "it looks like a key and is not a whole one")
                        : new Failure(
                                FailureKind.NOT_FOUND,
                                "find",
                                typed,
                                "it is not in this owner's catalog");
        return failure.exception();
    }
}
