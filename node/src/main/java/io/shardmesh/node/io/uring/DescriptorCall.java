package io.shardmesh.node.io.uring;

import io.shardmesh.node.api.FailureKind;
import org.jspecify.annotations.Nullable;

/** Syncs, forgets or closes an open file. */
final class DescriptorCall implements Operation {
    private final Entry entry;
    private final Reply<Void> reply;
    private int failed;

    private DescriptorCall(Entry entry, Reply<Void> reply) {
        this.entry = entry;
        this.reply = reply;
    }

    static DescriptorCall sync(OpenedFile file, Reply<Void> reply) {
        return new DescriptorCall(Entry.sync(file.descriptor()), reply);
    }

    static DescriptorCall forget(OpenedFile file, Reply<Void> reply) {
        return new DescriptorCall(Entry.forget(file.descriptor()), reply);
    }

    /** The descriptor is gone afterwards, whatever the kernel says. */
    static DescriptorCall close(OpenedFile file, Reply<Void> reply) {
        return new DescriptorCall(Entry.close(file.descriptor()), reply);
    }

    @Override
    public Staging.Size staging() {
        return Staging.Size.NONE;
    }

    @Override
    public Entry entry(int part, Staging.@Nullable Slot slot) {
        return entry;
    }

    @Override
    public Progress completed(int part, int result) {
        if (entry.opcode() == Abi.FSYNC && Errno.isPassing(result)) {
            return Progress.AGAIN;
        }
        failed = result;
        return Progress.DONE;
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
