package io.shardmesh.testing.interop;

import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.libp2p.swarm.Stream;
import io.shardmesh.libp2p.swarm.StreamHandler;
import io.shardmesh.libp2p.swarm.Swarm;
import io.shardmesh.testing.cluster.ClusterException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Says something on an echo stream, ends, and completes when exactly that came back. */
final class Talk implements StreamHandler {
    private final String said;
    private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
    private final CompletableFuture<String> done = new CompletableFuture<>();

    private Talk(String said) {
        this.said = said;
    }

    /** To be called on the swarm's strand. */
    static CompletableFuture<String> hold(Swarm swarm, PeerId peer, String said) {
        Talk talk = new Talk(said);
        var _ =
                swarm.open(peer, List.of(Echo.PROTOCOL), talk)
                        .whenComplete((stream, failure) -> {
                            if (failure != null) {
                                talk.done.completeExceptionally(failure);
                            }
                        });
        return talk.done;
    }

    @Override
    public void opened(Stream stream) {
        stream.write(ByteBuffer.wrap(said.getBytes(StandardCharsets.UTF_8)));
        stream.closeWrite();
    }

    @Override
    public void received(Stream stream, ByteBuffer bytes) {
        byte[] part = new byte[bytes.remaining()];
        bytes.get(part);
        heard.writeBytes(part);
        stream.consumed(part.length);
    }

    @Override
    public void drained(Stream stream) {}

    @Override
    public void remoteClosed(Stream stream) {
        String echo = heard.toString(StandardCharsets.UTF_8);
        if (echo.equals(said)) {
            done.complete(echo);
        } else {
            done.completeExceptionally(new ClusterException("echo is \"" + echo + "\""));
        }
    }

    @Override
    public void closed(Stream stream, Optional<String> why) {
        done.completeExceptionally(new ClusterException(why.orElse("closed too early")));
    }
}
