package io.shardmesh.cli.command;

import io.shardmesh.cli.CommandContext;
import io.shardmesh.cli.NodeAccess;
import io.shardmesh.cli.UsageException;
import io.shardmesh.cli.render.Json;
import io.shardmesh.cli.render.Text;
import io.shardmesh.libp2p.multiformats.MalformedException;
import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.node.api.Invitation;
import io.shardmesh.node.api.InviteRole;
import io.shardmesh.node.api.Labels;
import io.shardmesh.node.api.MemberList;
import io.shardmesh.node.api.MeshSummary;
import io.shardmesh.node.api.RevokeOutcome;
import io.shardmesh.node.config.Setting;
import io.shardmesh.node.config.Settings;
import io.shardmesh.node.config.TimeSpan;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code shardmesh mesh …}: founding, inviting, joining, listing and revoking. */
final class MeshCommands {
    private MeshCommands() {}

    static CommandLine create(CommandContext context) {
        return CommandGroup.create(context, "mesh", "Found, join and manage a mesh.")
                .addSubcommand("new", new New(context))
                .addSubcommand("invite", new Invite(context))
                .addSubcommand("join", new Join(context))
                .addSubcommand("members", new Members(context))
                .addSubcommand("revoke", new Revoke(context));
    }

    /** How a new member wants to be known. */
    private static final class LabelOptions {
        @Option(
                names = "--machine",
                paramLabel = "LABEL",
                description = "Label of this machine (default: derived from its id).")
        private @Nullable String machine;

        @Option(
                names = "--region",
                paramLabel = "LABEL",
                description = "Label of the place where it stands.")
        private @Nullable String region;

        Labels labels(CommandContext context) {
            Settings settings = context.settings(context.home());
            return new Labels(
                    settings.text(Setting.MACHINE, Optional.ofNullable(machine)),
                    settings.text(Setting.REGION, Optional.ofNullable(region)));
        }
    }

    @Command(name = "new", description = "Found a mesh with this home as its first member.")
    private static final class New implements Callable<Integer> {
        private final CommandContext context;

        @Parameters(arity = "0..1", paramLabel = "NAME", description = "What people call it.")
        private String name = "mesh";

        @Mixin private LabelOptions labels = new LabelOptions();

        New(CommandContext context) {
            this.context = context;
        }

        @Override
        public Integer call() {
            return context.nodes()
                    .offline(
                            "found a mesh",
                            node ->
                                    print(
                                            context,
                                            NodeAccess.await(
                                                    node.mesh()
                                                            .create(name, labels.labels(context))),
                                            "founded"));
        }
    }

    @Command(name = "invite", description = "Make an invite: one line that lets one home in, once.")
    private static final class Invite implements Callable<Integer> {
        private final CommandContext context;

        @Option(
                names = "--role",
                paramLabel = "hold|client",
                description = "What the new member does (default: hold).")
        private String role = "hold";

        @Option(
                names = "--expires",
                paramLabel = "1d",
                description = "How long it is good: s, m, h or d (default: 1d).")
        private String expires = "1d";

        Invite(CommandContext context) {
            this.context = context;
        }

        @Override
        public Integer call() {
            InviteRole granted = role();
            Duration duration = duration();
            return context.nodes()
                    .online(
                            "invite",
                            node -> {
                                Invitation made =
                                        NodeAccess.await(node.mesh().invite(granted, duration));
                                if (context.json()) {
                                    context.print(
                                            Json.object()
                                                    .put("invite", made.text())
                                                    .put("role", role)
                                                    .put("end", made.end().toString())
                                                    .toString());
                                } else {
                                    context.print(made.text());
                                }
                                return Shardmesh.DONE;
                            });
        }

        private InviteRole role() {
            return switch (role.toLowerCase(Locale.ROOT)) {
                case "hold" -> InviteRole.HOLD;
                case "client" -> InviteRole.CLIENT;
                default -> throw new UsageException("--role is hold or client, not " + role);
            };
        }

        private Duration duration() {
            Duration duration =
                    TimeSpan.parse(expires)
                            .orElseThrow(() ->
                                    new UsageException(
                                            "--expires "
                                                    + expires
                                                    + " is not a duration such as 30m, 12h or"
                                                    + " 1d"));
            if (duration.isZero() || duration.compareTo(Duration.ofDays(30)) > 0) {
                throw new UsageException("--expires is at least 1s and at most 30d");
            }
            return duration;
        }
    }

    @Command(name = "join", description = "Join a mesh by an invite.")
    private static final class Join implements Callable<Integer> {
        private static final int MAX_LINE_CHARS = 8192;

        private final CommandContext context;

        @Parameters(
                paramLabel = "INVITE|-",
                description = "The invite; better - to read it from standard input.")
        private String invite = "";

        @Mixin private LabelOptions labels = new LabelOptions();

        Join(CommandContext context) {
            this.context = context;
        }

        @Override
        public Integer call() {
            String text = invite;
            if (text.equals("-")) {
                text = readLine();
            } else {
                context.warn(
                        "an invite on the command line can be seen by others on this machine; use"
                                + " 'mesh join -'.");
            }
            String line = text;
            return context.nodes()
                    .online(
                            "join",
                            node ->
                                    print(
                                            context,
                                            NodeAccess.await(
                                                    node.mesh().join(line, labels.labels(context))),
                                            "joined"));
        }

        private String readLine() {
            try {
                BufferedReader reader =
                        new BufferedReader(
                                new InputStreamReader(context.in(), StandardCharsets.UTF_8));
                char[] buffer = new char[MAX_LINE_CHARS];
                int length = 0;
                int read = 0;
                while (read >= 0 && length < buffer.length) {
                    length += read;
                    read = reader.read(buffer, length, buffer.length - length);
                }
                return new String(buffer, 0, length).strip();
            } catch (IOException unreadable) {
                throw new UsageException("standard input cannot be read");
            }
        }
    }

    private static int print(CommandContext context, MeshSummary mesh, String verb) {
        if (context.json()) {
            context.print(Json.of(mesh).toString());
        } else {
            Text.of(mesh, verb).forEach(context::print);
        }
        return Shardmesh.DONE;
    }

    @Command(name = "members", description = "List the members of the mesh.")
    private static final class Members implements Callable<Integer> {
        private final CommandContext context;

        Members(CommandContext context) {
            this.context = context;
        }

        @Override
        public Integer call() {
            return context.keylessNodes()
                    .offline(
                            "members",
                            node -> {
                                MemberList list = NodeAccess.await(node.mesh().members());
                                if (context.json()) {
                                    context.print(Json.of(list).toString());
                                } else {
                                    Text.of(list).forEach(context::print);
                                }
                                return Shardmesh.DONE;
                            });
        }
    }

    @Command(
            name = "revoke",
            description = "Take a member off the list; it loses its connections at once.")
    private static final class Revoke implements Callable<Integer> {
        private final CommandContext context;

        @Parameters(paramLabel = "PEER", description = "Its peer id, see 'mesh members'.")
        private String peer = "";

        Revoke(CommandContext context) {
            this.context = context;
        }

        @Override
        public Integer call() {
            PeerId revoked = peer();
            return context.nodes()
                    .online(
                            "revoke",
                            node -> {
                                print(NodeAccess.await(node.mesh().revoke(revoked)));
                                return Shardmesh.DONE;
                            });
        }

        private PeerId peer() {
            try {
                return PeerId.parse(peer);
            } catch (MalformedException malformed) {
                throw new UsageException(peer + " is not a peer id");
            }
        }

        private void print(RevokeOutcome outcome) {
            if (context.json()) {
                context.print(
                        Json.object()
                                .put("peer", outcome.peer().toString())
                                .put("ownerRemoved", outcome.ownerRemoved())
                                .put("sequence", outcome.sequence())
                                .put("told", outcome.toldCount())
                                .toString());
                return;
            }
            context.print(
                    "revoked "
                            + outcome.peer()
                            + (outcome.ownerRemoved() ? " and its owner" : "")
                            + "; list "
                            + outcome.sequence()
                            + " goes to "
                            + Text.plural(outcome.toldCount(), "connected members"));
        }
    }
}
