package io.shardmesh.simulator.fault;

import io.shardmesh.simulator.Answers;
import io.shardmesh.simulator.SimulatedNode;
import io.shardmesh.simulator.fault.Fault.Struck;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Holders that do not give what they claim to have.
 *
 * @param wrongBytes blocks come back changed
 * @param silent blocks do not come back
 * @param empty a block comes back without bytes
 */
record LyingPeers(int wrongBytes, int silent, int empty) {
    private static final Duration LONG = Duration.ofMinutes(10);

    List<FaultKind> kinds() {
        return List.of(
                liar("wrong bytes", wrongBytes, Answers.WRONG_BYTES),
                liar("silent holder", silent, Answers.NOTHING),
                liar("empty hands", empty, Answers.EMPTY));
    }

    private static FaultKind liar(String name, int share, Answers answers) {
        return new FaultKind(name, share, LONG, ground -> lie(ground, name, answers));
    }

    private static Optional<Struck> lie(Ground ground, String name, Answers answers) {
        SimulatedNode victim = ground.anyNode();
        victim.answers(answers);
        return Struck.until(
                name + ": " + victim.host() + " lies", () -> victim.answers(Answers.HONEST));
    }
}
