package io.shardmesh.node.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FrameChannelTest {
    /** How often the two threads of a channel race for each other. */
    private static final int ROUNDS = 300;

    @TempDir Path directory;

    /** A service answers and closes while a command still sends, for which there is no reader. */
    @Test
    void receive_otherEndClosedBehindItsLastFrame_givesThatFrame() throws IOException {
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(directory.resolve("s"));
        try (ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            listener.bind(address);
            for (int round = 0; round < ROUNDS; round++) {
                FrameChannel command =
                        FrameChannel.open(SocketChannel.open(address), Thread::startVirtualThread);
                FrameChannel service =
                        FrameChannel.open(listener.accept(), Thread::startVirtualThread);
                service.sendLast(Frame.of(Fields.ofType("ok")));
                for (int i = 0; i < 4; i++) {
                    command.send(Frame.of(Fields.ofType("seen")));
                }
                assertEquals("ok", command.receive().orElseThrow().type(), "round " + round);
                command.close();
            }
        }
    }

    /** Found by the fuzzer: twenty bytes once made it take half a megabyte. */
    @Test
    void read_lengthsOfMuchMoreThanComes_takesMemoryAsItComes() {
        byte[] sent = ByteBuffer.allocate(20).putInt(Frame.MAX_HEAD_BYTES).putInt(7).array();
        ByteBuffer left = ByteBuffer.wrap(sent);
        int[] largest = new int[1];
        ReadableByteChannel in =
                new ReadableByteChannel() {
                    @Override
                    public int read(ByteBuffer target) {
                        largest[0] = Math.max(largest[0], target.capacity());
                        int count = Math.min(left.remaining(), target.remaining());
                        target.put(left.slice(left.position(), count));
                        left.position(left.position() + count);
                        return count == 0 ? -1 : count;
                    }

                    @Override
                    public boolean isOpen() {
                        return true;
                    }

                    @Override
                    public void close() {}
                };
        assertThrows(EOFException.class, () -> FrameChannel.read(in));
        assertTrue(largest[0] <= 64 * 1024, () -> largest[0] + " bytes for twenty");
    }
}
