package io.shardmesh.node.catalog;

import io.shardmesh.node.catalog.CatalogProblem.DamagedRange;
import io.shardmesh.node.catalog.CatalogProblem.MisplacedRecord;
import io.shardmesh.node.catalog.CatalogProblem.MissingRecords;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Finds the records in the bytes of a log, given piece by piece in order. Where there is no record
 * it looks for the next one byte by byte. So when a scan ends with bytes that are no record, no
 * record follows them: they are the tail, which a crash may have torn.
 */
final class LogScan {

    private final String path;
    private final LogKey key;
    private final List<CatalogProblem> problems = new ArrayList<>();
    private List<LogRecord> found = new ArrayList<>();
    private Coverage reached;

    /** Goes on where an earlier reading of this log ended. */
    LogScan(String path, LogKey key, Coverage from) {
        this.path = path;
        this.key = key;
        this.reached = from;
    }

    /**
     * Takes what it can from {@code window[0, limit)}.
     *
     * @param offset of the window's first byte in the file
     * @param atEnd whether nothing follows the window
     * @return how many bytes are done with; the rest has to come again, with more behind it
     */
    int scan(byte[] window, int limit, long offset, boolean atEnd) {
        int position = 0;
        while (limit - position >= RecordFrame.SIZE_BYTES) {
            RecordFrame frame = RecordFrame.find(window, position);
            boolean whole = frame != null && frame.totalBytes() <= limit - position;
            if (frame != null && !whole && !atEnd) {
                return position;
            }
            Optional<LogRecord> record =
                    frame != null && whole
                            ? open(window, position, offset, frame)
                            : Optional.empty();
            record.ifPresent(this::accept);
            position += record.map(LogRecord::totalBytes).orElse(1);
        }
        return position;
    }

    private Optional<LogRecord> open(byte[] window, int position, long offset, RecordFrame frame) {
        int from = position + RecordFrame.SIZE_BYTES;
        byte[] sealed = Arrays.copyOfRange(window, from, from + frame.sealedBytes());
        return frame.open(sealed, offset + position, key, reached.device());
    }

    private void accept(LogRecord record) {
        if (record.offset() > reached.endOffset()) {
            long sizeBytes = record.offset() - reached.endOffset();
            problems.add(new DamagedRange(path, reached.endOffset(), sizeBytes));
        }
        long expected = reached.lastSequence() + 1;
        if (record.sequence() < expected) {
            problems.add(new MisplacedRecord(path, record.offset(), record.sequence()));
            reached = reached.skippingTo(record.endOffset());
            return;
        }
        if (record.sequence() > expected) {
            problems.add(new MissingRecords(path, expected, record.sequence() - 1));
        }
        reached = reached.after(record);
        found.add(record);
    }

    /** Records since the last call, in the order of the log. */
    List<LogRecord> takeFound() {
        var taken = found;
        found = new ArrayList<>();
        return taken;
    }

    /** Up to the end of the last record. */
    Coverage reached() {
        return reached;
    }

    /** All that was wrong, but for a tail that is no record. */
    List<CatalogProblem> problems() {
        return List.copyOf(problems);
    }
}
