package io.shardmesh.node.object;

import io.shardmesh.crypto.Digest;
import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.node.member.Members;
import io.shardmesh.node.record.SignedEnvelope;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Envelopes that holders do not have yet because they were away. Brought when a holder is connected
 * again; forgotten at the end of the node, because readers bring them too. On the strand.
 */
final class OwedEnvelopes {
    /** At 16 KiB each at most 16 MiB; the oldest goes first. */
    private static final int MAX_COUNT = 1_000;

    private final Members members;
    private final EnvelopeSender sender;
    private final Map<Debt, SignedEnvelope> owed = new LinkedHashMap<>();

    private record Debt(PeerId holder, Digest objectKey) {}

    OwedEnvelopes(Members members, EnvelopeSender sender) {
        this.members = members;
        this.sender = sender;
        members.onChange(this::bring);
    }

    void add(PeerId holder, SignedEnvelope envelope) {
        Debt debt = new Debt(holder, envelope.envelope().objectKey());
        owed.remove(debt);
        owed.put(debt, envelope);
        if (owed.size() > MAX_COUNT) {
            owed.remove(owed.keySet().iterator().next());
        }
    }

    private void bring() {
        List<Debt> payable =
                owed.keySet().stream()
                        .filter(debt -> members.connected().contains(debt.holder()))
                        .toList();
        for (Debt debt : payable) {
            SignedEnvelope envelope = owed.remove(debt);
            if (envelope != null) {
                sender.send(debt.holder(), envelope)
                        .whenComplete((kept, trouble) -> {
                            if (trouble != null && !members.connected().contains(debt.holder())) {
                                owed.putIfAbsent(debt, envelope);
                            }
                        });
            }
        }
    }
}
