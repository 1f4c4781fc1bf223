package io.shardmesh.node.object;

import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.node.core.Environment;
import io.shardmesh.node.core.Patience;
import io.shardmesh.node.core.Retry;
import io.shardmesh.node.holder.HolderProtocols;
import io.shardmesh.node.member.Members;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** The streams of small objects that a putter keeps open, one to a holder. On the node's strand. */
final class InlineStreams {
    /** All of a mesh of usual size; of a larger one those used last. */
    private static final int STREAM_COUNT = 256;

    /** A holder that has not said for so long how much room it has is asked, beside the put. */
    private static final Duration STATED_LATELY = Duration.ofSeconds(30);

    /** What is older is not believed: the put waits for the answer. */
    private static final Duration STATED_LIFE = Duration.ofMinutes(10);

    private final Environment environment;
    private final Members members;
    private final PutKeys keys;
    private final Patience patience;

    /** Open ones and those being opened; the one used last is last. */
    private final Map<PeerId, CompletableFuture<InlineStream>> streams = new LinkedHashMap<>();

    InlineStreams(Environment environment, Members members, PutKeys keys, Patience patience) {
        this.environment = environment;
        this.members = members;
        this.keys = keys;
        this.patience = patience;
    }

    /** The stream to a member; done at once when one is open. */
    CompletableFuture<InlineStream> to(PeerId peer) {
        CompletableFuture<InlineStream> known = streams.remove(peer);
        if (known == null || known.isCompletedExceptionally() || isDead(known)) {
            known = open(peer);
        }
        streams.put(peer, known);
        forgetOldest();
        return known.state() == CompletableFuture.State.SUCCESS
                ? upToDate(known.resultNow())
                : known;
    }

    private static CompletableFuture<InlineStream> upToDate(InlineStream stream) {
        if (stream.age().compareTo(STATED_LATELY) > 0) {
            CompletableFuture<InlineStream> asked = stream.refresh();
            if (stream.age().compareTo(STATED_LIFE) > 0) {
                return asked;
            }
        }
        return CompletableFuture.completedFuture(stream);
    }

    private static boolean isDead(CompletableFuture<InlineStream> known) {
        return known.state() == CompletableFuture.State.SUCCESS && !known.resultNow().live();
    }

    private CompletableFuture<InlineStream> open(PeerId peer) {
        return Retry.run(
                environment.strand(),
                patience,
                () ->
                        members.observe(
                                peer,
                                members.insist(peer, HolderProtocols.INLINE)
                                        .thenCompose(stream ->
                                                InlineStream.open(
                                                        environment, members, keys, stream))),
                () -> members.away(peer),
                InlineStream::close);
    }

    private void forgetOldest() {
        Iterator<CompletableFuture<InlineStream>> oldest = streams.values().iterator();
        while (streams.size() > STREAM_COUNT && oldest.hasNext()) {
            CompletableFuture<InlineStream> forgotten = oldest.next();
            oldest.remove();
            forgotten.thenAccept(InlineStream::close);
        }
    }
}
