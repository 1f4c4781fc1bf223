package io.shardmesh.simulator.load;

import java.util.List;
import java.util.SplittableRandom;

/**
 * All that users do, with weights. To add an operation, write its class and add a line to {@link
 * #usual}.
 */
final class Operations {
    private final List<Weighted> all;

    /**
     * An operation.
     *
     * @param name one word or two, for counts and the trace
     * @param weight how often, in proportion to the others
     */
    record Weighted(String name, int weight, UserOperation operation) {}

    private Operations(List<Weighted> all) {
        this.all = all;
    }

    static Operations usual() {
        return new Operations(
                List.of(
                        new Weighted("put", 30, new PutFile(false)),
                        new Weighted("put again", 8, new PutFile(true)),
                        new Weighted("cancelled put", 3, new CancelPut()),
                        new Weighted("get", 28, new GetFile()),
                        new Weighted("range", 14, new GetRange()),
                        new Weighted("cancelled get", 2, new CancelGet()),
                        new Weighted("list", 5, new ListCatalog()),
                        new Weighted("find", 4, new FindName()),
                        new Weighted("distribution", 6, new AskDistribution()),
                        new Weighted("status", 4, new AskStatus()),
                        new Weighted("delete", 6, new DeleteFile()),
                        new Weighted("verify", 3, new VerifyFile()),
                        new Weighted("repair", 3, new RepairFile()),
                        new Weighted("loss for good", 4, new ReplaceHolder()),
                        new Weighted("join", 10, new JoinMesh()),
                        new Weighted("revoke", 5, new RevokeGuest())));
    }

    Weighted draw(SplittableRandom random) {
        int left = random.nextInt(all.stream().mapToInt(Weighted::weight).sum());
        for (Weighted each : all) {
            left -= each.weight();
            if (left < 0) {
                return each;
            }
        }
        throw new AssertionError("weights do not add up");
    }
}
