package io.shardmesh.simulator.plain;

import io.shardmesh.node.network.Link;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A connection of two machines, or of one with itself; the same latency in both directions. */
final class PlainLink {
    private final PlainNetwork network;
    private final long id;
    private final Duration latency;
    private final long openedNanos;
    private final End dialler;
    private final End dialled;

    /** One side of it. */
    final class End {
        private final PlainPeer owner;
        private final PlainPeer other;
        private final Link shown;
        private final Set<PlainStream> streams = new LinkedHashSet<>();

        private End(PlainPeer owner, PlainPeer other, boolean outbound) {
            this.owner = owner;
            this.other = other;
            this.shown =
                    new Link(other.self(), id, outbound, other.address(), PlainNetwork.binding(id));
        }

        PlainLink link() {
            return PlainLink.this;
        }

        PlainPeer owner() {
            return owner;
        }

        Link shown() {
            return shown;
        }

        int streamCount() {
            return streams.size();
        }

        /** A new stream, whose other end the other side gets when word of it has come there. */
        PlainStream open(String protocol) {
            PlainStream near = new PlainStream(this, protocol);
            PlainStream far = new PlainStream(opposite(), protocol);
            near.join(far);
            far.join(near);
            streams.add(near);
            later(other, () -> opposite().accept(far));
            return near;
        }

        private void accept(PlainStream stream) {
            streams.add(stream);
            owner.accept(stream);
        }

        void ended(PlainStream stream) {
            streams.remove(stream);
        }

        /** Nothing goes over it any more. */
        void down(String why) {
            List<PlainStream> open = new ArrayList<>(streams);
            streams.clear();
            open.forEach(stream -> stream.breakOff(why));
        }

        End opposite() {
            return this == dialler ? dialled : dialler;
        }
    }

    PlainLink(PlainNetwork network, PlainPeer dialler, PlainPeer dialled) {
        this.network = network;
        boolean loop = dialler == dialled;
        this.id = loop ? 0 : network.nextLinkId();
        this.latency = loop ? Duration.ZERO : network.latency();
        this.openedNanos = network.time().nanoTime();
        this.dialler = new End(dialler, dialled, true);
        this.dialled = new End(dialled, dialler, false);
    }

    End dialler() {
        return dialler;
    }

    End dialled() {
        return dialled;
    }

    Duration latency() {
        return latency;
    }

    Duration age() {
        return Duration.ofNanos(network.time().nanoTime() - openedNanos);
    }

    /** Runs it at a machine that it takes the latency to reach, if that still runs then. */
    void later(PlainPeer there, Runnable task) {
        var _ = there.strand().schedule(latency, task);
    }

    void carried(End from, String protocol, int headBytes, int bodyBytes) {
        if (id != 0) {
            network.carried(id, from == dialler, protocol, headBytes, bodyBytes);
        }
    }
}
