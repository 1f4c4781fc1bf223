package io.shardmesh.cli.command;

import io.shardmesh.cli.CommandContext;
import io.shardmesh.cli.HeapCeiling;
import io.shardmesh.cli.Interrupts;
import io.shardmesh.cli.NodeAccess;
import io.shardmesh.cli.UsageException;
import io.shardmesh.libp2p.transport.ByteRates;
import io.shardmesh.node.NodeLauncher;
import io.shardmesh.node.api.Node;
import io.shardmesh.node.api.NodeKeys;
import io.shardmesh.node.api.NodeMode;
import io.shardmesh.node.api.NodeOptions;
import io.shardmesh.node.api.NodeStatus;
import io.shardmesh.node.config.ByteSize;
import io.shardmesh.node.config.Setting;
import io.shardmesh.node.config.Settings;
import io.shardmesh.node.home.Home;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What {@code service} and {@code bootstrap} share: options, and running until the end. */
final class ServiceOptions {
    @Option(
            names = "--bind",
            paramLabel = "ADDR",
            description = "Address to listen on (default: 127.0.0.1).")
    private @Nullable String bind;

    @Option(
            names = "--storage",
            paramLabel = "BYTES",
            description = "How much to keep for the mesh, such as 500G.")
    private @Nullable String storage;

    @Option(
            names = "--limit-up",
            paramLabel = "BYTES",
            description = "How much to send a second at most, such as 2M (default: no limit).")
    private @Nullable String limitUp;

    @Option(
            names = "--limit-down",
            paramLabel = "BYTES",
            description = "How much to receive a second at most (default: no limit).")
    private @Nullable String limitDown;

    @Option(names = "--timeout", paramLabel = "SECONDS", description = "Stop after this long.")
    private @Nullable Long timeoutSeconds;

    /** Runs a node until it is told to end or the time is up. */
    int run(CommandContext context, NodeMode mode, OptionalInt port) {
        if (timeoutSeconds != null && timeoutSeconds < 1) {
            throw new UsageException("--timeout is at least 1");
        }
        Home home = context.home();
        OptionalLong limit = storageBytes(context.settings(home));
        NodeLauncher.prepare(home);
        try (NodeKeys keys = NodeKeys.of(context.keyring(home))) {
            NodeOptions options = options(context, home, mode, port, limit, keys);
            Node node = NodeAccess.await(NodeLauncher.serve(home, context.environment(), options));
            try (var _ = Interrupts.stopping(node)) {
                announce(context, NodeAccess.await(node.state().status()));
                // Opening the key file filled 64 MiB; a quiet node would keep them for ever.
                System.gc();
                HeapCeiling.keep();
                await(node);
            } finally {
                node.close();
            }
            NodeAccess.await(node.ended());
            return Shardmesh.DONE;
        }
    }

    private NodeOptions options(
            CommandContext context,
            Home home,
            NodeMode mode,
            OptionalInt port,
            OptionalLong limit,
            NodeKeys keys) {
        Settings settings = context.settings(home);
        return new NodeOptions(
                mode,
                settings.text(Setting.BIND, Optional.ofNullable(bind))
                        .orElse(NodeOptions.DEFAULT_BIND),
                settings.port(port),
                context.bootstrap(home),
                limit,
                settings.reserveFreeBytes(),
                settings.connections(),
                settings.filesBackend(),
                settings.rates(rate("--limit-up", limitUp), rate("--limit-down", limitDown)),
                settings.repairGrace(),
                settings.cacheBytes(),
                Optional.of(keys));
    }

    private OptionalLong storageBytes(Settings settings) {
        if (storage == null) {
            return settings.storageBytes(OptionalLong.empty());
        }
        OptionalLong parsed = ByteSize.parse(storage);
        if (parsed.isEmpty()) {
            throw new UsageException("--storage " + storage + " is not a size such as 500G");
        }
        return settings.storageBytes(parsed);
    }

    private static OptionalLong rate(String option, @Nullable String value) {
        if (value == null) {
            return OptionalLong.empty();
        }
        OptionalLong rate = ByteSize.parse(value);
        if (rate.isEmpty() || !ByteRates.isPossible(rate.getAsLong())) {
            throw new UsageException(
                    option
                            + " "
                            + value
                            + " is not a rate from 16KiB to 1TiB a second, such as 2M");
        }
        return rate;
    }

    private static void announce(CommandContext context, NodeStatus status) {
        if (status.mesh().isEmpty()) {
            context.warn(
                    "this home belongs to no mesh yet: found one with 'mesh new' or join one.");
        }
        status.listening().forEach(address -> context.print("listening on " + address));
        context.out().flush();
    }

    private void await(Node node) {
        try {
            if (timeoutSeconds == null) {
                node.ended().get();
            } else {
                node.ended().get(timeoutSeconds, TimeUnit.SECONDS);
            }
        } catch (TimeoutException timeIsUp) {
            return;
        } catch (ExecutionException died) {
            NodeAccess.await(node.ended());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
