package io.shardmesh.cli.batch;

import io.shardmesh.crypto.Digest;
import io.shardmesh.crypto.blake3.Blake3;
import io.shardmesh.node.api.ByteSource;
import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureException;
import io.shardmesh.node.bundle.BundleIndex;
import io.shardmesh.node.bundle.BundlePlan;
import io.shardmesh.node.bundle.BundledFile;
import io.shardmesh.node.io.IoFailures;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * The content of a bundle: each file is read whole, and checked, before a byte of it is given away.
 * One that cannot be read, or changed since it was found, leaves its place empty and becomes a
 * {@link Problem}; when none can be read, so does the bundle.
 */
public final class BundleContent implements ByteSource {
    private static final Digest NONE = Digest.of(new byte[Digest.SIZE_BYTES]);

    private final BundlePlan plan;
    private final List<Long> offsets;
    private final List<SourceFile> files;
    private final Executor reads;
    private final List<BundleIndex.Entry> entries = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();
    private final ByteBuffer file;
    private ByteBuffer next = ByteBuffer.allocate(0);
    private long givenBytes;
    private boolean indexed;

    private BundleContent(BundlePlan plan, List<SourceFile> files, Executor reads) {
        this.plan = plan;
        this.offsets = plan.offsets();
        this.files = List.copyOf(files);
        this.reads = reads;
        long largest = files.stream().mapToLong(SourceFile::sizeBytes).max().orElse(0);
        // One more byte shows a file that has grown.
        this.file = ByteBuffer.allocateDirect((int) largest + 1);
    }

    /**
     * The content of a plan.
     *
     * @param files in the order in which they were added to the plan, none larger than {@link
     *     BundlePlan#MAX_FILE_BYTES}
     * @param reads where files are read; may block
     */
    public static BundleContent of(BundlePlan plan, List<SourceFile> files, Executor reads) {
        return new BundleContent(plan, files, reads);
    }

    /** What could not be read so far. To be called after the put has ended. */
    public List<Problem> problems() {
        return List.copyOf(problems);
    }

    @Override
    public CompletableFuture<Integer> read(ByteBuffer target) {
        return CompletableFuture.supplyAsync(() -> readNow(target), reads);
    }

    private int readNow(ByteBuffer target) {
        int before = target.position();
        while (target.hasRemaining() && advance()) {
            int count = Math.min(target.remaining(), next.remaining());
            target.put(next.slice(next.position(), count));
            next.position(next.position() + count);
            givenBytes += count;
        }
        int count = target.position() - before;
        return count == 0 ? -1 : count;
    }

    /** Makes sure that there is something next; false at the end. */
    private boolean advance() {
        while (!next.hasRemaining()) {
            if (entries.size() < files.size()) {
                nextOfFiles();
            } else if (!indexed) {
                next = index();
                indexed = true;
            } else {
                return false;
            }
        }
        return true;
    }

    private void nextOfFiles() {
        long gap = offsets.get(entries.size()) - givenBytes;
        next = gap > 0 ? ByteBuffer.allocate((int) gap) : load(files.get(entries.size()));
    }

    private ByteBuffer load(SourceFile source) {
        boolean present = true;
        Digest digest = NONE;
        file.clear();
        try {
            readWhole(source);
            digest = Blake3.hash(file.slice());
        } catch (FailureException known) {
            problems.add(new Problem(source.path().toString(), known.failure()));
            present = false;
        } catch (IOException trouble) {
            Failure what = IoFailures.of("put", source.path().toString(), trouble);
            problems.add(new Problem(source.path().toString(), what));
            present = false;
        }
        entries.add(
                new BundleIndex.Entry(
                        new BundledFile(
                                source.name(),
                                offsets.get(entries.size()),
                                source.sizeBytes(),
                                digest,
                                source.facts()),
                        present));
        return present ? file.slice() : ByteBuffer.allocate((int) source.sizeBytes());
    }

    private void readWhole(SourceFile source) throws IOException {
        file.limit((int) source.sizeBytes() + 1);
        try (FileChannel channel =
                FileChannel.open(
                        source.path(), StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            int count = 0;
            while (count >= 0 && file.hasRemaining()) {
                count = channel.read(file);
            }
        }
        if (file.position() != source.sizeBytes()) {
            throw source.changed();
        }
        source.checkUnchanged();
        file.flip();
    }

    private ByteBuffer index() {
        if (!files.isEmpty() && problems.size() == files.size()) {
            throw problems.getFirst().what().exception();
        }
        byte[] index = new BundleIndex(entries).encode();
        if (givenBytes != plan.indexOffset() || index.length != plan.contentBytes() - givenBytes) {
            throw new IllegalStateException("not as planned: index at " + givenBytes);
        }
        return ByteBuffer.wrap(index);
    }
}
