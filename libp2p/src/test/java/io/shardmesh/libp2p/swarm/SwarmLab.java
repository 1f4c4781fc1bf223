package io.shardmesh.libp2p.swarm;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.shardmesh.crypto.RandomSource;
import io.shardmesh.crypto.SecretBytes;
import io.shardmesh.crypto.SigningKey;
import io.shardmesh.libp2p.multiformats.Multiaddr;
import io.shardmesh.libp2p.transport.memory.MemoryNetwork;
import io.shardmesh.libp2p.transport.memory.VirtualScheduler;
import io.shardmesh.libp2p.transport.memory.VirtualStrand;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.UnaryOperator;

/** Swarms on a network in memory and on virtual time; host n has the address 10.0.0.n. */
final class SwarmLab {

    static final Duration LONG = Duration.ofMinutes(2);
    static final int PORT = 4001;

    final VirtualScheduler time = VirtualScheduler.create();
    final MemoryNetwork network = MemoryNetwork.create(time);
    private final Map<Integer, VirtualStrand> strands = new LinkedHashMap<>();

    /** A swarm that listens on its host. */
    Swarm swarm(int host) {
        return swarm(host, config -> config);
    }

    Swarm swarm(int host, UnaryOperator<SwarmConfig> change) {
        VirtualStrand strand = time.strand();
        strands.put(host, strand);
        SwarmConfig config =
                change.apply(
                        SwarmConfig.of(
                                "lab/" + host,
                                () -> List.of(ip(host), "::1"),
                                InstantSource.fixed(Instant.EPOCH)));
        Swarm swarm =
                Swarm.create(
                        config,
                        identity(host),
                        network.transport(ip(host), strand),
                        strand,
                        random(host));
        await(swarm.listen(Multiaddr.tcp("0.0.0.0", PORT)));
        return swarm;
    }

    /** The process on the host dies. */
    void kill(int host) {
        network.kill(ip(host));
        VirtualStrand strand = strands.remove(host);
        if (strand != null) {
            strand.stop();
        }
    }

    static SigningKey identity(int host) {
        byte[] seed = new byte[SigningKey.SEED_BYTES];
        seed[0] = (byte) host;
        return SigningKey.ofSeed(SecretBytes.takeOver(seed));
    }

    /** Bytes that look random and are the same in every run. */
    static RandomSource random(long seed) {
        return new Random(seed)::nextBytes;
    }

    static String ip(int host) {
        return "10.0.0." + host;
    }

    static Multiaddr address(int host) {
        return Multiaddr.tcp(ip(host), PORT);
    }

    PeerConnection connect(Swarm from, int host, Swarm to) {
        return await(from.connect(to.self(), List.of(address(host))));
    }

    /** Runs until the future is done and gives its value. */
    <T> T await(CompletableFuture<T> future) {
        assertTrue(time.runUntil(future::isDone, LONG), "future is not done in time");
        return future.join();
    }

    /** Runs until the future has failed and gives the failure. */
    SwarmException failure(CompletableFuture<?> future) {
        assertTrue(time.runUntil(future::isDone, LONG), "future is not done in time");
        try {
            future.join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof SwarmException why) {
                return why;
            }
            throw failed;
        }
        return fail("future did not fail");
    }

    void advance(Duration duration) {
        time.advance(duration);
    }
}
