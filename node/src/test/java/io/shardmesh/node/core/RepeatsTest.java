package io.shardmesh.node.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.shardmesh.libp2p.transport.memory.VirtualScheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RepeatsTest {
    private final VirtualScheduler time = VirtualScheduler.create();
    private final List<String> lines = new ArrayList<>();
    private final Repeats repeats = new Repeats(time, journal());

    @Test
    void warn_aThousandTimes_writesOneLineAnIntervalWithTheCount() {
        for (int i = 0; i < 1000; i++) {
            repeats.warn("too many", "host " + i);
        }
        repeats.warn("too fast", "");
        assertEquals(List.of("too many: host 0", "too fast"), lines);
        time.advance(Repeats.INTERVAL);
        assertEquals("too many: 999 more in the last 60 s; the last: host 999", lines.getLast());
        time.advance(Duration.ofMinutes(10));
        assertEquals(3, lines.size(), "nothing happened since");
    }

    @Test
    void warn_afterAQuietInterval_isWrittenAtOnceAgain() {
        repeats.warn("too many", "a");
        time.advance(Duration.ofMinutes(2));
        repeats.warn("too many", "b");
        assertEquals(List.of("too many: a", "too many: b"), lines);
    }

    private Journal journal() {
        return new Journal() {
            @Override
            public void info(String line) {
                lines.add(line);
            }

            @Override
            public void warn(String line) {
                lines.add(line);
            }
        };
    }
}
