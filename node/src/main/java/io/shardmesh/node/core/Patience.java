package io.shardmesh.node.core;

import java.time.Duration;

/**
 * How long and how often something is asked again that got no answer.
 *
 * @param attempt how long the first attempt is waited for; each later one twice as long as the one
 *     before, because whoever is slow now stays slow for a while
 * @param overall when it is given up
 * @param pause between a failed attempt and the next one
 * @param brokenCount attempts that may find nobody there before it is given up: a process that is
 *     gone is not worth the whole time
 */
public record Patience(Duration attempt, Duration overall, Duration pause, int brokenCount) {}
