package io.shardmesh.node.control;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/** Greets, and asks for the bytes of a put piece by piece whatever came with the request. */
final class OlderService implements Closeable {
    private final ServerSocketChannel listener;
    private final CompletableFuture<byte[]> asked = new CompletableFuture<>();

    private OlderService(ServerSocketChannel listener) {
        this.listener = listener;
    }

    static OlderService listen(Path socket) throws IOException {
        ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        listener.bind(UnixDomainSocketAddress.of(socket));
        OlderService service = new OlderService(listener);
        Thread.startVirtualThread(service::serve);
        return service;
    }

    /** All bytes of the first put. */
    CompletableFuture<byte[]> asked() {
        return asked;
    }

    private void serve() {
        try {
            FrameChannel greeting = accept();
            greeting.receive();
            greeting.send(Frame.of(Fields.ofType("ok").put("version", ServerConnection.VERSION)));
            FrameChannel put = accept();
            put.receive();
            asked.complete(readAll(put));
        } catch (IOException | RuntimeException e) {
            asked.completeExceptionally(e);
        }
    }

    private FrameChannel accept() throws IOException {
        return FrameChannel.open(listener.accept(), Thread::startVirtualThread);
    }

    private static byte[] readAll(FrameChannel put) throws IOException {
        var all = new ByteArrayOutputStream();
        while (true) {
            Fields request =
                    Fields.ofType("read").put("wantedBytes", 1000).put("doneBytes", all.size());
            put.send(Frame.of(request));
            Frame answer = put.receive().orElseThrow();
            if (answer.type().equals("end")) {
                return all.toByteArray();
            }
            all.writeBytes(answer.bodyBytes());
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
