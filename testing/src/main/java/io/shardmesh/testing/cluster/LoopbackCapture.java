package io.shardmesh.testing.cluster;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.net.NetworkInterface;
import java.nio.ByteOrder;

/**
 * A packet socket on the loopback interface: every frame that any process sends there, whole, as
 * {@code tcpdump} would see it. Linux only, and only as root (or with CAP_NET_RAW).
 *
 * <p>Source: packet(7). Used by one thread.
 */
final class LoopbackCapture implements AutoCloseable {
    private static final int AF_PACKET = 17;
    private static final int SOCK_RAW = 3;
    private static final short ALL_PROTOCOLS = Short.reverseBytes((short) 3); // Network order.
    private static final int SOL_SOCKET = 1;
    private static final int SO_RCVTIMEO = 20;
    private static final int SO_RCVBUFFORCE = 33;
    private static final int SOL_PACKET = 263;
    private static final int PACKET_STATISTICS = 6;
    private static final int ADDRESS_BYTES = 20; // struct sockaddr_ll

    /** Room for what arrives while this process does not run. */
    private static final int KERNEL_BUFFER_BYTES = 256 << 20;

    private static final long WAIT_MICROS = 100_000;

    /** More than the largest frame that segmentation offload makes. */
    private static final int FRAME_BYTES = 256 << 10;

    private final Arena arena = Arena.ofConfined();
    private final Libc libc = new Libc();
    private final MemorySegment frame = arena.allocate(FRAME_BYTES);
    private final int socket;

    private LoopbackCapture() throws IOException {
        socket = libc.call("socket", AF_PACKET, SOCK_RAW, (int) ALL_PROTOCOLS);
        if (socket < 0) {
            arena.close();
            throw new IOException("no packet socket: this check has to run as root, on Linux");
        }
    }

    static LoopbackCapture open() throws IOException {
        LoopbackCapture capture = new LoopbackCapture();
        try {
            capture.bindToLoopback();
        } catch (IOException failed) {
            capture.close();
            throw failed;
        }
        return capture;
    }

    private void bindToLoopback() throws IOException {
        set(SO_RCVBUFFORCE, JAVA_INT.byteSize(), KERNEL_BUFFER_BYTES, 0);
        set(SO_RCVTIMEO, 2 * JAVA_LONG.byteSize(), 0, WAIT_MICROS);
        MemorySegment address = arena.allocate(ADDRESS_BYTES, JAVA_INT.byteSize());
        address.set(JAVA_SHORT, 0, (short) AF_PACKET);
        address.set(JAVA_SHORT, 2, ALL_PROTOCOLS);
        address.set(JAVA_INT, 4, NetworkInterface.getByName("lo").getIndex());
        require(libc.call("bind", socket, address, ADDRESS_BYTES), "bind to lo");
    }

    /** The next frame, or one of no bytes when none came for a while. Valid until the next call. */
    MemorySegment next() {
        long count = libc.receive(socket, frame);
        return frame.asSlice(0, Math.max(0, Math.min(count, FRAME_BYTES)));
    }

    /** Frames that the kernel had no room for since the last call. */
    int droppedCount() throws IOException {
        MemorySegment counts = arena.allocate(JAVA_INT, 2);
        MemorySegment size = arena.allocateFrom(JAVA_INT, (int) counts.byteSize());
        require(
                libc.call("getsockopt", socket, SOL_PACKET, PACKET_STATISTICS, counts, size),
                "statistics");
        return counts.getAtIndex(JAVA_INT, 1);
    }

    private void set(int option, long bytes, long first, long second) throws IOException {
        MemorySegment value = arena.allocate(JAVA_LONG, 2);
        if (bytes == JAVA_INT.byteSize()) {
            value.set(JAVA_INT, 0, (int) first);
        } else {
            value.setAtIndex(JAVA_LONG, 0, first);
            value.setAtIndex(JAVA_LONG, 1, second);
        }
        require(
                libc.call("setsockopt", socket, SOL_SOCKET, option, value, (int) bytes),
                "option " + option);
    }

    private static void require(int result, String what) throws IOException {
        if (result != 0) {
            throw new IOException("the packet socket refuses " + what);
        }
    }

    @Override
    public void close() {
        libc.call("close", socket);
        arena.close();
    }

    /** The system calls, by the types of their arguments. */
    @SuppressWarnings("restricted") // The one door to the system, open to test programs only.
    private static final class Libc {
        private final Linker linker = Linker.nativeLinker();

        int call(String name, Object... arguments) {
            MemoryLayout[] types = new MemoryLayout[arguments.length];
            for (int i = 0; i < types.length; i++) {
                types[i] = arguments[i] instanceof MemorySegment ? ADDRESS : JAVA_INT;
            }
            MethodHandle function =
                    linker.downcallHandle(
                            linker.defaultLookup().findOrThrow(name),
                            FunctionDescriptor.of(JAVA_INT, types));
            try {
                return (int) function.invokeWithArguments(arguments);
            } catch (Throwable impossible) {
                throw new AssertionError(impossible);
            }
        }

        private final MethodHandle receive =
                linker.downcallHandle(
                        linker.defaultLookup().findOrThrow("recv"),
                        FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));

        long receive(int socket, MemorySegment into) {
            try {
                return (long) receive.invokeExact(socket, into, into.byteSize(), 0);
            } catch (Throwable impossible) {
                throw new AssertionError(impossible);
            }
        }
    }

    static {
        if (ByteOrder.nativeOrder() != ByteOrder.LITTLE_ENDIAN) {
            throw new IllegalStateException("the order of bytes is not known here");
        }
    }
}
