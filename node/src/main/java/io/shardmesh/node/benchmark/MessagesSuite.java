package io.shardmesh.node.benchmark;

import io.shardmesh.node.benchmark.Figure.Unit;
import io.shardmesh.node.network.Message;
import java.util.function.Consumer;

/** Requests and answers of 64 bytes on one stream, beside a bare socket. */
final class MessagesSuite {
    private static final int MESSAGE_BYTES = 64;
    private static final int AHEAD_COUNT = 256;
    private static final int ROUND_COUNT = 4096;
    private static final int SINGLE_COUNT = 500;

    private MessagesSuite() {}

    static void run(BenchmarkPlan plan, Consumer<Figure> out) {
        Message message = Message.of(new byte[MESSAGE_BYTES]);
        try (LoopbackPair pair = LoopbackPair.open(plan.random());
                BareSocket bare = BareSocket.open(MESSAGE_BYTES)) {
            double rate =
                    Timing.rate(
                            plan,
                            () -> {
                                pair.exchange(message, ROUND_COUNT, AHEAD_COUNT);
                                return ROUND_COUNT;
                            });
            double bareRate =
                    Timing.rate(
                            plan,
                            () -> {
                                bare.exchange(ROUND_COUNT, AHEAD_COUNT);
                                return ROUND_COUNT;
                            });
            out.accept(
                    Figure.of(
                                    Suite.MESSAGES,
                                    "requests with answers, 256 ahead",
                                    rate,
                                    Unit.PER_SECOND)
                            .beside("a bare socket", bareRate));
            double[] single = Timing.seconds(SINGLE_COUNT, () -> pair.exchange(message, 1, 1));
            double[] bareSingle = Timing.seconds(SINGLE_COUNT, () -> bare.exchange(1, 1));
            out.accept(
                    Figure.of(
                                    Suite.MESSAGES,
                                    "one request with its answer, median",
                                    Timing.percentile(single, 50),
                                    Unit.MILLISECONDS)
                            .beside("a bare socket", Timing.percentile(bareSingle, 50)));
        }
    }
}
