package io.shardmesh.node.holder;

import io.shardmesh.crypto.Digest;
import io.shardmesh.crypto.SigningKey;
import io.shardmesh.node.core.Environment;
import io.shardmesh.node.member.Members;
import io.shardmesh.node.store.ShardStore;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Serves this node's shard store to the members of the mesh. */
public final class Holder {
    private final Environment environment;
    private final Members members;
    private final ShardStore store;
    private final SigningKey peerKey;
    private final HolderLimits limits;
    private final SessionCount sessions = new SessionCount();
    private final SessionCount inlineStreams = new SessionCount();
    private final SessionCount upkeepStreams = new SessionCount();
    private final Fillings fillings = new Fillings();
    private final OwnerRooms rooms;
    private final Announcements announcements;
    private Consumer<Digest> onCommit = committed -> {};
    private Consumer<Digest> onLookAgain = doubted -> {};

    private Holder(
            Environment environment,
            Members members,
            ShardStore store,
            SigningKey peerKey,
            HolderLimits limits) {
        this.environment = environment;
        this.members = members;
        this.store = store;
        this.peerKey = peerKey;
        this.limits = limits;
        this.rooms = new OwnerRooms(members, store);
        this.announcements = new Announcements(environment, members, store);
    }

    /** Starts to serve; {@code peerKey} signs claims and stays the caller's. */
    public static Holder create(
            Environment environment,
            Members members,
            ShardStore store,
            SigningKey peerKey,
            HolderLimits limits) {
        Holder holder = new Holder(environment, members, store, peerKey, limits);
        members.serve(HolderProtocols.PUT, stream -> new PutSession(holder, stream).run());
        members.serve(HolderProtocols.INLINE, stream -> new InlineSession(holder, stream).run());
        members.serve(HolderProtocols.GET, stream -> new GetSession(holder, stream).run());
        members.serve(HolderProtocols.UPKEEP, stream -> new UpkeepSession(holder, stream).run());
        EnvelopeUpdates envelopes = new EnvelopeUpdates(store, members.mesh());
        members.serve(
                HolderProtocols.ENVELOPE,
                stream -> new EnvelopeSession(holder, envelopes, stream).run());
        holder.announcements.start();
        return holder;
    }

    /** Whether the list says that this node keeps shards. */
    boolean holds() {
        return members.membership().mayHold(members.self(), environment.clock().instant());
    }

    /** What it could take now. */
    CompletableFuture<Long> freeBytes() {
        return holds() ? store.freeBytes() : CompletableFuture.completedFuture(0L);
    }

    /** This holder as one that claims now. */
    OwnerRecords.Claimant claimant() {
        return new OwnerRecords.Claimant(
                members.self(), peerKey, members.mesh(), environment.clock().instant());
    }

    /** Has {@code listener} hear of each object of which a shard has been stored. */
    public void onCommit(Consumer<Digest> listener) {
        onCommit = listener;
    }

    /** Has {@code listener} hear of each object that a member wants looked at. */
    public void onLookAgain(Consumer<Digest> listener) {
        onLookAgain = listener;
    }

    void lookAgain(Digest objectKey) {
        onLookAgain.accept(objectKey);
    }

    /** An object of which a shard, or copy, is here now. */
    void committed(Digest objectKey) {
        announcements.committed(objectKey);
        onCommit.accept(objectKey);
    }

    Fillings fillings() {
        return fillings;
    }

    OwnerRooms rooms() {
        return rooms;
    }

    SessionCount upkeepStreams() {
        return upkeepStreams;
    }

    Environment environment() {
        return environment;
    }

    Members members() {
        return members;
    }

    ShardStore store() {
        return store;
    }

    HolderLimits limits() {
        return limits;
    }

    SessionCount sessions() {
        return sessions;
    }

    SessionCount inlineStreams() {
        return inlineStreams;
    }
}
