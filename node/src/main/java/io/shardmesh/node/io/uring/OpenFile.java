package io.shardmesh.node.io.uring;

import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.io.OpenMode;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Opens a file, but no directory. */
final class OpenFile<H> implements Operation {
    private static final int MAX_PATH_BYTES = 4095;
    private static final int PRIVATE_MODE = 0600;

    private final byte[] path;
    private final OpenMode mode;
    private final SystemCalls calls;
    private final Function<OpenedFile, H> handles;
    private final Reply<H> reply;
    private boolean uncached;
    private int failed;
    private @Nullable H opened;

    /**
     * @param calls of the ring's thread
     * @param handles makes what is given to whoever asked
     */
    OpenFile(
            Path path,
            OpenMode mode,
            SystemCalls calls,
            Function<OpenedFile, H> handles,
            Reply<H> reply) {
        this.path = path.toString().getBytes(charset());
        this.mode = mode;
        this.calls = calls;
        this.handles = handles;
        this.reply = reply;
        this.uncached = mode == OpenMode.READ_UNCACHED;
    }

    /** What the JDK encodes names of files with. */
    private static Charset charset() {
        return Charset.forName(System.getProperty("sun.jnu.encoding", ""), StandardCharsets.UTF_8);
    }

    @Override
    public Staging.Size staging() {
        return Staging.Size.SMALL;
    }

    @Override
    public Entry entry(int part, Staging.@Nullable Slot slot) {
        Objects.requireNonNull(slot, "slot");
        int length = Math.min(path.length, MAX_PATH_BYTES + 1); // too long for the kernel then
        slot.bytes().put(0, path, 0, length).put(length, (byte) 0);
        return new Entry(Abi.OPENAT, 0, Abi.AT_FDCWD, 0, slot.address(), PRIVATE_MODE, flags());
    }

    private int flags() {
        int access =
                switch (mode) {
                    case READ, READ_SCATTERED, READ_UNCACHED -> Abi.O_RDONLY;
                    case READ_WRITE -> Abi.O_RDWR;
                    case CREATE -> Abi.O_RDWR | Abi.O_CREAT;
                    case CREATE_NEW -> Abi.O_RDWR | Abi.O_CREAT | Abi.O_EXCL;
                };
        return access | Abi.O_CLOEXEC | (uncached ? calls.numbers().openDirect : 0);
    }

    @Override
    public Progress completed(int part, int result) {
        if (result == -Errno.EINVAL && uncached) { // the file system knows no such way
            uncached = false;
            return Progress.AGAIN;
        }
        if (Errno.isPassing(result)) {
            return Progress.AGAIN;
        }
        if (result < 0) {
            failed = result;
        } else if (!mode.writable() && calls.isDirectory(result)) {
            calls.close(result);
            failed = -Errno.EISDIR;
        } else {
            opened = handles.apply(new OpenedFile(result, uncached));
        }
        return Progress.DONE;
    }

    @Override
    public Runnable settle() {
        return opened == null ? reply.failure(failed) : reply.success(opened);
    }

    @Override
    public Runnable refuse(FailureKind kind, String cause) {
        return reply.refusal(kind, cause);
    }
}
