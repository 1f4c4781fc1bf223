package io.shardmesh.node.control;

import io.shardmesh.crypto.Digest;
import io.shardmesh.crypto.VerifyingKey;
import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.node.api.Invitation;
import io.shardmesh.node.api.InviteRole;
import io.shardmesh.node.api.Labels;
import io.shardmesh.node.api.MemberInfo;
import io.shardmesh.node.api.MemberList;
import io.shardmesh.node.api.MeshSummary;
import io.shardmesh.node.api.OwnerQuota;
import io.shardmesh.node.api.RevokeOutcome;
import java.util.List;
import java.util.Locale;

/** Membership on the wire. */
final class MeshCodec {
    private MeshCodec() {}

    static Fields encode(Labels labels) {
        return Fields.empty().put("machine", labels.machine()).put("region", labels.region());
    }

    static Labels labels(Fields fields) {
        return new Labels(fields.optionalText("machine"), fields.optionalText("region"));
    }

    static String encode(InviteRole role) {
        return role.name().toLowerCase(Locale.ROOT);
    }

    static InviteRole role(String text) {
        return switch (text) {
            case "hold" -> InviteRole.HOLD;
            case "client" -> InviteRole.CLIENT;
            default -> throw new MalformedControlException("no role \"" + text + "\"");
        };
    }

    static Fields encode(MeshSummary mesh) {
        return Fields.ofType("ok")
                .put("mesh", mesh.mesh().toString())
                .put("name", mesh.name())
                .put("sequence", mesh.sequence())
                .put("memberCount", mesh.memberCount())
                .put("self", encode(mesh.self()));
    }

    static MeshSummary summary(Fields fields) {
        return new MeshSummary(
                Digest.parse(fields.text("mesh")),
                fields.text("name"),
                fields.number("sequence"),
                fields.count("memberCount"),
                member(fields.object("self")));
    }

    static Fields encode(MemberInfo member) {
        return Fields.empty()
                .put("peer", member.peer().toString())
                .put("owner", member.owner().toString())
                .putAll("roles", member.roles(), role -> role)
                .put("labels", encode(member.labels()))
                .putObject("end", member.end().map(Times::encode))
                .put("connected", member.connected());
    }

    static MemberInfo member(Fields fields) {
        return new MemberInfo(
                PeerId.parse(fields.text("peer")),
                VerifyingKey.parse(fields.text("owner")),
                fields.texts("roles"),
                labels(fields.object("labels")),
                fields.optionalObject("end").map(Times::instant),
                fields.flag("connected"));
    }

    static Fields encode(MemberList list) {
        return Fields.ofType("ok")
                .put("mesh", list.mesh().toString())
                .put("name", list.name())
                .put("sequence", list.sequence())
                .putAll("members", list.members(), MeshCodec::encode);
    }

    static MemberList members(Fields fields) {
        return new MemberList(
                Digest.parse(fields.text("mesh")),
                fields.text("name"),
                fields.number("sequence"),
                fields.objects("members", MeshCodec::member));
    }

    static Fields encode(Invitation invitation) {
        return Fields.ofType("ok")
                .put("text", invitation.text())
                .put("role", encode(invitation.role()))
                .put("end", Times.encode(invitation.end()));
    }

    static Invitation invitation(Fields fields) {
        return new Invitation(
                fields.text("text"),
                role(fields.text("role")),
                Times.instant(fields.object("end")));
    }

    static Fields encode(RevokeOutcome outcome) {
        return Fields.ofType("ok")
                .put("peer", outcome.peer().toString())
                .put("ownerRemoved", outcome.ownerRemoved())
                .put("sequence", outcome.sequence())
                .put("toldCount", outcome.toldCount());
    }

    static Fields encode(List<OwnerQuota> quotas) {
        return Fields.ofType("ok").putAll("owners", quotas, MeshCodec::encode);
    }

    static List<OwnerQuota> quotas(Fields fields) {
        return fields.objects("owners", MeshCodec::quota);
    }

    private static Fields encode(OwnerQuota quota) {
        return Fields.empty()
                .put("owner", quota.owner().toString())
                .put("quotaBytes", quota.quotaBytes())
                .put("heldBytes", quota.heldBytes());
    }

    private static OwnerQuota quota(Fields fields) {
        return new OwnerQuota(
                VerifyingKey.parse(fields.text("owner")),
                fields.optionalNumber("quotaBytes"),
                fields.optionalNumber("heldBytes"));
    }

    static RevokeOutcome revoked(Fields fields) {
        return new RevokeOutcome(
                PeerId.parse(fields.text("peer")),
                fields.flag("ownerRemoved"),
                fields.number("sequence"),
                fields.count("toldCount"));
    }
}
