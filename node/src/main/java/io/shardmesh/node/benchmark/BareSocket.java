package io.shardmesh.node.benchmark;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** A loopback connection with nothing on it; whatever is sent comes back. */
final class BareSocket implements AutoCloseable {
    private final ServerSocket server;
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final byte[] message;

    private BareSocket(int messageBytes) throws IOException {
        server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        message = new byte[messageBytes];
        Thread.ofPlatform().daemon().name("benchmark-echo").start(this::echo);
        socket = new Socket(server.getInetAddress(), server.getLocalPort());
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream());
        out = new BufferedOutputStream(socket.getOutputStream());
    }

    static BareSocket open(int messageBytes) {
        try {
            return new BareSocket(messageBytes);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot connect on loopback", e);
        }
    }

    private void echo() {
        try (Socket peer = server.accept()) {
            peer.setTcpNoDelay(true);
            InputStream from = peer.getInputStream();
            OutputStream to = peer.getOutputStream();
            byte[] some = new byte[1 << 16];
            for (int read = from.read(some); read >= 0; read = from.read(some)) {
                to.write(some, 0, read);
            }
        } catch (IOException closed) {
            return; // The asker has what it wanted, or fails by itself.
        }
    }

    /**
     * Sends messages and takes their answers.
     *
     * @param aheadCount how many go out together
     */
    void exchange(int count, int aheadCount) {
        try {
            for (int done = 0; done < count; done += aheadCount) {
                for (int i = 0; i < aheadCount; i++) {
                    out.write(message);
                }
                out.flush();
                for (int i = 0; i < aheadCount; i++) {
                    in.readNBytes(message.length);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("a loopback connection broke", e);
        }
    }

    @Override
    public void close() {
        try (server;
                socket) {
            out.flush();
        } catch (IOException gone) {
            return; // Nothing is lost with it.
        }
    }
}
