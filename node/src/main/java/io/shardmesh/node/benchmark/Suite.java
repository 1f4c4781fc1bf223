package io.shardmesh.node.benchmark;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** What can be measured, in the order in which all of it is. */
public enum Suite {
    /** Sealing and opening content; first, because it also shows a fresh process. */
    SEAL,
    /** BLAKE3. */
    HASH,
    /** Reed-Solomon. */
    ERASURE,
    /** Noise and yamux in memory. */
    CHANNEL,
    /** Small requests and answers between two networks on loopback. */
    MESSAGES,
    /** The file system of the folder given. */
    IO,
    /** Puts and gets of one file in a mesh of seven nodes in this process. */
    STORE,
    /** Puts and gets of 4 KiB in the same kind of mesh. */
    LATENCY;

    /** The suite of a name as {@link #toString} gives it. */
    public static Optional<Suite> parse(String text) {
        return Stream.of(values()).filter(suite -> suite.toString().equals(text)).findFirst();
    }

    void run(BenchmarkPlan plan, Consumer<Figure> out) {
        switch (this) {
            case SEAL -> SealSuite.run(plan, out);
            case HASH -> HashSuite.run(plan, out);
            case ERASURE -> ErasureSuite.run(plan, out);
            case CHANNEL -> ChannelSuite.run(plan, out);
            case MESSAGES -> MessagesSuite.run(plan, out);
            case IO -> IoSuite.run(plan, out);
            case STORE -> StoreSuite.run(plan, out);
            case LATENCY -> LatencySuite.run(plan, out);
        }
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
