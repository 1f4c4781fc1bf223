package io.shardmesh.libp2p.swarm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shardmesh.libp2p.multiformats.Multiaddr;
import io.shardmesh.libp2p.multiformats.PeerId;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class AddressBookTest {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final PeerId PEER = PeerId.of(SwarmLab.identity(1).verifyingKey());
    private static final PeerId OTHER = PeerId.of(SwarmLab.identity(2).verifyingKey());
    private static final Multiaddr FIRST = Multiaddr.tcp("10.0.0.1", 1);
    private static final Multiaddr SECOND = Multiaddr.tcp("10.0.0.1", 2);

    private long now;
    private final AddressBook book = new AddressBook(() -> now, peer -> false);

    @Test
    void add_withAndWithoutPeerPart_isTheSameAddress() {
        book.add(PEER, List.of(FIRST, FIRST.withPeer(PEER)), HOUR);
        assertEquals(List.of(FIRST), book.addresses(PEER));
    }

    @Test
    void add_addressOfAnotherPeer_isLeftOut() {
        book.add(PEER, List.of(FIRST.withPeer(OTHER)), HOUR);
        assertEquals(List.of(), book.addresses(PEER));
    }

    @Test
    void addresses_lifeIsOver_areGone() {
        book.add(PEER, List.of(FIRST), HOUR);
        book.add(PEER, List.of(SECOND), HOUR.multipliedBy(2));
        now = HOUR.toNanos();
        assertEquals(List.of(SECOND), book.addresses(PEER));
    }

    @Test
    void add_again_neverShortensALife() {
        book.add(PEER, List.of(FIRST), HOUR);
        book.add(PEER, List.of(FIRST), Duration.ofSeconds(1));
        now = Duration.ofSeconds(2).toNanos();
        assertEquals(List.of(FIRST), book.addresses(PEER));
    }

    @Test
    void worked_address_comesFirst() {
        book.add(PEER, List.of(FIRST, SECOND), HOUR);
        book.worked(PEER, SECOND, HOUR);
        assertEquals(List.of(SECOND, FIRST), book.addresses(PEER));
        book.worked(PEER, FIRST, HOUR);
        assertEquals(List.of(FIRST, SECOND), book.addresses(PEER));
    }

    @Test
    void add_tooManyAddresses_keepsTheOneThatWorked() {
        book.worked(PEER, FIRST, HOUR);
        for (int port = 10; port < 100; port++) {
            book.add(PEER, List.of(Multiaddr.tcp("10.0.0.9", port)), HOUR);
        }
        List<Multiaddr> kept = book.addresses(PEER);
        assertEquals(AddressBook.ADDRESS_COUNT, kept.size());
        assertEquals(FIRST, kept.getFirst());
        assertTrue(kept.contains(Multiaddr.tcp("10.0.0.9", 99)), "the newest is kept");
    }

    @Test
    void add_tooManyPeers_forgetsTheLeastUsed() {
        book.add(PEER, List.of(FIRST), HOUR);
        for (int index = 0; index < AddressBook.PEER_COUNT; index++) {
            book.addresses(PEER);
            book.add(peer(index), List.of(SECOND), HOUR);
        }
        assertEquals(List.of(FIRST), book.addresses(PEER));
        assertEquals(List.of(), book.addresses(peer(0)));
        assertEquals(List.of(SECOND), book.addresses(peer(AddressBook.PEER_COUNT - 1)));
    }

    private static PeerId peer(int index) {
        byte[] multihash = new byte[34];
        multihash[0] = 0x12;
        multihash[1] = 32;
        multihash[2] = (byte) (index >> 8);
        multihash[3] = (byte) index;
        return PeerId.ofMultihash(multihash);
    }
}
