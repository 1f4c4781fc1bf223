package io.shardmesh.cli.command;

import io.shardmesh.cli.CommandContext;
import io.shardmesh.cli.NodeAccess;
import io.shardmesh.cli.UsageException;
import io.shardmesh.cli.render.Json;
import io.shardmesh.cli.render.ShareText;
import io.shardmesh.crypto.ReadingPublicKey;
import io.shardmesh.node.api.Node;
import io.shardmesh.node.api.ShareOutcome;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "unshare",
        description = {
            "Take a reader out of those for whom a file is sealed.",
            "Who has read it may have kept its key: only a new put shuts a reader out for good."
        })
final class UnshareCommand implements Callable<Integer> {
    private final CommandContext context;

    @Parameters(paramLabel = "NAME|KEY", description = "Its name, or its key.")
    private String typed = "";

    @Option(
            names = "--to",
            paramLabel = "PUBLIC-KEY",
            description = "Reading key of who is not to read it any more.")
    private @Nullable String reader;

    @Option(names = "--all", description = "Everybody but this owner.")
    private boolean all;

    UnshareCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        String to = reader;
        if (all == (to != null)) {
            throw new UsageException("say either --to PUBLIC-KEY or --all");
        }
        Optional<ReadingPublicKey> left =
                Optional.ofNullable(to).map(text -> ReaderKeys.parse("--to", text));
        // The catalog key, not a reading key, tells which of the wrapped keys is whose.
        return context.nodes().online("unshare", node -> unshare(node, left));
    }

    private int unshare(Node node, Optional<ReadingPublicKey> left) {
        ShareOutcome outcome =
                NodeAccess.await(node.objects().unshare(Names.key(node, typed), left));
        if (context.json()) {
            context.print(Json.of(outcome, typed).toString());
        } else {
            ShareText.unshared(outcome, typed).forEach(context::print);
        }
        return Shardmesh.DONE;
    }
}
