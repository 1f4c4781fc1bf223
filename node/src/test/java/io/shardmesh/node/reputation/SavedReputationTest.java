package io.shardmesh.node.reputation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.node.core.Journal;
import io.shardmesh.node.io.FileHandle;
import io.shardmesh.node.io.MemoryFiles;
import io.shardmesh.node.io.OpenMode;
import io.shardmesh.node.record.MalformedRecordException;
import io.shardmesh.node.record.RecordLimits;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class SavedReputationTest {
    static final PeerId PEER = PeerId.parse("12D3KooWHFd1gyNYFqxt7ke9FY2VoVVWY2XSPhvL9vg2pB6wQGfa");

    private static final SavedReputation SAVED =
            new SavedReputation(
                    Instant.ofEpochMilli(1_800_000_000_000L),
                    List.of(new SavedReputation.Entry(PEER, 1500, 2000, 500, 250, 3000, 1, 8)));

    /** Laid out by hand from docs/formats/reputation.md, but for the digest. */
    @Test
    void encode_hasTheBytesOfTheFormat() {
        String body =
                "534d5001"
                        + "000001a3185c5000"
                        + "0001"
                        + "26"
                        + HexFormat.of().formatHex(PEER.bytes())
                        + "000005dc"
                        + "000007d0"
                        + "000001f4"
                        + "00fa"
                        + "00000bb8"
                        + "00000001"
                        + "0008"
                        + "0000";
        String encoded = HexFormat.of().formatHex(SAVED.encode());
        assertEquals(body, encoded.substring(0, encoded.length() - 64));
        assertEquals(SAVED, SavedReputation.decode(SAVED.encode()));
    }

    @Test
    void decode_whenAnyByteIsAnother_refuses() {
        byte[] good = SAVED.encode();
        for (int i = 0; i < good.length; i++) {
            byte[] bad = good.clone();
            bad[i] ^= 1;
            assertThrows(MalformedRecordException.class, () -> SavedReputation.decode(bad));
        }
    }

    @Test
    void encode_ofAsManyPeersAsThereMayBe_isWithinTheLimit() {
        byte[] longest = new byte[RecordLimits.PEER_ID_BYTES];
        longest[0] = 0;
        longest[1] = (byte) (longest.length - 2);
        SavedReputation.Entry entry = SAVED.peers().getFirst();
        List<SavedReputation.Entry> all = Collections.nCopies(RecordLimits.MEMBER_COUNT, entry);
        assertTrue(
                new SavedReputation(Instant.EPOCH, all).encode().length
                                + RecordLimits.MEMBER_COUNT * (longest.length - PEER.bytes().length)
                        <= RecordLimits.REPUTATION_BYTES);
    }

    @Test
    void open_whenTheFileIsDamaged_setsItAsideAndSaysSo() {
        MemoryFiles files = MemoryFiles.create(Runnable::run);
        write(files, new byte[] {1, 2, 3});
        List<String> lines = new ArrayList<>();
        ReputationFile file = ReputationFile.open(files, journal(lines)).join();
        assertEquals(SavedReputation.NONE, file.remembered());
        assertTrue(lines.getFirst().contains("reputation.damaged"), lines.toString());
        assertTrue(files.info("reputation.damaged").join().isPresent());
        assertTrue(files.info("reputation").join().isEmpty());
        file.save(SAVED).join();
        assertEquals(SAVED, ReputationFile.open(files, journal(lines)).join().remembered());
    }

    @Test
    void open_whenTheFileIsLongerThanAnyCanBe_setsItAside() {
        MemoryFiles files = MemoryFiles.create(Runnable::run);
        write(files, new byte[RecordLimits.REPUTATION_BYTES + 100]);
        ReputationFile file = ReputationFile.open(files, journal(new ArrayList<>())).join();
        assertEquals(SavedReputation.NONE, file.remembered());
    }

    @Test
    void breaker_thatWasOpen_isProbedAtOnceAndGoesOnFromItsPause() {
        Breaker read = SAVED.peers().getFirst().breaker(77);
        assertEquals(new Breaker.Open(Duration.ofSeconds(8), 77), read);
    }

    private static void write(MemoryFiles files, byte[] content) {
        FileHandle handle = files.open("reputation", OpenMode.CREATE).join();
        handle.write(0, ByteBuffer.wrap(content)).join();
        handle.close().join();
    }

    private static Journal journal(List<String> lines) {
        return new Journal() {
            @Override
            public void info(String line) {}

            @Override
            public void warn(String line) {
                lines.add(line);
            }
        };
    }
}
