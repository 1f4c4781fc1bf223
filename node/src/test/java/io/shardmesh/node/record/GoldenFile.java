package io.shardmesh.node.record;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * One golden file and what every format has to pass with it. The files were made by another program
 * from the pages in docs/formats.
 *
 * @param name of the file, without record- and .txt
 * @param sample the same record made by our code
 */
public record GoldenFile<T>(
        String name,
        T sample,
        Function<byte[], T> decode,
        Function<T, byte[]> encode,
        Predicate<T> verify) {

    /** One line: a label, what it says more, and the value. */
    public record Entry(String label, String detail, String value) {
        public byte[] bytes() {
            return HexFormat.of().parseHex(value);
        }
    }

    /** Entries of a file of vectors. */
    public static List<Entry> read(String name) {
        return lines("record-" + name + ".txt").stream().map(GoldenFile::entry).toList();
    }

    /** Lines of a file of vectors without comments. */
    public static List<String> lines(String file) {
        try (InputStream in = GoldenFile.class.getResourceAsStream("/vectors/" + file)) {
            assertNotNull(in, file);
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return text.lines().filter(line -> !line.startsWith("#")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs every check that fits all formats. */
    public void check() {
        List<Entry> entries = read(name);
        byte[] good = entries.getFirst().bytes();
        assertArrayEquals(good, encode.apply(sample), "what we write");
        assertEquals(sample, decode.apply(good), "what we read");
        assertTrue(verify.test(decode.apply(good)), "what we verify");
        entries.stream().skip(1).forEach(this::checkEntry);
        checkTruncated(good);
        checkTrailing(good);
        checkFlipped(good);
    }

    private void checkEntry(Entry entry) {
        String what = entry.label() + " " + entry.detail();
        switch (entry.label()) {
            case "extended" -> {
                T decoded = decode.apply(entry.bytes());
                assertTrue(verify.test(decoded), what);
                assertArrayEquals(entry.bytes(), encode.apply(decoded), what);
            }
            case "forged" -> assertFalse(verify.test(decode.apply(entry.bytes())), what);
            case "bad" -> assertEquals(entry.detail(), refusal(entry.bytes(), what).field(), what);
            default -> {}
        }
    }

    private void checkTruncated(byte[] good) {
        for (int length = 0; length < good.length; length++) {
            refusal(Arrays.copyOf(good, length), "cut to " + length);
        }
    }

    private void checkTrailing(byte[] good) {
        refusal(Arrays.copyOf(good, good.length + 1), "a zero more");
        refusal(Arrays.copyOf(good, good.length + 4_096), "a page of zeros more");
    }

    /** No byte is without meaning: a changed one is refused, or breaks a signature or equality. */
    private void checkFlipped(byte[] good) {
        for (int index = 0; index < good.length; index++) {
            byte[] flipped = good.clone();
            flipped[index] ^= 1;
            try {
                T decoded = decode.apply(flipped);
                boolean noticed = !verify.test(decoded) || !decoded.equals(sample);
                assertTrue(noticed, "byte " + index + " may be anything");
            } catch (MalformedRecordException e) {
                assertFalse(e.field().isEmpty());
            }
        }
    }

    private MalformedRecordException refusal(byte[] bytes, String what) {
        return assertThrows(MalformedRecordException.class, () -> decode.apply(bytes), what);
    }

    private static Entry entry(String line) {
        int equals = line.indexOf(" = ");
        String[] words = line.substring(0, equals).split(" ", 2);
        return new Entry(words[0], words.length > 1 ? words[1] : "", line.substring(equals + 3));
    }
}
