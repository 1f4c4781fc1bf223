package io.shardmesh.node.control;

import io.shardmesh.crypto.Digest;
import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.node.api.DeleteOutcome;
import io.shardmesh.node.api.OrphanPage;
import io.shardmesh.node.api.RepairDepth;
import io.shardmesh.node.api.RepairOutcome;
import io.shardmesh.node.api.VerifyOutcome;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What checking, repairing and deleting have shown, as fields. */
final class CareCodec {
    private CareCodec() {}

    static Fields encode(DeleteOutcome outcome) {
        return Fields.ofType("ok")
                .put("objectKey", outcome.objectKey().toString())
                .put("told", outcome.toldCount())
                .put("refused", outcome.refusedCount())
                .put("away", outcome.awayCount())
                .put("sharing", outcome.sharingCount());
    }

    static DeleteOutcome deleteOutcome(Fields fields) {
        return new DeleteOutcome(
                Digest.parse(fields.text("objectKey")),
                fields.count("told"),
                fields.count("refused"),
                fields.count("away"),
                fields.count("sharing"));
    }

    static Fields encode(VerifyOutcome outcome) {
        return Fields.ofType("ok")
                .put("objectKey", outcome.objectKey().toString())
                .put("durability", StoreCodec.encode(outcome.durability()))
                .putAll("shards", outcome.shards(), CareCodec::encode)
                .put("readBytes", outcome.readBytes());
    }

    static VerifyOutcome verifyOutcome(Fields fields) {
        return new VerifyOutcome(
                Digest.parse(fields.text("objectKey")),
                StoreCodec.durability(fields.object("durability")),
                fields.objects("shards", CareCodec::shard),
                fields.number("readBytes"));
    }

    private static Fields encode(VerifyOutcome.Shard shard) {
        return Fields.empty()
                .put("index", shard.index())
                .put("peer", shard.peer().toString())
                .put("machine", shard.machine())
                .put("state", shard.state().name().toLowerCase(Locale.ROOT))
                .put("cause", shard.cause());
    }

    private static VerifyOutcome.Shard shard(Fields fields) {
        return new VerifyOutcome.Shard(
                fields.count("index"),
                PeerId.parse(fields.text("peer")),
                fields.text("machine"),
                VerifyOutcome.State.valueOf(fields.text("state").toUpperCase(Locale.ROOT)),
                fields.text("cause"));
    }

    static String encode(RepairDepth depth) {
        return depth.name().toLowerCase(Locale.ROOT);
    }

    static RepairDepth depth(String text) {
        return RepairDepth.valueOf(text.toUpperCase(Locale.ROOT));
    }

    static Fields encode(RepairOutcome outcome) {
        return Fields.ofType("ok")
                .put("objectKey", outcome.objectKey().toString())
                .putAll("lost", sorted(outcome.lost()), index -> (long) index)
                .putAll("damaged", outcome.damaged(), CareCodec::encode)
                .putAll("rebuilt", outcome.rebuilt(), CareCodec::encode)
                .put("readBytes", outcome.readBytes())
                .putAll("troubles", outcome.troubles(), trouble -> trouble);
    }

    static RepairOutcome repairOutcome(Fields fields) {
        return new RepairOutcome(
                Digest.parse(fields.text("objectKey")),
                fields.numbers("lost").stream().map(Math::toIntExact).collect(Collectors.toSet()),
                fields.objects("damaged", CareCodec::shard),
                fields.objects("rebuilt", CareCodec::rebuilt),
                fields.number("readBytes"),
                fields.texts("troubles"));
    }

    private static List<Integer> sorted(Set<Integer> indexes) {
        return List.copyOf(new TreeSet<>(indexes));
    }

    static Fields encode(OrphanPage page) {
        return Fields.ofType("ok")
                .putAll("orphans", page.orphans(), CareCodec::encode)
                .put("lookedAt", page.lookedAtCount())
                .put("silent", page.silentCount())
                .put("next", page.next().map(Digest::toString));
    }

    static OrphanPage orphanPage(Fields fields) {
        return new OrphanPage(
                fields.objects("orphans", CareCodec::orphan),
                fields.count("lookedAt"),
                fields.count("silent"),
                fields.optionalText("next").map(Digest::parse));
    }

    private static Fields encode(OrphanPage.Orphan orphan) {
        return Fields.empty()
                .put("objectKey", orphan.objectKey().toString())
                .put("sealedBytes", orphan.sealedBytes())
                .put("parts", orphan.partCount())
                .put("since", orphan.since().toEpochMilli());
    }

    private static OrphanPage.Orphan orphan(Fields fields) {
        return new OrphanPage.Orphan(
                Digest.parse(fields.text("objectKey")),
                fields.number("sealedBytes"),
                fields.count("parts"),
                Instant.ofEpochMilli(fields.number("since")));
    }

    private static Fields encode(RepairOutcome.Rebuilt rebuilt) {
        return Fields.empty()
                .put("index", rebuilt.index())
                .put("peer", rebuilt.peer().toString())
                .put("machine", rebuilt.machine());
    }

    private static RepairOutcome.Rebuilt rebuilt(Fields fields) {
        return new RepairOutcome.Rebuilt(
                fields.count("index"), PeerId.parse(fields.text("peer")), fields.text("machine"));
    }
}
