package io.shardmesh.node.object;

import io.shardmesh.crypto.Digest;
import io.shardmesh.crypto.seal.v1.FileKey;
import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.node.api.ByteRange;
import io.shardmesh.node.api.ByteSink;
import io.shardmesh.node.api.CacheInfo;
import io.shardmesh.node.api.Distribution;
import io.shardmesh.node.api.Durability;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.api.GetOutcome;
import io.shardmesh.node.api.Located;
import io.shardmesh.node.catalog.Operation;
import io.shardmesh.node.core.Async;
import io.shardmesh.node.core.Environment;
import io.shardmesh.node.member.Members;
import io.shardmesh.node.mesh.Member;
import io.shardmesh.node.placement.Survival;
import io.shardmesh.node.record.Claim;
import io.shardmesh.node.record.ClaimState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;

/** Gets objects for whoever has their file key. */
public final class Getter {
    private final Environment environment;
    private final Members members;
    private final Locator locator;
    private final RecentFinds recent;
    private final EnvelopeSender envelopes;
    private final BlockCache cache;
    private final ReadAhead readAhead;

    private Getter(Environment environment, Members members, Locator locator, long cacheBytes) {
        this.environment = environment;
        this.members = members;
        this.locator = locator;
        this.recent = new RecentFinds(environment.strand());
        this.envelopes = new EnvelopeSender(environment, members);
        this.cache = new BlockCache(environment.strand(), cacheBytes);
        this.readAhead = new ReadAhead(environment, members, cache);
    }

    /**
     * Makes a getter.
     *
     * @param cacheBytes most bytes of sealed blocks that it keeps in memory for later gets; 0 for
     *     none
     */
    public static Getter create(Environment environment, Members members, long cacheBytes) {
        return new Getter(environment, members, Locator.create(environment, members), cacheBytes);
    }

    /** Asks the holders for an object's records. On the strand. */
    public CompletableFuture<Located> locate(Digest objectKey) {
        return find(objectKey)
                .thenApply(found -> {
                    recent.keep(found);
                    found.outdated().forEach(holder -> envelopes.bring(found, holder));
                    return found.located();
                });
    }

    /** Starts a get, of a range or of all; may be called from any thread. */
    public io.shardmesh.node.api.Operation<GetOutcome> get(
            Located located, FileKey fileKey, Optional<ByteRange> range, ByteSink sink) {
        Task<GetOutcome> task = new Task<>(environment, "get", OptionalLong.empty());
        GetOperation operation = new GetOperation(this, fileKey, range, sink, task);
        task.start(() -> found(located.objectKey()).thenCompose(operation::run), operation::stop);
        return task;
    }

    /** What {@link #locate} has just found; asked for again only when that is long ago. */
    private CompletableFuture<FoundObject> found(Digest objectKey) {
        return recent.take(objectKey)
                .map(CompletableFuture::completedFuture)
                .orElseGet(() -> find(objectKey));
    }

    private CompletableFuture<FoundObject> find(Digest objectKey) {
        return locator.find(objectKey)
                .whenComplete((found, trouble) -> {
                    if (trouble != null && Async.failureOf(trouble).kind() == FailureKind.DELETED) {
                        forget(objectKey);
                    }
                });
    }

    /** Forgets the blocks of an object that was deleted. On the strand. */
    public void forget(Digest objectKey) {
        cache.forget(objectKey);
        readAhead.forget(objectKey);
    }

    /** What the cache has done. On the strand. */
    public CacheInfo cacheInfo() {
        return new CacheInfo(
                cache.hitCount(), cache.missCount(), cache.bytes(), cache.limitBytes());
    }

    /** What a get of these bytes may take from the cache, and leave there. */
    KnownBlocks known(FoundObject object, ContentRange wanted) {
        return cache.admits(wanted.sealedEnd() - wanted.sealedStart())
                ? new CachedBlocks(environment, cache, object)
                : KnownBlocks.NONE;
    }

    ReadAhead readAhead() {
        return readAhead;
    }

    /**
     * Who holds which part now. On the strand.
     *
     * @param remembered who took which part when it was put, as far as the asker knows: whoever of
     *     them does not answer is shown as not alive
     */
    public CompletableFuture<Distribution> distribution(
            Digest objectKey, List<Operation.Holder> remembered) {
        return locator.findAll(objectKey).thenApply(object -> distribution(object, remembered));
    }

    private Distribution distribution(FoundObject object, List<Operation.Holder> remembered) {
        List<Distribution.Placement> placements = new ArrayList<>();
        Map<String, Set<Integer>> complete = new TreeMap<>();
        Set<Integer> counted =
                new TreeSet<>(); // A second copy of a shard survives no further loss.
        for (Claim claim : object.claims()) {
            boolean whole = claim.state() == ClaimState.COMPLETE;
            String machine = machine(claim.holder());
            placements.add(placement(claim.index(), claim.holder(), true, whole));
            if (whole) {
                Set<Integer> there = complete.computeIfAbsent(machine, fresh -> new TreeSet<>());
                if (counted.add(claim.index())) {
                    there.add(claim.index());
                }
            }
        }
        for (Operation.Holder holder : remembered) {
            if (object.claims().stream().noneMatch(claim -> claim.holder().equals(holder.peer()))) {
                placements.add(placement(holder.index(), holder.peer(), false, false));
            }
        }
        placements.sort(
                Comparator.comparingInt(Distribution.Placement::index)
                        .thenComparing(Distribution.Placement::peer));
        Survival survival =
                Survival.of(
                        object.neededCount(), complete.values().stream().map(Set::size).toList());
        return new Distribution(
                object.objectKey(),
                new Durability(
                        object.header().scheme(),
                        object.manifest().manifest().inline(),
                        object.foundCount(),
                        complete.size(),
                        survival.machineLosses()),
                placements);
    }

    private Distribution.Placement placement(
            int index, PeerId peer, boolean alive, boolean complete) {
        return new Distribution.Placement(index, peer, machine(peer), alive, complete);
    }

    String machine(PeerId peer) {
        return members.member(peer).map(Member::machine).orElse("");
    }

    Environment environment() {
        return environment;
    }

    Members members() {
        return members;
    }
}
