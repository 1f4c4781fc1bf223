package io.shardmesh.libp2p.perf;

import io.shardmesh.libp2p.swarm.Stream;
import io.shardmesh.libp2p.swarm.StreamHandler;
import io.shardmesh.libp2p.swarm.SwarmException;
import io.shardmesh.libp2p.transport.Scheduler;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/** Sends, counts what comes back, and takes the times. */
final class PerfClient implements StreamHandler {
    private final Scheduler scheduler;
    private final Payload upload;
    private final long downloadBytes;
    private final CompletableFuture<Perf.Measured> measured = new CompletableFuture<>();
    private long receivedBytes;
    private long beganNanos;
    private OptionalLong firstNanos = OptionalLong.empty();

    PerfClient(Scheduler scheduler, long uploadBytes, long downloadBytes) {
        if (uploadBytes < 0 || downloadBytes < 0) {
            throw new IllegalArgumentException("a number of bytes is not negative");
        }
        this.scheduler = scheduler;
        this.upload = new Payload(uploadBytes);
        this.downloadBytes = downloadBytes;
    }

    CompletableFuture<Perf.Measured> measured() {
        return measured;
    }

    void failed(Throwable why) {
        measured.completeExceptionally(why);
    }

    @Override
    public void opened(Stream stream) {
        beganNanos = scheduler.nanoTime();
        stream.write(ByteBuffer.allocate(Long.BYTES).putLong(downloadBytes).flip());
        send(stream);
    }

    @Override
    public void received(Stream stream, ByteBuffer bytes) {
        if (firstNanos.isEmpty()) {
            firstNanos = OptionalLong.of(scheduler.nanoTime());
        }
        int size = bytes.remaining();
        receivedBytes += size;
        stream.consumed(size);
        if (receivedBytes > downloadBytes) {
            wrong();
            stream.reset();
        }
    }

    @Override
    public void drained(Stream stream) {
        send(stream);
    }

    @Override
    public void remoteClosed(Stream stream) {
        if (receivedBytes != downloadBytes) {
            wrong();
            stream.reset();
            return;
        }
        long now = scheduler.nanoTime();
        long first = firstNanos.orElse(now);
        measured.complete(
                new Perf.Measured(
                        Duration.ofNanos(first - beganNanos), Duration.ofNanos(now - first)));
    }

    @Override
    public void closed(Stream stream, Optional<String> why) {
        failed(new SwarmException(SwarmException.Kind.CLOSED, why.orElse("ended too early")));
    }

    private void send(Stream stream) {
        if (upload.sendTo(stream)) {
            stream.closeWrite();
        }
    }

    private void wrong() {
        failed(
                new SwarmException(
                        SwarmException.Kind.CLOSED,
                        "peer sent " + receivedBytes + " of " + downloadBytes + " bytes"));
    }
}
