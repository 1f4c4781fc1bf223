package io.shardmesh.libp2p.transport.vertx;

import io.netty.buffer.ByteBuf;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.RecvByteBufAllocator;
import io.shardmesh.libp2p.multiformats.Multiaddr;
import io.shardmesh.libp2p.transport.Connection;
import io.shardmesh.libp2p.transport.ConnectionHandler;
import io.shardmesh.libp2p.transport.Scheduler;
import io.vertx.core.internal.net.NetSocketInternal;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One TCP connection. Bytes are copied once from and once into Netty's native buffers; what one
 * task writes goes to the system in one call, because each call may wake the other end up.
 */
final class VertxConnection implements Connection {

    /** Below this many unsent bytes writing may go on; a few Noise frames keep the wire busy. */
    private static final int LOW_BYTES = 128 * 1024;

    /** How long the other end may take to accept our last bytes before the socket is cut. */
    private static final Duration LINGER = Duration.ofSeconds(5);

    /**
     * Several Noise frames in one read where so much has come; where little comes, Netty makes its
     * buffers smaller.
     */
    private static final RecvByteBufAllocator READ_BUFFERS =
            new AdaptiveRecvByteBufAllocator(2 * 1024, 16 * 1024, 256 * 1024);

    private final VertxScheduler scheduler;
    private final NetSocketInternal socket;
    private final Multiaddr remoteAddress;
    private final Multiaddr localAddress;
    private @Nullable ConnectionHandler handler;
    private Optional<String> trouble = Optional.empty();
    private long unsentBytes;
    private boolean overLow;
    private boolean flushPosted;
    private boolean paused = true;
    private boolean closing;
    private boolean ended;
    private boolean told;
    private Scheduler.@Nullable Timer lingering;

    VertxConnection(
            VertxScheduler scheduler,
            NetSocketInternal socket,
            Multiaddr remoteAddress,
            Multiaddr localAddress) {
        this.scheduler = scheduler;
        this.socket = socket;
        this.remoteAddress = remoteAddress;
        this.localAddress = localAddress;
        socket.channelHandlerContext().channel().config().setRecvByteBufAllocator(READ_BUFFERS);
        socket.messageHandler(message -> received((ByteBuf) message));
        socket.pause();
        socket.exceptionHandler(cause -> trouble = Optional.of(String.valueOf(cause.getMessage())));
        socket.closeHandler(ignored -> ended());
    }

    @Override
    public Multiaddr remoteAddress() {
        return remoteAddress;
    }

    @Override
    public Multiaddr localAddress() {
        return localAddress;
    }

    @Override
    public void handler(ConnectionHandler changed) {
        boolean first = handler == null;
        handler = changed;
        if (ended) {
            scheduler.execute(this::tellClosed);
        } else if (first) {
            // Not at once: reading would call the handler inside this call.
            scheduler.execute(this::resumeReading);
        }
    }

    @Override
    public void write(ByteBuffer bytes) {
        int size = bytes.remaining();
        if (closing || ended || size == 0) {
            return;
        }
        unsentBytes += size;
        overLow |= unsentBytes > LOW_BYTES;
        // Not by the socket, which would flush each of them.
        ChannelHandlerContext channel = socket.channelHandlerContext();
        channel.write(channel.alloc().directBuffer(size).writeBytes(bytes))
                .addListener(result -> sent(size));
        if (!flushPosted) {
            flushPosted = true;
            scheduler.execute(this::flush);
        }
    }

    private void flush() {
        flushPosted = false;
        socket.channelHandlerContext().flush();
    }

    @Override
    public long unsentBytes() {
        return unsentBytes;
    }

    @Override
    public void pauseReading() {
        if (!paused) {
            paused = true;
            socket.pause();
        }
    }

    @Override
    public void resumeReading() {
        if (paused && !closing && !ended) {
            paused = false;
            scheduler.execute(this::resumeSocket);
        }
    }

    @Override
    public void close() {
        if (closing || ended) {
            return;
        }
        closing = true;
        // What comes now is thrown away, but must be read: else the end is never seen.
        paused = false;
        socket.resume();
        if (unsentBytes == 0) {
            socket.close();
        } else {
            lingering = scheduler.schedule(LINGER, socket::close);
        }
    }

    private void resumeSocket() {
        if (!paused && !ended) {
            socket.resume();
        }
    }

    private void received(ByteBuf bytes) {
        try {
            ConnectionHandler to = handler;
            if (to != null && !closing && !ended) {
                to.received(bytes.nioBuffer());
            }
        } finally {
            bytes.release();
        }
    }

    private void sent(int size) {
        unsentBytes -= size;
        if (closing) {
            if (unsentBytes == 0) {
                socket.close();
            }
            return;
        }
        ConnectionHandler to = handler;
        if (overLow && unsentBytes <= LOW_BYTES && !ended && to != null) {
            overLow = false;
            scheduler.execute(to::drained);
        }
    }

    private void ended() {
        ended = true;
        unsentBytes = 0;
        if (lingering != null) {
            // It would hold all of a dead connection, and strangers could have many of them.
            lingering.cancel();
        }
        scheduler.execute(this::tellClosed);
    }

    private void tellClosed() {
        if (handler != null && !told) {
            told = true;
            handler.closed(closing ? Optional.empty() : trouble);
        }
    }
}
