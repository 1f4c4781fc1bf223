package io.shardmesh.cli.render;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shardmesh.node.api.CacheInfo;
import io.shardmesh.node.api.PeerConduct;
import io.shardmesh.node.api.PeerInfo;
import java.util.Locale;
import java.util.Optional;

/** What a node has seen of other peers, and what it spared itself, for people and for programs. */
final class ConductFigures {
    private static final String NOTHING = "-";
    private static final double THOUSANDTHS = 1_000;

    private ConductFigures() {}

    static String answerTime(PeerInfo peer) {
        return peer.conduct().flatMap(PeerConduct::answerTime).map(Text::millis).orElse(NOTHING);
    }

    static String availability(PeerInfo peer) {
        return peer.conduct()
                .map(seen -> String.format(Locale.ROOT, "%.0f %%", 100 * seen.availability()))
                .orElse(NOTHING);
    }

    /** Passed and failed. */
    static String audits(PeerInfo peer) {
        return peer.conduct()
                .map(PeerConduct::audits)
                .filter(audits -> audits.passed() + audits.failed() > 0)
                .map(audits ->
                        String.format(Locale.ROOT, "%.1f/%.1f", audits.passed(), audits.failed()))
                .orElse(NOTHING);
    }

    static String asked(PeerInfo peer) {
        return peer.conduct().map(seen -> word(seen.asked())).orElse(word(PeerConduct.Asked.YES));
    }

    private static String word(PeerConduct.Asked asked) {
        return switch (asked) {
            case YES -> "yes";
            case LAST -> "last";
            case PROBED -> "probed";
        };
    }

    static ObjectNode json(PeerConduct conduct) {
        ObjectNode json = Json.object();
        conduct.answerTime().ifPresent(time -> json.put("answerMicros", time.toNanos() / 1000));
        return json.put("availability", thousandths(conduct.availability()))
                .put("lateness", thousandths(conduct.lateness()))
                .put("passedAudits", thousandths(conduct.audits().passed()))
                .put("failedAudits", thousandths(conduct.audits().failed()))
                .put("asked", word(conduct.asked()));
    }

    /** More digits would be noise, and these shares have no end otherwise. */
    private static double thousandths(double value) {
        return Math.round(value * THOUSANDTHS) / THOUSANDTHS;
    }

    /** Empty when nothing is kept. */
    static Optional<String> line(CacheInfo cache) {
        return cache.limitBytes() == 0
                ? Optional.empty()
                : Optional.of(
                        "cache:      %s taken from it, %s fetched; %s of %s"
                                .formatted(
                                        Text.plural(cache.hitCount(), "blocks"),
                                        cache.missCount(),
                                        Sizes.of(cache.bytes()),
                                        Sizes.of(cache.limitBytes())));
    }

    static ObjectNode json(CacheInfo cache) {
        return Json.object()
                .put("hits", cache.hitCount())
                .put("misses", cache.missCount())
                .put("bytes", cache.bytes())
                .put("limitBytes", cache.limitBytes());
    }
}
