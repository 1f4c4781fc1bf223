package io.shardmesh.libp2p.perf;

import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.libp2p.swarm.Swarm;
import io.shardmesh.libp2p.transport.Scheduler;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Both sides of {@code /perf/1.0.0}: the client says how many bytes it wants back, sends as many as
 * it likes and ends its direction; only then does the server send what was asked for, and ends too.
 * Either side holds no more than a few chunks, whatever the numbers, and goes no faster than the
 * other reads.
 */
public final class Perf {
    /** The id of the protocol. */
    public static final String PROTOCOL = "/perf/1.0.0";

    private Perf() {}

    /**
     * What one measurement took.
     *
     * @param upload from the first byte sent to the first one back, or to the end when none was
     *     asked for
     * @param download from the first byte back to the end
     */
    public record Measured(Duration upload, Duration download) {}

    /** Serves whoever asks; it costs as much as the peer likes to ask for, so not for strangers. */
    public static void serve(Swarm swarm) {
        swarm.handle(PROTOCOL, stream -> new PerfServer());
    }

    /**
     * Measures once. Fails with {@link io.shardmesh.libp2p.swarm.SwarmException} when the stream
     * dies or the peer sends another number of bytes. There is no time limit of its own: reset or
     * disconnect ends it.
     *
     * @param scheduler the swarm's, for its clock
     * @param uploadBytes how much to send, not negative
     * @param downloadBytes how much to ask for, not negative
     */
    public static CompletableFuture<Measured> measure(
            Swarm swarm, Scheduler scheduler, PeerId peer, long uploadBytes, long downloadBytes) {
        PerfClient client = new PerfClient(scheduler, uploadBytes, downloadBytes);
        swarm.open(peer, List.of(PROTOCOL), client)
                .whenComplete((stream, failure) -> {
                    if (failure != null) {
                        client.failed(failure);
                    }
                });
        return client.measured();
    }
}
