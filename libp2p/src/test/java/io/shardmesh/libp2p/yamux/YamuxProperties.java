package io.shardmesh.libp2p.yamux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.Size;

final class YamuxProperties {
    /**
     * Two ends under a random schedule of calls, joined by a pipe that cuts anywhere; a model keeps
     * what each stream should carry. A seed has no smaller form, so nothing is shrunk.
     */
    @Property(tries = 20, shrinking = ShrinkingMode.OFF)
    void twoEnds_randomSchedule_loseAndMixNothing(@ForAll long seed) {
        YamuxPair pair = new YamuxPair(new Random(seed));
        for (int step = 0; step < 800; step++) {
            pair.step();
        }
        pair.finish();
        pair.checkAllArrived();
    }

    @Property(tries = 500)
    void receive_randomBytes_neverThrow(@ForAll @Size(max = 100) byte[] bytes) {
        Yamux yamux = Yamux.create(false, YamuxConfig.DEFAULT);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        yamux.receive(in, new RecordingListener());
        assertEquals(0, in.remaining());
    }

    /** Well-formed headers with random contents reach every branch of the state machine. */
    @Property(tries = 500)
    void receive_randomFrames_neverThrowAndFailOnce(@ForAll("frames") List<Frame> frames) {
        Yamux yamux = Yamux.create(false, YamuxConfig.DEFAULT);
        RecordingListener listener = new RecordingListener();
        for (Frame frame : frames) {
            ByteBuffer bytes = ByteBuffer.allocate(Frame.HEADER_BYTES);
            frame.write(bytes);
            yamux.receive(bytes.flip(), listener);
            if (frame.type() == Frame.DATA) {
                int payload = (int) Math.min(frame.length(), 1 << 19);
                yamux.receive(ByteBuffer.allocate(payload), listener);
            }
        }
        yamux.drainOutput(Integer.MAX_VALUE, ByteBuffer.allocate(65_519), _ -> {}, listener);
        assertTrue(listener.events.stream().filter("failed"::equals).count() <= 1);
    }

    @Provide
    Arbitrary<List<Frame>> frames() {
        Arbitrary<Integer> flags = Arbitraries.of(0, 0, 1, 1, 2, 3, 4, 5, 8, 15);
        Arbitrary<Long> lengths = Arbitraries.of(0L, 1L, 1000L, 200_000L, 262_144L, 0xffff_ffffL);
        return net.jqwik.api.Combinators.combine(
                        Arbitraries.of(0, 0, 0, 1, 1, 2, 3),
                        flags,
                        Arbitraries.of(1, 1, 3, 5, 2, 0),
                        lengths)
                .as(Frame::new)
                .list()
                .ofMaxSize(30);
    }
}
