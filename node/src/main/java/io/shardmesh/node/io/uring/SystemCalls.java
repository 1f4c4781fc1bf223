package io.shardmesh.node.io.uring;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.charset.StandardCharsets;

/**
 * System calls by syscall(2), which takes any of them: so there is one shape of call to link.
 * Results are as the kernel gives them, an error as its negated number. Not for use by several
 * threads at once.
 */
final class SystemCalls {
    private static final long IO_URING_SETUP = 425;
    private static final long IO_URING_ENTER = 426;
    private static final long IO_URING_REGISTER = 427;

    private static final long PROT_READ_WRITE = 3;
    private static final long MAP_SHARED_POPULATE = 0x8001;
    private static final long SEEK_END = 2;
    private static final long EFD_CLOEXEC = 02000000;
    private static final long AT_EMPTY_PATH = 0x1000;
    private static final long STATX_TYPE = 1;
    private static final long STATX_BYTES = 256;
    private static final long STATX_MODE_OFFSET = 28;
    private static final int TYPE_MASK = 0170000;
    private static final int TYPE_DIRECTORY = 0040000;

    private static final StructLayout CAPTURED = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO =
            CAPTURED.varHandle(PathElement.groupElement("errno")).withInvokeExactBehavior();
    private static final MethodHandle SYSCALL = link();
    private static final MemorySegment EMPTY_PATH =
            Arena.global().allocateFrom("", StandardCharsets.US_ASCII);

    private final Architecture numbers;
    private final MemorySegment captured;
    private final MemorySegment scratch;

    /** With a little memory of this arena. */
    SystemCalls(Architecture numbers, Arena arena) {
        this.numbers = numbers;
        this.captured = arena.allocate(CAPTURED);
        this.scratch = arena.allocate(STATX_BYTES, Long.BYTES);
    }

    @SuppressWarnings("restricted") // native code is what this is for
    private static MethodHandle link() {
        Linker linker = Linker.nativeLinker();
        ValueLayout.OfLong word = ValueLayout.JAVA_LONG;
        return linker.downcallHandle(
                linker.defaultLookup().findOrThrow("syscall"),
                FunctionDescriptor.of(word, word, word, word, word, word, word, word),
                Linker.Option.firstVariadicArg(1),
                Linker.Option.captureCallState("errno"));
    }

    Architecture numbers() {
        return numbers;
    }

    int setupRing(int entryCount, MemorySegment params) {
        return (int) call(IO_URING_SETUP, entryCount, params.address(), 0, 0, 0, 0);
    }

    int enterRing(int ring, int submitCount, int completeCount, int flags) {
        return (int) call(IO_URING_ENTER, ring, submitCount, completeCount, flags, 0, 0);
    }

    int registerWithRing(int ring, int opcode, MemorySegment argument, int count) {
        return (int) call(IO_URING_REGISTER, ring, opcode, argument.address(), count, 0, 0);
    }

    /** The address, or a negated error. */
    long map(int descriptor, long offset, long bytes) {
        return call(
                numbers.mmap, 0, bytes, PROT_READ_WRITE, MAP_SHARED_POPULATE, descriptor, offset);
    }

    void unmap(MemorySegment mapped) {
        var _ = call(numbers.munmap, mapped.address(), mapped.byteSize(), 0, 0, 0, 0);
    }

    void close(int descriptor) {
        var _ = call(numbers.close, descriptor, 0, 0, 0, 0, 0);
    }

    int makeEvent() {
        return (int) call(numbers.eventfd2, 0, EFD_CLOEXEC, 0, 0, 0, 0);
    }

    void signal(int event) {
        scratch.set(ValueLayout.JAVA_LONG, 0, 1);
        var _ = call(numbers.write, event, scratch.address(), Long.BYTES, 0, 0, 0);
    }

    long size(int descriptor) {
        return call(numbers.lseek, descriptor, 0, SEEK_END, 0, 0, 0);
    }

    long truncate(int descriptor, long bytes) {
        return call(numbers.ftruncate, descriptor, bytes, 0, 0, 0, 0);
    }

    /** Whether it is a directory; does not block, for what is open is in memory. */
    boolean isDirectory(int descriptor) {
        long done =
                call(
                        numbers.statx,
                        descriptor,
                        EMPTY_PATH.address(),
                        AT_EMPTY_PATH,
                        STATX_TYPE,
                        scratch.address(),
                        0);
        int mode = scratch.get(ValueLayout.JAVA_SHORT, STATX_MODE_OFFSET);
        return done == 0 && (mode & TYPE_MASK) == TYPE_DIRECTORY;
    }

    private long call(long number, long a, long b, long c, long d, long e, long f) {
        try {
            long result = (long) SYSCALL.invokeExact(captured, number, a, b, c, d, e, f);
            return result == -1 ? -(int) ERRNO.get(captured, 0L) : result;
        } catch (Throwable impossible) { // a system call throws nothing
            throw new IllegalStateException("system call " + number, impossible);
        }
    }
}
