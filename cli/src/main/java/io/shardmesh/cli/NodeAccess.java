package io.shardmesh.cli;

import io.shardmesh.node.NodeLauncher;
import io.shardmesh.node.api.FailureException;
import io.shardmesh.node.api.Node;
import io.shardmesh.node.api.NodeKeys;
import io.shardmesh.node.api.NodeOptions;
import io.shardmesh.node.home.Home;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/**
 * The way from a command to a node: the service of the home when one runs, else a node in this
 * process for as long as the command takes.
 */
public final class NodeAccess {
    private final CommandContext context;
    private final Function<Home, Optional<NodeKeys>> unlocked;

    private NodeAccess(CommandContext context, Function<Home, Optional<NodeKeys>> unlocked) {
        this.context = context;
        this.unlocked = unlocked;
    }

    /** The way to a node that has its owner's keys, which are made at their first use. */
    static NodeAccess withKeys(CommandContext context) {
        return new NodeAccess(context, home -> Optional.of(NodeKeys.of(context.keyring(home))));
    }

    /** The way to a node that has no catalog and puts nothing; no passphrase is asked for. */
    static NodeAccess withoutKeys(CommandContext context) {
        return new NodeAccess(context, home -> Optional.empty());
    }

    /** Runs {@code use} with a node that has a network. */
    public int online(String purpose, Function<Node, Integer> use) {
        Home home = context.home();
        return with(
                home,
                purpose,
                use,
                () ->
                        NodeOptions.embedded(context.bootstrap(home), unlocked.apply(home))
                                .withRates(
                                        context.settings(home)
                                                .rates(
                                                        OptionalLong.empty(),
                                                        OptionalLong.empty())));
    }

    /** Runs {@code use} with a node that needs none. */
    public int offline(String purpose, Function<Node, Integer> use) {
        Home home = context.home();
        return with(home, purpose, use, () -> NodeOptions.offline(unlocked.apply(home)));
    }

    private interface Options {
        NodeOptions make();
    }

    private int with(Home home, String purpose, Function<Node, Integer> use, Options options) {
        Optional<Node> service = NodeLauncher.connect(home, context.environment());
        if (service.isPresent()) {
            return use(service.get(), use);
        }
        NodeOptions made = options.make();
        try {
            return use(await(NodeLauncher.open(home, context.environment(), purpose, made)), use);
        } finally {
            made.keys().ifPresent(NodeKeys::close);
        }
    }

    private static int use(Node node, Function<Node, Integer> use) {
        try (var _ = Interrupts.closing(node)) {
            return use.apply(node);
        } finally {
            node.close();
            node.ended().handle((done, trouble) -> true).join();
        }
    }

    /** Waits; a failure is thrown as it is. */
    public static <T> T await(CompletableFuture<T> future) {
        try {
            return future.join();
        } catch (CompletionException wrapped) {
            Optional<FailureException> failure =
                    FailureException.find(wrapped).map(FailureException::new);
            if (failure.isPresent()) {
                throw failure.get();
            }
            throw wrapped;
        }
    }
}
