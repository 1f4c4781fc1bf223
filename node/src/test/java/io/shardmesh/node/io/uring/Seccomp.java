package io.shardmesh.node.io.uring;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.ByteOrder;

/** Forbids one system call to a thread, by a filter of four instructions (man 2 seccomp). */
final class Seccomp {
    private static final int PR_SET_NO_NEW_PRIVS = 38;
    private static final int PR_SET_SECCOMP = 22;
    private static final long SECCOMP_MODE_FILTER = 2;
    private static final int RET_ALLOW = 0x7fff0000;
    private static final int RET_ERRNO = 0x00050000;
    private static final short LOAD = 0x20;
    private static final short JUMP_IF_EQUAL = 0x15;
    private static final short RETURN = 0x06;

    private Seccomp() {}

    @SuppressWarnings("restricted")
    static void refuseOnThisThread(int systemCall, int error) {
        Linker linker = Linker.nativeLinker();
        ValueLayout.OfLong word = ValueLayout.JAVA_LONG;
        MethodHandle prctl =
                linker.downcallHandle(
                        linker.defaultLookup().findOrThrow("prctl"),
                        FunctionDescriptor.of(
                                ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, word, word, word, word),
                        Linker.Option.firstVariadicArg(1));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment filter = arena.allocate(4 * 8, 8);
            instruction(filter, 0, LOAD, 0, 0, 0); // the number of the call
            instruction(filter, 1, JUMP_IF_EQUAL, 0, 1, systemCall);
            instruction(filter, 2, RETURN, 0, 0, RET_ERRNO | error);
            instruction(filter, 3, RETURN, 0, 0, RET_ALLOW);
            MemorySegment program = arena.allocate(16, 8);
            program.set(ValueLayout.JAVA_SHORT, 0, (short) 4);
            program.set(word, 8, filter.address());
            require((int) prctl.invokeExact(PR_SET_NO_NEW_PRIVS, 1L, 0L, 0L, 0L));
            require(
                    (int)
                            prctl.invokeExact(
                                    PR_SET_SECCOMP,
                                    SECCOMP_MODE_FILTER,
                                    program.address(),
                                    0L,
                                    0L));
        } catch (RuntimeException | Error thrown) {
            throw thrown;
        } catch (Throwable impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static void require(int result) {
        if (result != 0) {
            throw new IllegalStateException("prctl says " + result);
        }
    }

    private static void instruction(
            MemorySegment filter, int at, short code, int ifTrue, int ifFalse, int value) {
        filter.asByteBuffer()
                .order(ByteOrder.nativeOrder())
                .position(at * 8)
                .putShort(code)
                .put((byte) ifTrue)
                .put((byte) ifFalse)
                .putInt(value);
    }
}
