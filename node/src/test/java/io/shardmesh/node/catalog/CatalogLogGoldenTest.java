package io.shardmesh.node.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * The format of logs on disks does not change: version 1 is read, and written, as it always was.
 */
final class CatalogLogGoldenTest {

    private static final HexFormat HEX = HexFormat.of();

    @Test
    void read_goldenLog_givesWhatItSays() throws IOException {
        byte[] log = HEX.parseHex(String.join("", values("hex")));
        var said = new ArrayList<String>();
        switch (LogHeader.read(log, Samples.catalogKey())) {
            case LogHeader.Outcome.Usable(LogHeader header, LogKey key) -> {
                said.add("device " + header.device());
                var scan = new LogScan("golden", key, Coverage.none(header));
                byte[] records = Arrays.copyOfRange(log, LogHeader.SIZE_BYTES, log.length);
                assertEquals(
                        records.length,
                        scan.scan(records, records.length, LogHeader.SIZE_BYTES, true));
                assertEquals(List.of(), scan.problems());
                scan.takeFound().forEach(record -> said.add(line(record)));
            }
            case LogHeader.Outcome other -> said.add(other.toString());
        }
        assertEquals(values("says"), said);
    }

    @Test
    void write_sameOperations_givesTheSameBytes() throws IOException {
        byte[] log = write();
        var lines = new ArrayList<String>();
        for (int at = 0; at < log.length; at += 40) {
            lines.add(HEX.formatHex(log, at, Math.min(at + 40, log.length)));
        }
        assertEquals(String.join("\n", values("hex")), String.join("\n", lines));
    }

    private static byte[] write() {
        var random = Samples.random(1);
        var out = new ByteArrayOutputStream();
        LogHeader header = LogHeader.create(Samples.catalogKey(), random);
        out.writeBytes(header.encode());
        if (!(LogHeader.read(header.encode(), Samples.catalogKey())
                instanceof LogHeader.Outcome.Usable usable)) {
            throw new AssertionError("a header just made cannot be read");
        }
        long time = Samples.NOW.toEpochMilli() << 16;
        byte[] later = ByteBuffer.allocate(12).putLong(time + 4).put((byte) 200).array();
        var plains =
                List.of(
                        OperationCodec.encode(time, Samples.put("holiday/café.txt", 1, "red")),
                        OperationCodec.encode(
                                time + 1,
                                new Operation.Tag(Samples.key(1), List.of("blue", "été"))),
                        OperationCodec.encode(time + 2, new Operation.Delete(Samples.key(1))),
                        OperationCodec.encode(time + 3, Samples.inlinePut("note", 2)),
                        later);
        long sequence = 0;
        for (byte[] plain : plains) {
            byte[] sealed = usable.key().seal(++sequence, plain, random);
            out.writeBytes(new RecordFrame(sequence, sealed.length).encode());
            out.writeBytes(sealed);
        }
        return out.toByteArray();
    }

    private static String line(LogRecord record) {
        return "%d at %d time %d %s"
                .formatted(
                        record.sequence(),
                        record.offset(),
                        record.stamp().hybridTime(),
                        record.operation());
    }

    private static List<String> values(String kind) throws IOException {
        try (var in =
                CatalogLogGoldenTest.class.getResourceAsStream("/vectors/catalog-log-1.txt")) {
            byte[] bytes = Objects.requireNonNull(in).readAllBytes();
            return new String(bytes, StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.startsWith(kind + " "))
                    .map(line -> line.substring(kind.length() + 1))
                    .toList();
        }
    }
}
