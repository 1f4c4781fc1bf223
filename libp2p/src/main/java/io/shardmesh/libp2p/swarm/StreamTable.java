package io.shardmesh.libp2p.swarm;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The open streams of one connection, by their numbers. */
final class StreamTable {
    private final Map<Integer, MuxedStream> streams = new LinkedHashMap<>();

    /** Those whose other side sends no more: they end when our own end has gone out. */
    private final Set<MuxedStream> finishing = new LinkedHashSet<>();

    void add(MuxedStream stream) {
        streams.put(stream.id(), stream);
    }

    Optional<MuxedStream> find(int stream) {
        return Optional.ofNullable(streams.get(stream));
    }

    void remove(MuxedStream stream) {
        streams.remove(stream.id());
        finishing.remove(stream);
    }

    boolean isEmpty() {
        return streams.isEmpty();
    }

    int count() {
        return streams.size();
    }

    long outboundCount() {
        return streams.values().stream().filter(MuxedStream::isOutbound).count();
    }

    long inboundCount(String protocol) {
        return streams.values().stream()
                .filter(stream -> !stream.isOutbound())
                .filter(stream -> stream.protocol().equals(protocol))
                .count();
    }

    /** All of them, as they are now. */
    List<MuxedStream> all() {
        return List.copyOf(streams.values());
    }

    /** Those of the other side on which nothing has gone for so long. */
    List<MuxedStream> silentInbound(long nowNanos, Duration limit) {
        return streams.values().stream()
                .filter(stream -> !stream.isOutbound())
                .filter(stream -> nowNanos - stream.activeNanos() >= limit.toNanos())
                .toList();
    }

    void finishing(MuxedStream stream) {
        finishing.add(stream);
    }

    /** Ends those whose own end has gone out. */
    void finishDone() {
        List.copyOf(finishing).forEach(MuxedStream::finishIfDone);
    }
}
