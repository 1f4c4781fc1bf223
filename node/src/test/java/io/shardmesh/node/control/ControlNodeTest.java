package io.shardmesh.node.control;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shardmesh.crypto.Sha256;
import io.shardmesh.node.api.ByteSource;
import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.api.Node;
import io.shardmesh.node.api.Operation;
import io.shardmesh.node.api.PutOutcome;
import io.shardmesh.node.home.Home;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract through a socket, and what only a socket can get wrong. */
final class ControlNodeTest implements NodeContract {
    @TempDir Path directory;
    private final MemoryNode behind = new MemoryNode();
    private Home home;
    private ControlServer server;
    private Node client;

    @BeforeEach
    void open() {
        home = Home.open(directory.resolve("home"));
        server = ControlServer.open(home, Map.of(), behind);
        client = ControlClient.connect(home, Map.of()).orElseThrow();
    }

    @AfterEach
    void close() {
        client.close();
        server.close();
        behind.close();
    }

    @Override
    public Node node() {
        return client;
    }

    @Override
    public MemoryNode behind() {
        return behind;
    }

    private Path socket() {
        return home.resolve("control.sock");
    }

    @Test
    void socket_isTheUsersAlone() throws IOException {
        assertEquals(
                "rw-------",
                PosixFilePermissions.toString(Files.getPosixFilePermissions(socket())));
    }

    @Test
    void commandThatLeaves_cancelsItsPutAndTheServiceGoesOn() {
        CompletableFuture<Void> asked = new CompletableFuture<>();
        ByteSource silent =
                _ -> {
                    asked.complete(null);
                    return new CompletableFuture<>();
                };
        Operation<PutOutcome> put = client.objects().put(Samples.barePutRequest(), silent);
        NodeContract.await(asked);
        client.close();
        NodeContract.await(behind.cancelSeen());
        assertEquals(FailureKind.UNREACHABLE, NodeContract.failureOf(put.outcome()).kind());

        try (Node next = ControlClient.connect(home, Map.of()).orElseThrow()) {
            assertEquals(Samples.status(), NodeContract.await(next.state().status()));
        }
    }

    @Test
    void serviceThatStops_endsTheClientAndItsOperations() {
        CompletableFuture<Void> asked = new CompletableFuture<>();
        ByteSource silent =
                _ -> {
                    asked.complete(null);
                    return new CompletableFuture<>();
                };
        Operation<PutOutcome> put = client.objects().put(Samples.putRequest("n"), silent);
        NodeContract.await(asked);
        server.close();
        assertEquals(FailureKind.UNREACHABLE, NodeContract.failureOf(put.outcome()).kind());
        NodeContract.await(client.ended());
        assertFalse(Files.exists(socket()));
        assertEquals(Optional.empty(), ControlClient.connect(home, Map.of()));
    }

    @Test
    void serviceThatEnds_saysSoAndIsNotFoundAnyMore() {
        server.end();
        Failure told = NodeContract.failureOf(client.state().status());
        assertEquals(FailureKind.UNREACHABLE, told.kind(), told::toString);
        assertEquals("it is ending", told.cause());
        assertEquals(Optional.empty(), ControlClient.connect(home, Map.of()));
    }

    @Test
    void requestUnderWay_whenTheServiceBeginsToEnd_isNoBug() {
        CompletableFuture<Void> asked = new CompletableFuture<>();
        CompletableFuture<Integer> read = new CompletableFuture<>();
        ByteSource waiting =
                _ -> {
                    asked.complete(null);
                    return read;
                };
        Operation<PutOutcome> put = client.objects().put(Samples.putRequest("n"), waiting);
        NodeContract.await(asked);
        server.end();
        behind.breakDown();
        assertEquals(FailureKind.UNREACHABLE, NodeContract.failureOf(put.outcome()).kind());
    }

    @Test
    void clientThatIsClosed_leavesNoThreadForItsJvmToWaitFor() throws InterruptedException {
        NodeContract.await(client.state().status());
        // Virtual threads are not among these, and the server has no others.
        List<Thread> waiting =
                Thread.getAllStackTraces().keySet().stream()
                        .filter(thread -> thread.getName().startsWith("control-"))
                        .toList();
        assertFalse(waiting.isEmpty());
        client.close();
        for (Thread thread : waiting) {
            assertTrue(thread.join(Duration.ofSeconds(10)), thread::toString);
        }
    }

    @Test
    void connect_socketThatAKilledServiceLeft_isNoService() throws IOException {
        Home other = Home.open(directory.resolve("other"));
        Path stale = other.resolve("control.sock");
        var listener =
                java.nio.channels.ServerSocketChannel.open(java.net.StandardProtocolFamily.UNIX);
        listener.bind(UnixDomainSocketAddress.of(stale));
        listener.close();
        assertTrue(Files.exists(stale));
        assertEquals(Optional.empty(), ControlClient.connect(other, Map.of()));
        // And a new service takes its place.
        try (ControlServer _ = ControlServer.open(other, Map.of(), behind);
                Node found = ControlClient.connect(other, Map.of()).orElseThrow()) {
            assertEquals(Samples.stats(), NodeContract.await(found.state().stats()));
            assertTrue(Files.exists(stale));
        }
    }

    @Test
    void put_contentThatCameWithTheRequest_isNotAskedFor() throws IOException {
        byte[] content = NodeContract.content(4096);
        Fields head =
                StoreCodec.encode(Samples.putRequest("n"))
                        .put("version", ServerConnection.VERSION)
                        .put("whole", true);
        try (SocketChannel raw = SocketChannel.open(UnixDomainSocketAddress.of(socket()))) {
            FrameChannel channel = FrameChannel.open(raw, Thread::startVirtualThread);
            channel.send(Frame.of(head, content));
            Frame answer = channel.receive().orElseThrow();
            assertEquals("ok", answer.type());
            assertEquals(Sha256.hash(content), StoreCodec.putOutcome(answer.head()).objectKey());
        }
    }

    /** What the client does with a service that does not know of content in requests. */
    @Test
    void put_olderServiceThatAsks_isToldAllTheSame() throws Exception {
        byte[] content = NodeContract.content(4096);
        Home other = Home.open(directory.resolve("older"));
        try (var older = OlderService.listen(other.resolve("control.sock"));
                Node found = ControlClient.connect(other, Map.of()).orElseThrow()) {
            var put = found.objects().put(Samples.putRequest("n"), NodeContract.sourceOf(content));
            assertArrayEquals(content, NodeContract.await(older.asked()));
            put.cancel();
        }
    }

    /** Speaks the protocol by hand: what a broken or newer command might send. */
    private Fields rawAnswer(ByteBuffer request) throws IOException {
        try (SocketChannel raw = SocketChannel.open(UnixDomainSocketAddress.of(socket()))) {
            raw.write(request);
            FrameChannel channel = FrameChannel.open(raw, Thread::startVirtualThread);
            return channel.receive().orElseThrow().head();
        }
    }

    private static ByteBuffer frame(int headBytes, int bodyBytes, String head) {
        byte[] json = head.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        return ByteBuffer.allocate(8 + json.length)
                .putInt(headBytes)
                .putInt(bodyBytes)
                .put(json)
                .flip();
    }

    private static ByteBuffer frame(String head) {
        return frame(head.length(), 0, head);
    }

    @Test
    void hugeLengths_areRefusedBeforeAnythingIsAllocated() throws IOException {
        for (ByteBuffer bad :
                new ByteBuffer[] {
                    frame(Integer.MAX_VALUE, 0, ""),
                    frame(-1, 0, ""),
                    frame(2, Integer.MAX_VALUE, "{}"),
                    frame(2, -1, "{}")
                }) {
            Failure failure = Failures.decode(rawAnswer(bad));
            assertEquals(FailureKind.MALFORMED, failure.kind());
        }
        assertEquals(Samples.status(), NodeContract.await(client.state().status()));
    }

    @Test
    void badRequests_areRefusedOneByOne() throws IOException {
        for (String bad :
                new String[] {
                    "[]",
                    "{",
                    "{}",
                    "{\"version\":1}",
                    "{\"version\":1,\"type\":\"locate\",\"objectKey\":\"xyz\"}",
                    "{\"version\":1,\"type\":\"list-newest\",\"tags\":[],\"limit\":0}",
                    "{\"version\":1,\"type\":\"list-newest\",\"tags\":[3],\"limit\":1}",
                    "{\"version\":1,\"type\":\"mesh-invite\",\"role\":\"x\",\"validSeconds\":1}",
                    "{\"version\":1,\"type\":\"status\",\"deep\":" + "[".repeat(5000),
                }) {
            assertEquals(FailureKind.MALFORMED, Failures.decode(rawAnswer(frame(bad))).kind(), bad);
        }
    }

    @Test
    void newerCommands_areToldSo_andUnknownFieldsSkipped() throws IOException {
        assertEquals(
                FailureKind.REFUSED,
                Failures.decode(rawAnswer(frame("{\"version\":2,\"type\":\"status\"}"))).kind());
        assertEquals(
                FailureKind.REFUSED,
                Failures.decode(rawAnswer(frame("{\"version\":1,\"type\":\"fly\"}"))).kind());
        Fields status =
                rawAnswer(frame("{\"version\":1,\"type\":\"status\",\"new\":{\"a\":[1.5,null]}}"));
        assertEquals(Samples.status(), StateCodec.status(status));
    }
}
