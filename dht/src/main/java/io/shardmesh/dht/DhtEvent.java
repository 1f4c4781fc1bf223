package io.shardmesh.dht;

import io.shardmesh.dht.contact.Key;
import io.shardmesh.dht.record.DhtRecord;
import io.shardmesh.libp2p.multiformats.Multiaddr;
import io.shardmesh.libp2p.multiformats.PeerId;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;

/**
 * What the owner tells the {@link Dht}: what has happened (past tense) and what it wants
 * (imperative). Buffers are handed over.
 */
public sealed interface DhtEvent {

    /**
     * Where we say that we can be reached, without peer id; told to those who ask for our own id.
     */
    record AddressesChanged(List<Multiaddr> addresses) implements DhtEvent {
        /** Copies the list. */
        public AddressesChanged {
            addresses = List.copyOf(addresses);
        }
    }

    /**
     * Another peer has dialled us, and this is the address of our end. Once it is one that we tell
     * others, we serve them.
     */
    record Reached(Multiaddr address) implements DhtEvent {}

    /** Whom we trust from now on, all of them: the members of our mesh. */
    record TrustedPeersChanged(Set<PeerId> peers) implements DhtEvent {
        /** Copies the set and checks its size. */
        public TrustedPeersChanged {
            peers = Set.copyOf(peers);
            if (peers.size() > DhtConfig.MAX_TRUSTED_PEERS) {
                throw new IllegalArgumentException("too many trusted peers: " + peers.size());
            }
        }
    }

    /** Join by these addresses, tried in this order until one leads to a server. */
    record Bootstrap(List<Multiaddr> addresses) implements DhtEvent {
        /** Copies the list and checks its size. */
        public Bootstrap {
            addresses = List.copyOf(addresses);
            if (addresses.size() > DhtConfig.MAX_BOOTSTRAP_ADDRESSES) {
                throw new IllegalArgumentException(
                        "too many bootstrap addresses: " + addresses.size());
            }
        }
    }

    /** The answer to {@link DhtEffect.Dial}: {@code peer} has proved to be there. */
    record Dialled(Multiaddr address, PeerId peer) implements DhtEvent {}

    /** The answer to {@link DhtEffect.Dial}: nobody there, or the wrong one. */
    record DialFailed(Multiaddr address) implements DhtEvent {}

    /**
     * A connected peer said by identify or identify push who it is.
     *
     * @param addresses its listen addresses, best first
     * @param servesDht whether its protocols contain {@link DhtConfig#protocol}
     */
    record PeerIdentified(PeerId peer, List<Multiaddr> addresses, boolean servesDht)
            implements DhtEvent {
        /** Copies the list. */
        public PeerIdentified {
            addresses = List.copyOf(addresses);
        }
    }

    /**
     * A whole message came on a stream that {@code from} opened.
     *
     * @param requestId chosen by the owner; comes back in {@link DhtEffect.Reply} or {@link
     *     DhtEffect.Reset}, which follow from this very step; in neither when the request is one
     *     without a reply
     * @param message without its length prefix
     */
    record RequestReceived(long requestId, PeerId from, ByteBuffer message) implements DhtEvent {}

    /** The reply to {@link DhtEffect.SendRequest}, without its length prefix. */
    record ReplyReceived(long queryId, ByteBuffer message) implements DhtEvent {}

    /** SendRequest or Deliver failed: not reached, refused, reset, closed, oversized. */
    record RequestFailed(long queryId) implements DhtEvent {}

    /** {@code peer} answered {@link DhtEffect.Ping}. */
    record PingSucceeded(PeerId peer) implements DhtEvent {}

    /** {@code peer} was not reached by {@link DhtEffect.Ping} or did not answer. */
    record PingFailed(PeerId peer) implements DhtEvent {}

    /** Find where {@code peer} is; {@code lookupId} is the owner's and not in use. */
    record FindPeer(long lookupId, PeerId peer) implements DhtEvent {}

    /** Find the peers nearest to {@code key}; {@code lookupId} is the owner's and not in use. */
    record FindClosest(long lookupId, Key key) implements DhtEvent {}

    /** Find who has the content of {@code key}; {@code lookupId} is the owner's and not in use. */
    record FindProviders(long lookupId, Key key) implements DhtEvent {}

    /** Find the record under {@code key}; {@code lookupId} is the owner's and not in use. */
    record GetRecord(long lookupId, Key key) implements DhtEvent {}

    /**
     * Have the peers nearest to its key keep a record, which must be valid; {@code lookupId} is the
     * owner's and not in use.
     */
    record PutRecord(long lookupId, DhtRecord record) implements DhtEvent {}

    /**
     * We have these contents from now on: they are announced, and again and again, while announcing
     * is on. Beyond {@link DhtConfig#MAX_CONTENTS} they are left out.
     *
     * @param keys multihashes
     */
    record ContentsAdded(List<Key> keys) implements DhtEvent {
        /** Copies the list. */
        public ContentsAdded {
            keys = List.copyOf(keys);
        }
    }

    /** We no longer have these contents; what was announced ends by itself. */
    record ContentsRemoved(List<Key> keys) implements DhtEvent {
        /** Copies the list. */
        public ContentsRemoved {
            keys = List.copyOf(keys);
        }
    }

    /** Contents are to be announced from now on, or no longer; at the start they are not. */
    record AnnouncingChanged(boolean on) implements DhtEvent {}

    /** {@link DhtEffect.Deliver} has been written, and the other side did not reset it. */
    record Delivered(long queryId) implements DhtEvent {}

    /** The owner has lost interest: no {@link DhtEffect.LookupFinished} will follow. */
    record CancelLookup(long lookupId) implements DhtEvent {}

    /** The time of the last {@link DhtEffect.SetTimer} has come; harmless when early. */
    record Tick() implements DhtEvent {}
}
