package io.shardmesh.node.repair;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UpkeepSettingsTest {
    /** Connecting after a start takes seconds; nobody is lost sooner than the grace allows. */
    @ParameterizedTest
    @CsvSource({"PT12H, PT10M", "PT12M, PT10S", "PT20S, PT5S", "PT6S, PT5S", "PT3S, PT3S"})
    void urgentGrace_isASmallPartFiveSecondsAtLeastAndNotBeyondTheGrace(
            Duration grace, Duration urgent) {
        assertEquals(urgent, UpkeepSettings.ofGrace(grace).urgentGrace());
    }
}
