package io.shardmesh.node.io.uring;

import io.shardmesh.node.api.FailureKind;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Reads until the target is full or the file ends. A direct target is filled by the kernel itself;
 * into any other the bytes are copied.
 */
final class ReadBytes implements Operation {
    /** What positions and lengths are multiples of in files that are opened past the cache. */
    private static final int PAGE_BYTES = 4096;

    private final OpenedFile file;
    private final ByteBuffer target;
    private final Reply<Integer> reply;
    private long position;
    private int totalBytes;
    private int skippedBytes;
    private int failed;
    private Staging.@Nullable Slot slot;

    ReadBytes(OpenedFile file, long position, ByteBuffer target, Reply<Integer> reply) {
        this.file = file;
        this.position = position;
        this.target = target;
        this.reply = reply;
    }

    @Override
    public Staging.Size staging() {
        return target.isDirect() && !file.uncached()
                ? Staging.Size.NONE
                : Staging.Size.of(stagedBytes());
    }

    /** With what has to be read before and behind for the sake of whole pages. */
    private long stagedBytes() {
        long bytes = unwantedBytes() + (long) target.remaining();
        return file.uncached() ? Math.ceilDiv(bytes, PAGE_BYTES) * PAGE_BYTES : bytes;
    }

    private int unwantedBytes() {
        return file.uncached() ? (int) (position % PAGE_BYTES) : 0;
    }

    @Override
    public Entry entry(int part, Staging.@Nullable Slot given) {
        slot = given;
        skippedBytes = unwantedBytes();
        long start = position - skippedBytes;
        if (given == null) {
            long address = MemorySegment.ofBuffer(target).address();
            int length = target.remaining();
            return new Entry(Abi.READ, 0, file.descriptor(), start, address, length, 0);
        }
        byte opcode = given.registered() ? Abi.READ_FIXED : Abi.READ;
        int length = (int) Math.min(stagedBytes(), given.bytes().capacity());
        return new Entry(opcode, 0, file.descriptor(), start, given.address(), length, 0);
    }

    @Override
    public Progress completed(int part, int result) {
        if (Errno.isPassing(result)) {
            return Progress.AGAIN;
        }
        if (result < 0) {
            failed = result;
            return Progress.DONE;
        }
        int count = Math.min(result - skippedBytes, target.remaining());
        if (count <= 0) {
            return Progress.DONE;
        }
        take(count);
        position += count;
        totalBytes += count;
        return target.hasRemaining() ? Progress.AGAIN : Progress.DONE;
    }

    private void take(int count) {
        if (slot == null) {
            target.position(target.position() + count);
        } else {
            target.put(slot.bytes().slice(skippedBytes, count));
        }
    }

    @Override
    public Runnable settle() {
        if (failed != 0) {
            return reply.failure(failed);
        }
        boolean ended = totalBytes == 0 && target.hasRemaining();
        return reply.success(ended ? -1 : totalBytes);
    }

    @Override
    public Runnable refuse(FailureKind kind, String cause) {
        return reply.refusal(kind, cause);
    }
}
