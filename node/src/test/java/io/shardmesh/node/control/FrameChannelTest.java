package io.shardmesh.node.control;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
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
}
