package io.shardmesh.node.io.uring;

import io.shardmesh.node.api.FailureKind;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Writes all of the source, and syncs if wanted: the sync is linked to the last write, so that the
 * kernel starts it without asking us. It counts only when it started after that write had written
 * all; in any other case there is one of its own.
 */
final class WriteBytes implements Operation {
    private static final int WRITE_PART = 0;

    private final OpenedFile file;
    private final ByteBuffer source;
    private final Reply<Void> reply;
    private final boolean synced;
    private long position;
    private boolean isWritten;
    private boolean isSynced;
    private boolean linksBroken;
    private int openPartCount;
    private int failed;

    WriteBytes(
            OpenedFile file, long position, ByteBuffer source, boolean synced, Reply<Void> reply) {
        this.file = file;
        this.position = position;
        this.source = source;
        this.synced = synced;
        this.reply = reply;
        this.isWritten = !source.hasRemaining();
    }

    @Override
    public Staging.Size staging() {
        return isWritten || source.isDirect()
                ? Staging.Size.NONE
                : Staging.Size.of(source.remaining());
    }

    private boolean isLast(int stepBytes) {
        return stepBytes == source.remaining();
    }

    @Override
    public int entryCount() {
        boolean both = synced && !isWritten && isLast(stepBytes());
        return both ? 2 : 1;
    }

    private int stepBytes() {
        return switch (staging()) {
            case NONE -> source.remaining();
            case SMALL -> Math.min(source.remaining(), Staging.SMALL_BYTES);
            case LARGE -> Math.min(source.remaining(), Staging.LARGE_BYTES);
        };
    }

    @Override
    public Entry entry(int part, Staging.@Nullable Slot slot) {
        if (part != WRITE_PART || isWritten) {
            openPartCount++;
            return Entry.sync(file.descriptor());
        }
        linksBroken = false;
        openPartCount = 1;
        Entry write = slot == null ? fromSource() : staged(slot);
        return entryCount() == 2 ? write.linked() : write;
    }

    private Entry fromSource() {
        long address = MemorySegment.ofBuffer(source).address();
        return write(Abi.WRITE, address, source.remaining());
    }

    private Entry staged(Staging.Slot slot) {
        int count = stepBytes();
        slot.bytes().put(0, source, source.position(), count);
        return write(slot.registered() ? Abi.WRITE_FIXED : Abi.WRITE, slot.address(), count);
    }

    private Entry write(byte opcode, long address, int count) {
        return new Entry(opcode, 0, file.descriptor(), position, address, count, 0);
    }

    @Override
    public void linksBroken() {
        linksBroken = true;
    }

    @Override
    public Progress completed(int part, int result) {
        openPartCount--;
        if (part == WRITE_PART && !isWritten) {
            written(result);
        } else {
            synced(result);
        }
        if (openPartCount > 0) {
            return Progress.UNDER_WAY;
        }
        boolean done = isWritten && (isSynced || !synced);
        return failed != 0 || done ? Progress.DONE : Progress.AGAIN;
    }

    private void written(int result) {
        if (result > 0) {
            source.position(source.position() + result);
            position += result;
            isWritten = !source.hasRemaining();
        } else if (!Errno.isPassing(result)) {
            failed = result == 0 ? -Errno.EIO : result;
        }
    }

    /** One that was cancelled stood behind a write that did not write all. */
    private void synced(int result) {
        if (result == 0) {
            isSynced = isWritten && !linksBroken;
        } else if (failed == 0 && result != -Errno.ECANCELED && !Errno.isPassing(result)) {
            failed = result;
        }
        linksBroken = false;
    }

    @Override
    public Runnable settle() {
        return failed == 0 ? Reply.done(reply) : reply.failure(failed);
    }

    @Override
    public Runnable refuse(FailureKind kind, String cause) {
        return reply.refusal(kind, cause);
    }
}
