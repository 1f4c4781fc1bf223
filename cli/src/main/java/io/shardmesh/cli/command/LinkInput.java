package io.shardmesh.cli.command;

import io.shardmesh.cli.CommandContext;
import io.shardmesh.cli.UsageException;
import io.shardmesh.crypto.Digest;
import io.shardmesh.crypto.seal.v1.FileKey;
import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.api.Located;
import io.shardmesh.node.home.AtomicFile;
import io.shardmesh.node.io.IoFailures;
import io.shardmesh.node.record.ObjectKeyText;
import io.shardmesh.node.record.ObjectLink;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The link that a get was given, if any. It is a secret, so it never comes as an argument. */
final class LinkInput implements AutoCloseable {
    private static final String STANDARD_INPUT = "-";

    /** A link and the white space around it. */
    private static final int MAX_BYTES = 1024;

    private final Optional<ObjectLink> link;

    private LinkInput(Optional<ObjectLink> link) {
        this.link = link;
    }

    /** Reads the link from where the options say; none of them is no link. */
    static LinkInput of(CommandContext context, @Nullable String option, @Nullable Path file) {
        if (option != null && file != null) {
            throw new UsageException("--link - and --link-file FILE exclude each other");
        }
        if (option == null && file == null) {
            return new LinkInput(Optional.empty());
        }
        if (option != null && !option.equals(STANDARD_INPUT)) {
            throw new UsageException(
                    "a link on the command line is seen by everybody on this machine; use --link -"
                            + " and standard input, or --link-file FILE");
        }
        String where = file == null ? "standard input" : file.toString();
        String text = file == null ? read(context) : read(file);
        return new LinkInput(
                Optional.of(
                        ObjectLink.parse(text.strip())
                                .orElseThrow(() ->
                                        failure(
                                                        FailureKind.MALFORMED,
                                                        where,
                                                        "that is no link, or it is mistyped")
                                                .exception())));
    }

    private static String read(CommandContext context) {
        try {
            return new String(context.in().readNBytes(MAX_BYTES), StandardCharsets.US_ASCII);
        } catch (IOException trouble) {
            throw IoFailures.of("read", "standard input", trouble).exception();
        }
    }

    private static String read(Path file) {
        return AtomicFile.read(file, MAX_BYTES)
                .map(bytes -> new String(bytes, StandardCharsets.US_ASCII))
                .orElseThrow(() ->
                        failure(FailureKind.NOT_FOUND, file.toString(), "there is no such file")
                                .exception());
    }

    boolean given() {
        return link.isPresent();
    }

    Optional<Digest> objectKey() {
        return link.map(ObjectLink::objectKey);
    }

    /** The file key of the link, which there must be; fails when it is not the object's. */
    FileKey fileKey(Located located) {
        FileKey key = link.orElseThrow().fileKey();
        if (!located.opensWith(key)) {
            key.close();
            throw failure(
                            FailureKind.MALFORMED,
                            ObjectKeyText.format(located.objectKey()),
                            "the link has the key of another object")
                    .exception();
        }
        return key;
    }

    private static Failure failure(FailureKind kind, String subject, String cause) {
        return new Failure(kind, "open", subject, cause);
    }

    @Override
    public void close() {
        link.ifPresent(ObjectLink::close);
    }
}
