package io.shardmesh.cli.command;

import io.shardmesh.cli.CommandContext;
import io.shardmesh.cli.NodeAccess;
import io.shardmesh.cli.UsageException;
import io.shardmesh.cli.render.QuotaReport;
import io.shardmesh.crypto.VerifyingKey;
import io.shardmesh.node.api.Node;
import io.shardmesh.node.api.OwnerQuota;
import io.shardmesh.node.config.ByteSize;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "quota",
        description = {
            "Show what each holder keeps of each owner at most, or set it.",
            "",
            "Setting is for the home that founded the mesh. What is kept already stays when a quota"
                    + " becomes smaller."
        })
final class QuotaCommand implements Callable<Integer> {
    private static final String UNLIMITED = "none";

    private final CommandContext context;

    @Option(
            names = "--owner",
            paramLabel = "KEY",
            description = "Only this owner's, as 'keys show' prints it.")
    private @Nullable String owner;

    @Option(
            names = "--set",
            paramLabel = "BYTES",
            description = "What each holder keeps at most, as 500M or 2G, or \"none\".")
    private @Nullable String limit;

    QuotaCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        Optional<VerifyingKey> key = Optional.ofNullable(owner).map(QuotaCommand::key);
        if (limit == null) {
            return context.keylessNodes().offline("quota", node -> show(node, key));
        }
        OptionalLong bytes = bytes(limit);
        VerifyingKey changed =
                key.orElseThrow(() -> new UsageException("--set needs the --owner it is for"));
        return context.nodes()
                .online(
                        "quota",
                        node ->
                                print(
                                        List.of(
                                                NodeAccess.await(
                                                        node.mesh().limit(changed, bytes)))));
    }

    private int show(Node node, Optional<VerifyingKey> key) {
        List<OwnerQuota> all = NodeAccess.await(node.mesh().quotas());
        List<OwnerQuota> wanted =
                all.stream().filter(one -> key.isEmpty() || one.owner().equals(key.get())).toList();
        if (wanted.isEmpty()) {
            throw new UsageException(
                    "owner " + owner + " is not on the membership list; see 'mesh members'");
        }
        return print(wanted);
    }

    private int print(List<OwnerQuota> quotas) {
        if (context.json()) {
            context.print(QuotaReport.json(quotas).toString());
        } else {
            QuotaReport.lines(quotas).forEach(context::print);
        }
        return Shardmesh.DONE;
    }

    private static VerifyingKey key(String text) {
        try {
            return VerifyingKey.parse(text);
        } catch (IllegalArgumentException malformed) {
            throw new UsageException(
                    "--owner " + text + " is not an owner's key; 'keys show' prints one");
        }
    }

    private static OptionalLong bytes(String text) {
        if (text.equals(UNLIMITED)) {
            return OptionalLong.empty();
        }
        OptionalLong bytes = ByteSize.parse(text);
        if (bytes.isEmpty()) {
            throw new UsageException("--set " + text + " is neither a size as 2G nor \"none\"");
        }
        return bytes;
    }
}
