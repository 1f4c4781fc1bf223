package io.shardmesh.node.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.shardmesh.crypto.Digest;
import io.shardmesh.crypto.VerifyingKey;
import io.shardmesh.crypto.blake3.BlockHasher;
import io.shardmesh.crypto.blake3.BlockTree;
import io.shardmesh.node.record.ShardName;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The formats of the store byte for byte, against files that other programs made. */
final class StoreVectorsTest {
    private static final int PACK = 7;
    private static final ShardName REMOVED = new ShardName(Digest.of(counting(0)), 3);
    private static final VerifyingKey OWNER = VerifyingKey.of(counting(32));

    /** 32 bytes that count up. */
    private static byte[] counting(int first) {
        byte[] bytes = new byte[32];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (first + i);
        }
        return bytes;
    }

    @Test
    void pack_isWrittenAsInTheGoldenFile() throws IOException {
        byte[] golden = vector("store-pack.txt", "pack");
        ByteBuffer out = ByteBuffer.allocate(golden.length);

        PackFormat.writeHeader(out, PACK);
        PackFormat.writeEntry(out, 1, ByteBuffer.wrap("shardmesh".getBytes(UTF_8)), PACK, 16);
        PackFormat.writeEntry(out, 99, ByteBuffer.wrap(new byte[1]), PACK, 41);
        PackEntry removal = new PackEntry.Removal(REMOVED);
        PackFormat.writeEntry(out, removal.kind(), removal.payload(5), PACK, 58);
        PackEntry forgetting = new PackEntry.Forgetting(REMOVED.objectKey(), OWNER);
        PackFormat.writeEntry(out, forgetting.kind(), forgetting.payload(PACK), PACK, 115);

        assertArrayEquals(golden, out.array());
    }

    @Test
    void pack_goldenFile_isRead() throws IOException {
        ByteBuffer golden = ByteBuffer.wrap(vector("store-pack.txt", "pack"));

        assertFalse(PackFormat.isOfOtherVersion(golden));
        assertEquals(25, PackFormat.entryBytesAt(golden, 16, PACK, 0));
        assertEquals(1, PackFormat.kind(golden, 16));
        assertEquals(17, PackFormat.entryBytesAt(golden, 41, PACK, 0));
        assertEquals(
                Optional.of(new IndexStep.Withdraw(new Withdrawal.OfShard(REMOVED, 5, at(58, 57)))),
                decoded(golden, 58, 57));
        assertEquals(
                Optional.of(
                        new IndexStep.Withdraw(
                                new Withdrawal.OfTombstone(
                                        REMOVED.objectKey(), OWNER, PACK, at(115, 88)))),
                decoded(golden, 115, 88));
        assertEquals(Optional.empty(), decoded(golden, 41, 17));
        assertEquals(0, PackFormat.entryBytesAt(golden, 16, PACK + 1, 0));
        assertEquals(0, PackFormat.entryBytesAt(golden, 16, PACK, 1));
    }

    private static Optional<IndexStep> decoded(ByteBuffer pack, int offset, int entryBytes) {
        assertEquals(entryBytes, PackFormat.entryBytesAt(pack, offset, PACK, 0));
        return PackEntry.decode(
                PackFormat.kind(pack, offset),
                RecordReading.payload(pack.slice(offset, entryBytes)),
                at(offset, entryBytes));
    }

    private static ShardLocation.InPack at(long offset, int entryBytes) {
        return new ShardLocation.InPack(PACK, offset, entryBytes);
    }

    @Test
    void pack_anyBitOfAnEntryFlipped_isRefused() throws IOException {
        byte[] golden = vector("store-pack.txt", "pack");
        for (int bit = 8 * 16; bit < 8 * 41; bit++) {
            byte[] damaged = golden.clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            ByteBuffer window = ByteBuffer.wrap(damaged);

            assertEquals(0, PackFormat.entryBytesAt(window, 16, PACK, 0), "bit " + bit);
        }
    }

    @Test
    void chainingValues_areAsInTheGoldenFile() throws IOException {
        byte[] shard = new byte[40_000];
        for (int i = 0; i < shard.length; i++) {
            shard[i] = (byte) (i % 251);
        }
        BlockHasher hasher = BlockHasher.create(16_384);
        hasher.update(ByteBuffer.wrap(shard));

        BlockTree tree = hasher.finish();

        assertArrayEquals(vector("chaining-values.txt", "file"), tree.chainingValues());
        assertArrayEquals(vector("chaining-values.txt", "key"), tree.root().bytes());
    }

    @Test
    void fileNames_followFromTheName() {
        String hex = "00ff" + "17".repeat(30);
        ShardFiles files = new ShardFiles(new ShardName(Digest.parse(hex), 10));

        assertEquals("objects/00/ff/" + hex + ".10.shard", files.path(ShardFiles.Part.SHARD));
        assertEquals("objects/00/ff/" + hex + ".10.record", files.path(ShardFiles.Part.RECORD));
        assertEquals(
                "objects/00/ff/" + hex + ".10.cvs", files.path(ShardFiles.Part.CHAINING_VALUES));
        assertEquals(
                Optional.of(new ShardFiles.Parsed(files.name(), ShardFiles.Part.RECORD)),
                ShardFiles.parse(hex + ".10.record"));
        for (String ending :
                new String[] {".10", ".010.record", ".255.record", ".1.txt", ".1.a.cvs"}) {
            assertEquals(Optional.empty(), ShardFiles.parse(hex + ending), ending);
        }
        assertEquals(Optional.empty(), ShardFiles.parse(hex.toUpperCase(Locale.ROOT) + ".1.cvs"));
    }

    private static byte[] vector(String file, String name) throws IOException {
        try (InputStream in = StoreVectorsTest.class.getResourceAsStream("/vectors/" + file)) {
            if (in == null) {
                throw new IOException("no vectors " + file);
            }
            String prefix = name + " ";
            return new String(in.readAllBytes(), UTF_8)
                    .lines()
                    .filter(line -> line.startsWith(prefix))
                    .findFirst()
                    .map(line -> HexFormat.of().parseHex(line.substring(prefix.length())))
                    .orElseThrow();
        }
    }
}
