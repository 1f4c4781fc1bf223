package io.shardmesh.dht.contact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.shardmesh.dht.Vectors;
import io.shardmesh.libp2p.multiformats.PeerId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A position taken from the text or the key instead of the multihash breaks these. */
final class PositionVectorsTest {
    private static final Position ZERO = new Position(0, 0, 0, 0);

    @Test
    void positionOf_peerOfVector_isSha256OfItsMultihash() {
        List<List<String>> rows = Vectors.rows("positions.txt", "position");
        assertFalse(rows.isEmpty());
        for (List<String> row : rows) {
            Position position = Position.of(PeerId.parse(row.get(1)));
            assertEquals(row.get(2), position.to(ZERO).toString());
        }
    }

    @Test
    void distance_ofVector_isXorInBothDirections() {
        List<List<String>> rows = Vectors.rows("positions.txt", "distance");
        assertFalse(rows.isEmpty());
        for (List<String> row : rows) {
            Position first = Position.of(PeerId.parse(row.get(1)));
            Position second = Position.of(PeerId.parse(row.get(2)));
            assertEquals(row.get(3), first.to(second).toString());
            assertEquals(row.get(3), second.to(first).toString());
        }
    }
}
