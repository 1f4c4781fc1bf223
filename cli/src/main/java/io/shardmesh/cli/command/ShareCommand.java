package io.shardmesh.cli.command;

import io.shardmesh.cli.CommandContext;
import io.shardmesh.cli.NodeAccess;
import io.shardmesh.cli.UsageException;
import io.shardmesh.cli.render.Json;
import io.shardmesh.cli.render.ShareText;
import io.shardmesh.crypto.Digest;
import io.shardmesh.crypto.seal.v1.FileKey;
import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.api.Located;
import io.shardmesh.node.api.Node;
import io.shardmesh.node.api.ShareOutcome;
import io.shardmesh.node.record.ObjectKeyText;
import io.shardmesh.node.record.ObjectLink;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "share",
        description = {
            "Let somebody else of the mesh read a file, or print a link that opens it.",
            "What was read once cannot be taken back: only a new put shuts a reader out for good."
        })
final class ShareCommand implements Callable<Integer> {
    private final CommandContext context;

    @Parameters(paramLabel = "NAME|KEY", description = "Its name, or its key.")
    private String typed = "";

    @Option(
            names = "--to",
            paramLabel = "PUBLIC-KEY",
            description = "Reading key of who may read it; 'shardmesh keys show' prints one.")
    private @Nullable String reader;

    @Option(
            names = "--link",
            description =
                    "Print one line that opens it for every member who has the line: a secret.")
    private boolean link;

    ShareCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        String to = reader;
        if (link == (to != null)) {
            throw new UsageException("say either --to PUBLIC-KEY or --link");
        }
        return Names.nodes(context, typed)
                .online("share", node -> to == null ? link(node) : share(node, to));
    }

    private int share(Node node, String to) {
        var key = ReaderKeys.parse("--to", to);
        Located located = locate(node);
        try (FileKey fileKey = new FileKeys(context, null).open(located)) {
            print(NodeAccess.await(node.objects().share(located.objectKey(), fileKey, key)));
        }
        return Shardmesh.DONE;
    }

    private void print(ShareOutcome outcome) {
        if (context.json()) {
            context.print(Json.of(outcome, typed).toString());
        } else {
            ShareText.shared(outcome, typed).forEach(context::print);
        }
    }

    private int link(Node node) {
        Located located = locate(node);
        try (FileKey fileKey = new FileKeys(context, null).open(located);
                ObjectLink made = ObjectLink.of(located.objectKey(), fileKey)) {
            if (context.json()) {
                context.print(
                        Json.object()
                                .put("name", typed)
                                .put("key", ObjectKeyText.format(located.objectKey()))
                                .put("link", made.text())
                                .toString());
            } else {
                context.print(made.text());
                context.warn(
                        "this line opens "
                                + typed
                                + " for every member of the mesh that has it; it cannot be"
                                + " revoked, only a new put has another key.");
            }
        }
        return Shardmesh.DONE;
    }

    /** The key of a bundle opens all of its files, so none of them can be shared alone. */
    private Located locate(Node node) {
        if (!Names.isKey(typed) && Names.entry(node, typed).place().isPresent()) {
            throw new Failure(
                            FailureKind.REFUSED,
                            "share",
                            typed,
                            "it lies in a bundle with other files, which would be shared too; put it"
                                    + " by itself with 'shardmesh put'")
                    .exception();
        }
        Digest key = Names.key(node, typed);
        return NodeAccess.await(node.objects().locate(key));
    }
}
