package io.shardmesh.node.network;

import io.shardmesh.dht.contact.Key;
import io.shardmesh.libp2p.multiformats.Multiaddr;
import io.shardmesh.libp2p.multiformats.PeerId;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** What the owner of the swarm can be asked. */
sealed interface NetworkCommand {
    /** A command that is answered. */
    sealed interface Asked<T> extends NetworkCommand {
        Reply<T> reply();
    }

    record OpenStream(PeerId peer, String protocol, Reply<MessageStream> reply)
            implements Asked<MessageStream> {}

    record Connect(PeerId peer, List<Multiaddr> addresses, Reply<Link> reply)
            implements Asked<Link> {}

    record Dial(Multiaddr address, Reply<Link> reply) implements Asked<Link> {}

    record FindPeer(PeerId peer, Reply<List<Multiaddr>> reply) implements Asked<List<Multiaddr>> {}

    record ListLinks(Reply<List<LinkInfo>> reply) implements Asked<List<LinkInfo>> {}

    record ListListenAddresses(Reply<List<Multiaddr>> reply) implements Asked<List<Multiaddr>> {}

    record ShowTraffic(Reply<TrafficInfo> reply) implements Asked<TrafficInfo> {}

    record Close(Reply<Void> reply) implements Asked<Void> {}

    record Serve(String protocol, Consumer<MessageStream> acceptor) implements NetworkCommand {}

    record Disconnect(PeerId peer, String reason) implements NetworkCommand {}

    record SetMembers(Set<PeerId> members) implements NetworkCommand {}

    record AddContents(List<Key> keys) implements NetworkCommand {}

    record Announce(boolean on) implements NetworkCommand {}

    record FindProviders(Key key, ActorRouting.RunningSearch search) implements NetworkCommand {}

    record EndSearch(ActorRouting.RunningSearch search) implements NetworkCommand {}

    record AddListener(LinkListener listener) implements NetworkCommand {}
}
