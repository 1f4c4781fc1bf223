package io.shardmesh.node.control;

import io.shardmesh.node.api.CacheInfo;
import io.shardmesh.node.api.PeerConduct;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** What a node has seen of others, and what it spared itself, on the wire. Shares in millionths. */
final class ConductCodec {
    private static final double MILLION = 1e6;

    private ConductCodec() {}

    static Fields encode(PeerConduct conduct) {
        return Fields.empty()
                .putNumber("answerNanos", conduct.answerTime().map(Duration::toNanos))
                .put("availability", millionths(conduct.availability()))
                .put("lateness", millionths(conduct.lateness()))
                .put("passedAudits", millionths(conduct.audits().passed()))
                .put("failedAudits", millionths(conduct.audits().failed()))
                .put("asked", conduct.asked().name().toLowerCase(Locale.ROOT));
    }

    private static long millionths(double value) {
        return Math.round(value * MILLION);
    }

    static PeerConduct conduct(Fields fields) {
        return new PeerConduct(
                fields.has("answerNanos")
                        ? Optional.of(Duration.ofNanos(fields.number("answerNanos")))
                        : Optional.empty(),
                fields.number("availability") / MILLION,
                fields.number("lateness") / MILLION,
                new PeerConduct.Audits(
                        fields.number("passedAudits") / MILLION,
                        fields.number("failedAudits") / MILLION),
                asked(fields.text("asked")));
    }

    private static PeerConduct.Asked asked(String text) {
        for (PeerConduct.Asked asked : PeerConduct.Asked.values()) {
            if (asked.name().toLowerCase(Locale.ROOT).equals(text)) {
                return asked;
            }
        }
        throw new MalformedControlException("nobody is asked \"" + text + "\"");
    }

    static Fields encode(CacheInfo cache) {
        return Fields.empty()
                .put("hitCount", cache.hitCount())
                .put("missCount", cache.missCount())
                .put("bytes", cache.bytes())
                .put("limitBytes", cache.limitBytes());
    }

    static CacheInfo cache(Fields fields) {
        return new CacheInfo(
                fields.number("hitCount"),
                fields.number("missCount"),
                fields.number("bytes"),
                fields.number("limitBytes"));
    }
}
