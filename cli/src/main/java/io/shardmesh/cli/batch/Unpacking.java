package io.shardmesh.cli.batch;

import io.shardmesh.crypto.blake3.Blake3;
import io.shardmesh.crypto.blake3.Blake3Hasher;
import io.shardmesh.node.api.ByteSink;
import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureException;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.bundle.BundledFile;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Cuts files out of a part of a bundle as it comes, and checks each before it gets its name. One
 * that cannot be written, or is not what it was when it was put, becomes a {@link Problem}; the
 * rest goes on.
 */
public final class Unpacking implements ByteSink, AutoCloseable {
    private final List<BundledFile> files;
    private final Destination destination;
    private final boolean structured;
    private final Executor writes;
    private final Folders folders;
    private final List<Problem> problems = new ArrayList<>();
    private long position;
    private int started;
    private int writtenCount;
    private long writtenBytes;
    private @Nullable Current current;

    /** The file that the next bytes belong to; without an output they are only passed over. */
    private record Current(BundledFile file, @Nullable StagedFile output, Blake3Hasher hasher) {}

    /**
     * An unpacking of a part of a bundle.
     *
     * @param files that lie in the part, by offset
     * @param offset in the bundle of the first byte that comes
     * @param structured whether the folders in their names count
     * @param writes where files are written; may block
     */
    public Unpacking(
            List<BundledFile> files,
            long offset,
            Destination destination,
            boolean structured,
            Executor writes) {
        this.files = List.copyOf(files);
        this.position = offset;
        this.destination = destination;
        this.structured = structured;
        this.writes = writes;
        this.folders = destination.folders();
    }

    @Override
    public CompletableFuture<Void> write(ByteBuffer bytes) {
        return CompletableFuture.runAsync(() -> writeNow(bytes), writes);
    }

    private void writeNow(ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            finishWhole();
            long until = nextEdge();
            int count = (int) Math.min(bytes.remaining(), until - position);
            pass(bytes.slice(bytes.position(), count));
            bytes.position(bytes.position() + count);
            position += count;
        }
        finishWhole();
    }

    /** Where the current file ends, or the next one begins. */
    private long nextEdge() {
        Current now = current;
        if (now != null) {
            return now.file.offset() + now.file.sizeBytes();
        }
        return started < files.size() ? files.get(started).offset() : Long.MAX_VALUE;
    }

    /** Ends the file that ends here, and begins the one that begins here, also when it is empty. */
    private void finishWhole() {
        while (true) {
            Current now = current;
            if (now != null && position == now.file.offset() + now.file.sizeBytes()) {
                finish(now);
                current = null;
            } else if (now == null
                    && started < files.size()
                    && files.get(started).offset() == position) {
                begin(files.get(started++));
            } else {
                return;
            }
        }
    }

    private void begin(BundledFile file) {
        StagedFile output = null;
        try {
            output = destination.begin(file.name(), structured, folders);
        } catch (FailureException refused) {
            problems.add(new Problem(file.name(), refused.failure()));
        }
        current = new Current(file, output, Blake3.hasher());
    }

    private void pass(ByteBuffer bytes) {
        Current now = current;
        if (now == null || now.output == null) {
            return;
        }
        now.hasher.update(bytes.duplicate());
        try {
            now.output.write(bytes);
        } catch (FailureException trouble) {
            giveUp(now, trouble);
        }
    }

    private void giveUp(Current now, FailureException why) {
        problems.add(new Problem(now.file.name(), why.failure()));
        if (now.output != null) {
            now.output.close();
        }
        current = new Current(now.file, null, now.hasher);
    }

    private void finish(Current now) {
        StagedFile output = now.output;
        if (output == null) {
            return;
        }
        try (output) {
            if (!now.hasher.finish().equals(now.file.digest())) {
                throw new Failure(
                                FailureKind.DAMAGED,
                                "get",
                                now.file.name(),
                                "its bytes are not those that were put")
                        .exception();
            }
            output.finish(now.file.facts());
            writtenCount++;
            writtenBytes += now.file.sizeBytes();
        } catch (FailureException trouble) {
            problems.add(new Problem(now.file.name(), trouble.failure()));
        }
    }

    /**
     * After the last byte, or the failure that keeps it away: ends, and counts what did not come
     * with it.
     *
     * @param why what files that are not whole have as their problem; null when all bytes came
     */
    public void end(@Nullable Failure why) {
        finishWhole();
        Current now = current;
        Failure missing =
                why == null
                        ? new Failure(FailureKind.DAMAGED, "get", "", "the bundle ends before it")
                        : why;
        if (now != null && now.output != null) {
            giveUp(now, missing.exception());
        }
        current = null;
        while (started < files.size()) {
            problems.add(new Problem(files.get(started++).name(), missing));
        }
    }

    /** What could not be written. */
    public List<Problem> problems() {
        return List.copyOf(problems);
    }

    /** Files that are in their place. */
    public int writtenCount() {
        return writtenCount;
    }

    /** Bytes in these. */
    public long writtenBytes() {
        return writtenBytes;
    }

    /** Removes an unfinished file. */
    @Override
    public void close() {
        Current now = current;
        if (now != null && now.output != null) {
            now.output.close();
        }
        folders.close();
    }
}
