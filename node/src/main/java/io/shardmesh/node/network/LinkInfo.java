package io.shardmesh.node.network;

import java.time.Duration;
import java.util.Optional;

/**
 * A link as {@code peers} shows it.
 *
 * @param link the connection
 * @param open for how long it has been open
 * @param roundTrip the last ping, when there was one
 * @param streamCount streams open on it now
 * @param agent what the peer calls its program, empty until identified
 */
public record LinkInfo(
        Link link, Duration open, Optional<Duration> roundTrip, int streamCount, String agent) {}
