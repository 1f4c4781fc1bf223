package io.shardmesh.node.member;

import io.shardmesh.crypto.blake3.Blake3;
import io.shardmesh.libp2p.multiformats.PeerId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which members a node stays connected with: all of them in a mesh of usual size, else its
 * neighbours in the order of ids and some that a hash picks. The neighbours make the graph
 * connected while all are up, the others keep it so when many are not, and short: a new list
 * reaches 1,000 members in three steps. Everybody else is found by the DHT when needed.
 */
final class KeptMembers {
    /** Up to so many other members all are kept; 128 idle connections cost some 13 MB. */
    static final int ALL_COUNT = 128;

    /** Picked by hash; with those who pick us a node has some 64 connections. */
    static final int PICKED_COUNT = 30;

    private static final byte[] CONTEXT =
            "shardmesh/kept-members/1".getBytes(StandardCharsets.US_ASCII);

    private KeptMembers() {}

    /** In a fixed order; {@code members} may contain {@code self}, the result does not. */
    static Set<PeerId> of(PeerId self, Collection<PeerId> members) {
        List<PeerId> others =
                members.stream().filter(peer -> !peer.equals(self)).sorted().distinct().toList();
        if (others.size() <= ALL_COUNT) {
            return new LinkedHashSet<>(others);
        }
        Set<PeerId> kept = new LinkedHashSet<>();
        int next = (int) others.stream().filter(peer -> peer.compareTo(self) < 0).count();
        kept.add(others.get(next % others.size()));
        kept.add(others.get(Math.floorMod(next - 1, others.size())));
        picked(self, others).limit(PICKED_COUNT).forEach(kept::add);
        return kept;
    }

    private static Stream<PeerId> picked(PeerId self, List<PeerId> others) {
        record Ranked(long hash, PeerId peer) {
            static Ranked of(PeerId self, PeerId peer) {
                ByteBuffer input = ByteBuffer.allocate(CONTEXT.length + 2 * PeerId.MAX_BYTES);
                input.put(CONTEXT).put(self.bytes()).put(peer.bytes());
                byte[] used = Arrays.copyOf(input.array(), input.position());
                return new Ranked(ByteBuffer.wrap(Blake3.hash(used).bytes()).getLong(), peer);
            }
        }
        return others.stream()
                .map(peer -> Ranked.of(self, peer))
                .sorted(Comparator.comparingLong(Ranked::hash).thenComparing(Ranked::peer))
                .map(Ranked::peer);
    }
}
