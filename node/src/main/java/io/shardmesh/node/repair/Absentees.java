package io.shardmesh.node.repair;

import io.shardmesh.crypto.Digest;
import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.node.member.Members;
import io.shardmesh.node.mesh.Member;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Who is away and may come back, for one object at a time. */
final class Absentees {
    private final Members members;
    private final Presence presence;
    private final LastSeen lastSeen;
    private final UpkeepSettings settings;

    Absentees(Members members, Presence presence, LastSeen lastSeen, UpkeepSettings settings) {
        this.members = members;
        this.presence = presence;
        this.lastSeen = lastSeen;
        this.settings = settings;
    }

    Diagnosis.Absence of(Digest objectKey) {
        return new Diagnosis.Absence() {
            @Override
            public boolean mayReturn(PeerId peer, boolean urgent) {
                return isAwaited(peer, urgent ? settings.urgentGrace() : settings.grace());
            }

            @Override
            public boolean anyMayReturn(boolean urgent) {
                return members.holders().stream()
                        .map(Member::peer)
                        .anyMatch(peer -> presence.away(peer) && mayReturn(peer, urgent));
            }

            @Override
            public Optional<PeerId> lastHolder(int index) {
                return lastSeen.holder(objectKey, index);
            }
        };
    }

    private boolean isAwaited(PeerId peer, Duration grace) {
        return members.isHolder(peer) && !presence.gone(peer, grace);
    }

    /**
     * Holders of the object that are away and expected back: no second shard goes to their
     * machines.
     */
    List<PeerId> awaitedHolders(Digest objectKey) {
        return IntStream.range(0, lastSeen.partCount(objectKey).orElse(0))
                .mapToObj(index -> lastSeen.holder(objectKey, index))
                .flatMap(Optional::stream)
                .filter(peer -> presence.away(peer) && isAwaited(peer, settings.grace()))
                .toList();
    }
}
