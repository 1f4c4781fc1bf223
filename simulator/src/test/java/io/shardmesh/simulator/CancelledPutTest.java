package io.shardmesh.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.shardmesh.node.api.ByteSource;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.api.Operation;
import io.shardmesh.node.api.PutOutcome;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Whoever gives a put up leaves nothing at the holders, whenever that is. */
class CancelledPutTest {
    private final SimulatedMesh mesh = SimulatedMesh.joined(31, 6);

    /** Found by the simulator: sessions that were opened after the end stayed open for an hour. */
    @Test
    void cancel_whileTheFirstBytesAreRead_reservesNothingAfterwards() {
        CompletableFuture<Void> firstRead = new CompletableFuture<>();
        ByteSource content = SimulatedMesh.source(mesh.randomSource().bytes(50_000));
        Operation<PutOutcome> put =
                mesh.put(
                        mesh.client(),
                        SimulatedMesh.request("a"),
                        target -> firstRead.thenCompose(ready -> content.read(target)));
        mesh.time().advance(Duration.ofSeconds(1));
        put.cancel();
        assertEquals(FailureKind.CANCELLED, Failures.of(mesh, put.outcome()).kind());
        firstRead.complete(null);
        mesh.time().advance(Duration.ofMinutes(1));
        for (SimulatedNode holder : mesh.holders()) {
            assertEquals(0, mesh.await(holder.shards().usage()).reservedBytes(), holder.host());
        }
    }
}
