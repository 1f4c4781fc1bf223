package io.shardmesh.node.member;

import io.shardmesh.libp2p.multiformats.Multiaddr;
import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.core.Async;
import io.shardmesh.node.core.Environment;
import io.shardmesh.node.core.Repeats;
import io.shardmesh.node.mesh.AcceptOutcome;
import io.shardmesh.node.mesh.Member;
import io.shardmesh.node.mesh.Membership;
import io.shardmesh.node.mesh.OwnerCertificate;
import io.shardmesh.node.mesh.SignedMembershipList;
import io.shardmesh.node.network.ContentRouting;
import io.shardmesh.node.network.Link;
import io.shardmesh.node.network.LinkListener;
import io.shardmesh.node.network.MessageStream;
import io.shardmesh.node.network.Network;
import io.shardmesh.node.record.MalformedRecordException;
import io.shardmesh.node.record.MeshId;
import io.shardmesh.node.reputation.Reputation;
import io.shardmesh.node.reputation.ReputationFile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The membership that counts now, and the gate that it makes: streams of our own protocols are
 * opened to and taken from members only, and a peer that a newer list no longer has loses its
 * connections at once. On the node's strand.
 */
public final class Members {
    /** Greetings between members, see {@code member.proto}. */
    static final String PROTOCOL = "/shardmesh/member/1.0.0";

    /** As many members as one lookup in the DHT would ask anyway: Kademlia's k. */
    private static final int DIRECT_COUNT = 20;

    /** A member that does not greet within this is treated as away. */
    private static final Duration GREETING_LIMIT = Duration.ofSeconds(5);

    /**
     * Who issues a list sends it to all that it is connected to. Others speak of it so much later,
     * and up to as long again, to those that lack it still: if all sent it at once, a mesh would
     * send as many lists for each change as it has connections.
     */
    private static final Duration SPREAD_DELAY = Duration.ofSeconds(1);

    private final Environment environment;
    private final Network network;
    private final MeshFiles files;
    private final Reputation reputation;
    private Membership membership;
    private final Supplier<Optional<OwnerCertificate>> certificate;
    private final Map<PeerId, OwnerCertificate> presented = new LinkedHashMap<>();
    private final Map<PeerId, Greeting> opened = new LinkedHashMap<>();
    private final Set<Greeting> greetings = new LinkedHashSet<>();
    private final Set<PeerId> linked = new LinkedHashSet<>();
    private final IdleStreams idleStreams;
    private final Repeats repeats;
    private final List<Runnable> listeners = new ArrayList<>();
    private boolean spreadPlanned;

    private Members(
            Environment environment,
            Network network,
            Kept kept,
            Membership membership,
            Supplier<Optional<OwnerCertificate>> certificate) {
        this.environment = environment;
        this.network = network;
        this.files = kept.mesh();
        this.reputation = Reputation.create(environment, kept.reputation(), this::probe);
        this.membership = membership;
        this.certificate = certificate;
        this.idleStreams = new IdleStreams(environment.strand());
        this.repeats = new Repeats(environment.strand(), environment.journal());
    }

    /**
     * What is kept over a restart.
     *
     * @param mesh the list, and more
     * @param reputation what was seen of other members
     */
    public record Kept(MeshFiles mesh, ReputationFile reputation) {}

    /**
     * Starts to greet and to take greetings.
     *
     * @param certificate what this home shows when it is on no list, asked for at each greeting
     */
    public static Members create(
            Environment environment,
            Network network,
            Kept kept,
            Membership membership,
            Supplier<Optional<OwnerCertificate>> certificate) {
        Members members = new Members(environment, network, kept, membership, certificate);
        network.serve(PROTOCOL, members::greeted);
        network.listen(members.links());
        network.members(members.memberIds());
        return members;
    }

    /** This node. */
    public PeerId self() {
        return network.self();
    }

    /** The mesh that this node is in. */
    public MeshId mesh() {
        return membership.mesh();
    }

    /** The membership that counts now. */
    public Membership membership() {
        return membership;
    }

    /** The entry of {@code peer} on the list. */
    public Optional<Member> member(PeerId peer) {
        return membership.member(peer, environment.clock().instant());
    }

    /** The members that keep shards. */
    public List<Member> holders() {
        return membership.holders(environment.clock().instant());
    }

    /**
     * Whether the mesh is too large to ask every holder for an object: then they announce what they
     * have.
     */
    public boolean needsRouting() {
        return membership.list().members().size() > DIRECT_COUNT;
    }

    /** Who has which object. */
    public ContentRouting contents() {
        return network.contents();
    }

    /** On how many machines they are. */
    public int machineCount() {
        return membership.machineCount(environment.clock().instant());
    }

    /** The members that are connected, this node not among them. */
    public Set<PeerId> connected() {
        return linked.stream()
                .filter(this::admits)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Whether {@code peer} is a member that is connected; costs the same in any mesh. */
    public boolean isConnected(PeerId peer) {
        return linked.contains(peer) && admits(peer);
    }

    /** Whether {@code peer} is a member that keeps shards; costs the same in any mesh. */
    public boolean isHolder(PeerId peer) {
        return membership.mayHold(peer, environment.clock().instant());
    }

    /** Calls {@code listener} after every change of the list or of a member's connections. */
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    /** Whether {@code peer} is let in: on the list, or here with an owner's certificate. */
    public boolean admits(PeerId peer) {
        if (membership.isMember(peer, environment.clock().instant())) {
            return true;
        }
        OwnerCertificate shown = presented.get(peer);
        return shown != null && membership.admits(shown, peer, environment.clock().instant());
    }

    /** What was seen of the members. */
    public Reputation reputation() {
        return reputation;
    }

    /**
     * Notes whether and how soon {@code peer} answers, when it is not this node; gives {@code
     * answer} back.
     */
    public <T> CompletableFuture<T> observe(PeerId peer, CompletableFuture<T> answer) {
        return peer.equals(self())
                ? answer
                : reputation.observe(peer, opened.containsKey(peer), answer);
    }

    /**
     * Opens a stream to a member, after both sides have agreed on the list. Fails with {@code
     * REFUSED} for anyone else, and at once with {@code TIMEOUT} for a member that is left alone
     * because it did not answer lately.
     */
    public CompletableFuture<MemberStream> open(PeerId peer, String protocol) {
        return reputation.isSilent(peer)
                ? Async.failed(
                        new Failure(
                                FailureKind.TIMEOUT,
                                "ask",
                                "peer " + peer,
                                "it did not answer lately, and is asked again soon"))
                : observe(peer, insist(peer, protocol));
    }

    /**
     * The same, whatever was seen of the member: for whoever cannot do without it. The caller
     * {@linkplain #observe observes} what comes of it.
     */
    public CompletableFuture<MemberStream> insist(PeerId peer, String protocol) {
        if (peer.equals(self())) {
            return network.open(peer, protocol).thenApply(MemberStream::new);
        }
        if (!admits(peer)) {
            return Async.failed(refused(peer));
        }
        return greet(peer)
                .thenCompose(agreed -> network.open(peer, protocol))
                .thenApply(MemberStream::new);
    }

    /**
     * Like {@link #open}, for a protocol that answers one question after the other; gives one that
     * was {@linkplain #leaveOpen left open} if there is any. Nothing is observed then: that such a
     * stream is at hand does not show that the member answers.
     */
    public CompletableFuture<MemberStream> resume(PeerId peer, String protocol) {
        Optional<MemberStream> left =
                admits(peer) && !reputation.isSilent(peer)
                        ? idleStreams.take(peer, protocol)
                        : Optional.empty();
        return left.map(CompletableFuture::completedFuture).orElseGet(() -> open(peer, protocol));
    }

    /** Takes back a stream on which no question is left unanswered, for the next one. */
    public void leaveOpen(MemberStream stream, String protocol) {
        idleStreams.leave(stream, protocol);
    }

    private static Failure refused(PeerId peer) {
        return new Failure(
                FailureKind.REFUSED, "talk to", "peer " + peer, "it is not on the membership list");
    }

    /** Has {@code acceptor} take streams of members; those of others are reset. */
    public void serve(String protocol, Consumer<MemberStream> acceptor) {
        network.serve(
                protocol,
                stream -> {
                    PeerId peer = stream.link().peer();
                    if (peer.equals(self()) || admits(peer)) {
                        acceptor.accept(new MemberStream(stream));
                    } else {
                        repeats.warn("refused " + protocol + " from a stranger", "peer " + peer);
                        stream.reset();
                    }
                });
    }

    /**
     * Makes a list that this node has issued the one that counts if it outranks the current one: it
     * is saved, whoever is no longer on it is disconnected, and connected members get it.
     *
     * @return whether it counts now
     */
    public CompletableFuture<Boolean> adopt(SignedMembershipList list) {
        return adopt(list, () -> List.copyOf(greetings).forEach(Greeting::push));
    }

    /** The same with a list that another member has sent. */
    CompletableFuture<Boolean> adoptHeard(SignedMembershipList list) {
        return adopt(list, this::planSpread);
    }

    private void planSpread() {
        if (!spreadPlanned) {
            spreadPlanned = true;
            environment.strand().schedule(spreadDelay(), this::spread);
        }
    }

    private Duration spreadDelay() {
        int random = environment.random().bytes(1)[0] & 0xff;
        return SPREAD_DELAY.plus(SPREAD_DELAY.multipliedBy(random).dividedBy(256));
    }

    private void spread() {
        spreadPlanned = false;
        List.copyOf(greetings).forEach(Greeting::mention);
    }

    private CompletableFuture<Boolean> adopt(SignedMembershipList list, Runnable spread) {
        return switch (membership.accept(list)) {
            case AcceptOutcome.Replaced(Membership newer, boolean clash) -> {
                if (clash) {
                    warnOfClash();
                }
                Set<PeerId> before = connected();
                membership = newer;
                yield adopted(list, before, spread);
            }
            case AcceptOutcome.ClashKept() -> {
                warnOfClash();
                yield CompletableFuture.completedFuture(false);
            }
            case AcceptOutcome.Known(), AcceptOutcome.Older() ->
                    CompletableFuture.completedFuture(false);
            case AcceptOutcome.Refused() -> {
                repeats.warn("refused a membership list with a wrong signature", "");
                yield CompletableFuture.completedFuture(false);
            }
        };
    }

    private void warnOfClash() {
        environment.journal().warn("two membership lists have the same sequence; one was kept");
    }

    /** Peers that never were members stay: they may ping and look up, or are about to join. */
    private CompletableFuture<Boolean> adopted(
            SignedMembershipList list, Set<PeerId> before, Runnable spread) {
        environment.journal().info("membership list " + list.list().sequence() + " counts now");
        network.members(memberIds());
        for (PeerId peer : List.copyOf(linked)) {
            if (!admits(peer) && (before.contains(peer) || wasGreeted(peer))) {
                network.disconnect(peer, "no longer a member");
            }
        }
        return files.saveList(list)
                .handle((saved, trouble) -> {
                    if (trouble != null) {
                        environment.journal().warn(Async.failureOf(trouble).toString());
                    }
                    spread.run();
                    listeners.forEach(Runnable::run);
                    return true;
                });
    }

    /** Greets {@code peer} if that has not been done on a connection that is still open. */
    CompletableFuture<Void> greet(PeerId peer) {
        Greeting running = opened.get(peer);
        if (running != null) {
            return running.agreed();
        }
        CompletableFuture<Void> agreed =
                network.open(peer, PROTOCOL).thenCompose(stream -> start(peer, stream));
        return Async.within(environment.strand(), GREETING_LIMIT, agreed, () -> unreachable(peer));
    }

    private CompletableFuture<Void> start(PeerId peer, MessageStream stream) {
        Greeting running = opened.get(peer);
        if (running != null) {
            stream.reset();
            return running.agreed();
        }
        Greeting greeting = new Greeting(this, stream);
        opened.put(peer, greeting);
        run(greeting).whenComplete((done, trouble) -> opened.remove(peer, greeting));
        return greeting.agreed();
    }

    /** Another greeting, only to see whether the member's node answers. */
    private CompletableFuture<Void> probe(PeerId peer) {
        if (!admits(peer)) {
            reputation.forget(peer);
            return Async.failed(refused(peer));
        }
        CompletableFuture<MessageStream> opening = network.open(peer, PROTOCOL);
        CompletableFuture<Void> answer =
                Async.within(
                        environment.strand(),
                        Reputation.SILENCE,
                        opening.thenCompose(stream -> {
                            Greeting greeting = new Greeting(this, stream);
                            var _ = run(greeting);
                            return greeting.agreed();
                        }),
                        () -> away(peer));
        answer.whenComplete((done, trouble) -> opening.thenAccept(MessageStream::reset));
        return answer;
    }

    private void greeted(MessageStream stream) {
        run(new Greeting(this, stream));
    }

    private CompletableFuture<Void> run(Greeting greeting) {
        greetings.add(greeting);
        return greeting.run().whenComplete((done, trouble) -> greetings.remove(greeting));
    }

    /** Remembers the certificate that {@code peer} has shown, if it is good. */
    void present(PeerId peer, byte[] encoded) {
        try {
            OwnerCertificate shown = OwnerCertificate.decode(encoded);
            if (membership.admits(shown, peer, environment.clock().instant())) {
                presented.put(peer, shown);
            }
        } catch (MalformedRecordException _) {
            repeats.warn("a peer showed a certificate that is none", "peer " + peer);
        }
    }

    Optional<OwnerCertificate> certificate() {
        return certificate.get();
    }

    /** What is said of a member that gives no answer. */
    public Failure away(PeerId peer) {
        return new Failure(FailureKind.TIMEOUT, "ask", "peer " + peer, "it does not answer");
    }

    Failure unreachable(PeerId peer) {
        return new Failure(FailureKind.UNREACHABLE, "greet", "peer " + peer, "it did not answer");
    }

    private boolean wasGreeted(PeerId peer) {
        return greetings.stream()
                .anyMatch(greeting -> greeting.stream().link().peer().equals(peer));
    }

    private Set<PeerId> memberIds() {
        return membership.list().members().stream()
                .map(Member::peer)
                .filter(peer -> !peer.equals(self()))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private LinkListener links() {
        return new LinkListener() {
            @Override
            public void linkUp(Link link) {
                linked.add(link.peer());
                reputation.returned(link.peer());
                if (link.outbound()) {
                    greet(link.peer())
                            .whenComplete((done, trouble) -> listeners.forEach(Runnable::run));
                } else {
                    changed(link.peer());
                }
            }

            @Override
            public void linkDown(PeerId peer) {
                linked.remove(peer);
                changed(peer);
                presented.remove(peer);
            }

            // Strangers come and go by the thousand, and change nothing for anyone.
            private void changed(PeerId peer) {
                if (admits(peer)) {
                    listeners.forEach(Runnable::run);
                }
            }

            @Override
            public void addressesKnown(PeerId peer, List<Multiaddr> addresses) {}
        };
    }
}
