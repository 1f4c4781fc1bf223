package io.shardmesh.node.bundle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.shardmesh.crypto.Digest;
import io.shardmesh.crypto.blake3.Blake3;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class BundleIndexTest {
    private static final long OFFSET = 2_000;

    @Test
    void decode_itsEncoding_givesTheSame() {
        BundleIndex index = index();
        assertEquals(Optional.of(index), BundleIndex.decode(index.encode(), OFFSET));
        BundleIndex none = new BundleIndex(List.of());
        assertEquals(Optional.of(none), BundleIndex.decode(none.encode(), 0));
    }

    @Test
    void decode_cutOrLonger_isNoIndex() {
        byte[] whole = index().encode();
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertEquals(Optional.empty(), BundleIndex.decode(cut, OFFSET), "of " + length);
        }
        assertEquals(
                Optional.empty(),
                BundleIndex.decode(Arrays.copyOf(whole, whole.length + 1), OFFSET));
    }

    @Test
    void decode_fileThatReachesIntoTheIndex_isNoIndex() {
        byte[] bytes = index().encode();
        assertEquals(Optional.empty(), BundleIndex.decode(bytes, 1_099));
    }

    @Test
    void decode_moreFilesThanBytes_allocatesNothingForThem() {
        byte[] bytes = index().encode();
        ByteBuffer.wrap(bytes).putInt(Long.BYTES, Integer.MAX_VALUE);
        assertEquals(Optional.empty(), BundleIndex.decode(bytes, OFFSET));
    }

    @Test
    void sizeBytes_ofTheFooter_leadsToTheIndex() {
        byte[] bytes = index().encode();
        ByteBuffer footer =
                ByteBuffer.wrap(bytes)
                        .slice(bytes.length - BundleIndex.FOOTER_BYTES, BundleIndex.FOOTER_BYTES);
        assertEquals(
                Optional.of(bytes.length), BundleIndex.sizeBytes(footer, OFFSET + bytes.length));
        assertEquals(Optional.empty(), BundleIndex.sizeBytes(footer, bytes.length - 1));
    }

    @Test
    void index_withOverlapOrOneNameTwice_isRefused() {
        List<BundleIndex.Entry> over = List.of(entry("a", 0, 10), entry("b", 9, 1));
        assertThrows(IllegalArgumentException.class, () -> new BundleIndex(over));
        List<BundleIndex.Entry> twice = List.of(entry("a", 0, 10), entry("a", 10, 1));
        assertThrows(IllegalArgumentException.class, () -> new BundleIndex(twice));
    }

    @Test
    void key_ofAFile_dependsOnBundleAndNumber() {
        Digest bundle = Blake3.hash(new byte[1]);
        assertEquals(
                3,
                List.of(
                                BundledFile.key(bundle, 0),
                                BundledFile.key(bundle, 1),
                                BundledFile.key(Blake3.hash(new byte[2]), 0))
                        .stream()
                        .distinct()
                        .count());
    }

    /** The vector was written by a program in Python from docs/formats/bundle.md. */
    @Test
    void decode_theVector_givesWhatItSays() throws IOException {
        List<String> lines =
                Files.readAllLines(Path.of("src/test/resources/vectors/bundle-index-1.txt"));
        byte[] bytes = HexFormat.of().parseHex(value(lines, "index"));
        BundleIndex decoded = BundleIndex.decode(bytes, 1_100).orElseThrow();
        assertEquals(index(), decoded);
        assertEquals(value(lines, "index"), HexFormat.of().formatHex(index().encode()));
        assertEquals(
                value(lines, "key of the second"),
                BundledFile.key(Blake3.hash(new byte[0]), 1).toString());
    }

    private static String value(List<String> lines, String name) {
        String start = name + " = ";
        return lines.stream()
                .filter(line -> line.startsWith(start))
                .map(line -> line.substring(start.length()).strip())
                .findFirst()
                .orElseThrow();
    }

    private static BundleIndex index() {
        List<BundleIndex.Entry> entries = new ArrayList<>();
        entries.add(entry("a/b.txt", 0, 1_000));
        entries.add(new BundleIndex.Entry(entry("gone", 1_000, 0).file(), false));
        entries.add(entry("\u00e4", 1_000, 100));
        return new BundleIndex(entries);
    }

    private static BundleIndex.Entry entry(String name, long offset, long sizeBytes) {
        Digest digest = Blake3.hash(name.getBytes(StandardCharsets.UTF_8));
        BundledFile.Facts facts =
                new BundledFile.Facts("text/plain", 0640, Instant.ofEpochSecond(-5, 7));
        return new BundleIndex.Entry(new BundledFile(name, offset, sizeBytes, digest, facts), true);
    }
}
