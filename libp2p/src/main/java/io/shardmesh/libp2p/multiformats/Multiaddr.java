package io.shardmesh.libp2p.multiformats;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * An address as a run of components, for example {@code /ip4/127.0.0.1/tcp/4001/p2p/12D3Koo…}
 * (libp2p specs, addressing/README.md).
 *
 * <p>Immutable; equality is that of the bytes. Never empty: a zero-byte address on the wire means
 * that there is none.
 */
public final class Multiaddr {
    /** Longest binary form; a relayed WebTransport address takes under 400 bytes. */
    public static final int MAX_BYTES = 1024;

    private static final int MAX_TEXT_LENGTH = 4 * MAX_BYTES;
    private static final Set<AddressProtocol> HOSTS =
            EnumSet.of(
                    AddressProtocol.IP4,
                    AddressProtocol.IP6,
                    AddressProtocol.DNS,
                    AddressProtocol.DNS4,
                    AddressProtocol.DNS6,
                    AddressProtocol.DNSADDR);

    private final List<AddressPart> parts;

    private Multiaddr(List<AddressPart> parts) {
        this.parts = List.copyOf(parts);
        if (parts.isEmpty() || encodedBytes() > MAX_BYTES) {
            throw new MalformedException("address is empty or over " + MAX_BYTES + " bytes");
        }
    }

    /**
     * The address of a TCP port.
     *
     * @param ip an IPv4 or IPv6 address in its usual text form, not a name
     * @throws MalformedException when {@code ip} is neither
     */
    public static Multiaddr tcp(String ip, int port) {
        return parse((ip.contains(":") ? "/ip6/" : "/ip4/") + ip + "/tcp/" + port);
    }

    /**
     * Reads the text form. The old name {@code ipfs} of {@code p2p} is understood.
     *
     * @throws MalformedException when a component is unknown or its value is wrong
     */
    public static Multiaddr parse(String text) {
        if (!text.startsWith("/") || text.length() > MAX_TEXT_LENGTH) {
            throw new MalformedException("address does not begin with a slash or is too long");
        }
        String[] words = text.substring(1).split("/", -1);
        List<AddressPart> parts = new ArrayList<>();
        int index = 0;
        while (index < words.length) {
            AddressProtocol protocol = AddressProtocol.byLabel(words[index++]);
            String value = "";
            if (protocol.value() != AddressValue.NONE) {
                if (index == words.length) {
                    throw new MalformedException("address ends before a value");
                }
                value = words[index++];
            }
            parts.add(new AddressPart(protocol, protocol.value().parse(value)));
        }
        return new Multiaddr(parts);
    }

    /**
     * Reads the binary form.
     *
     * @throws MalformedException when it is empty, cut short, over {@link #MAX_BYTES} or has a
     *     component that is not known; see {@link #decodeReadable} for lists in messages
     */
    public static Multiaddr decode(byte[] bytes) {
        if (bytes.length > MAX_BYTES) {
            throw new MalformedException("address is over " + MAX_BYTES + " bytes");
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        List<AddressPart> parts = new ArrayList<>();
        while (in.hasRemaining()) {
            parts.add(AddressPart.read(in));
        }
        return new Multiaddr(parts);
    }

    /**
     * Reads the addresses of a message and leaves out those that cannot be read: a component that
     * we do not know spoils its own address, never the message.
     */
    public static List<Multiaddr> decodeReadable(Iterable<byte[]> addresses) {
        List<Multiaddr> readable = new ArrayList<>();
        addresses.forEach(address -> tryDecode(address).ifPresent(readable::add));
        return readable;
    }

    private static Optional<Multiaddr> tryDecode(byte[] bytes) {
        try {
            return Optional.of(decode(bytes));
        } catch (MalformedException unreadable) {
            return Optional.empty();
        }
    }

    /** The binary form, in an array of the caller's own. */
    public byte[] bytes() {
        ByteBuffer out = ByteBuffer.allocate(encodedBytes());
        parts.forEach(part -> part.write(out));
        return out.array();
    }

    /** IP address or DNS name in front of the address, without its kind. */
    public Optional<String> host() {
        return hostPart().map(AddressPart::text);
    }

    /** Whether {@link #host} is a name that must be looked up first. */
    public boolean isNamed() {
        return hostPart().filter(part -> part.protocol().value() == AddressValue.NAME).isPresent();
    }

    /** The first TCP port; for a relayed address that of the relay. */
    public OptionalInt tcpPort() {
        return parts.stream()
                .filter(part -> part.protocol() == AddressProtocol.TCP)
                .mapToInt(part -> AddressValue.port(part.value()))
                .findFirst();
    }

    /**
     * The wanted peer: the LAST p2p component, since in relayed addresses the first is the relay.
     */
    public Optional<PeerId> peerId() {
        return parts.reversed().stream()
                .filter(part -> part.protocol() == AddressProtocol.P2P)
                .findFirst()
                .map(part -> PeerId.ofMultihash(part.value()));
    }

    /** Whether the way to the peer leads through a relay. */
    public boolean isRelayed() {
        return parts.stream().anyMatch(part -> part.protocol() == AddressProtocol.P2P_CIRCUIT);
    }

    /**
     * Whether this is a host and a TCP port and at most a peer id after them, so that a plain TCP
     * connection leads to it.
     */
    public boolean isPlainTcp() {
        int withoutPeerCount = parts.size() - (endsInPeer() ? 1 : 0);
        return withoutPeerCount == 2
                && HOSTS.contains(parts.get(0).protocol())
                && parts.get(0).protocol() != AddressProtocol.DNSADDR
                && parts.get(1).protocol() == AddressProtocol.TCP;
    }

    /** This address with {@code peer} at its end, in place of a peer id that stood there. */
    public Multiaddr withPeer(PeerId peer) {
        List<AddressPart> changed =
                new ArrayList<>(endsInPeer() ? parts.subList(0, parts.size() - 1) : parts);
        changed.add(new AddressPart(AddressProtocol.P2P, peer.bytes()));
        return new Multiaddr(changed);
    }

    /**
     * This address without a peer id at its end; a relay's id inside stays. An address that is
     * nothing but a peer id stays as it is.
     */
    public Multiaddr withoutPeer() {
        boolean shorter = endsInPeer() && parts.size() > 1;
        return shorter ? new Multiaddr(parts.subList(0, parts.size() - 1)) : this;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Multiaddr address && parts.equals(address.parts);
    }

    @Override
    public int hashCode() {
        return parts.hashCode();
    }

    /** The text form; peer ids in base58. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        parts.forEach(text::append);
        return text.toString();
    }

    private Optional<AddressPart> hostPart() {
        // An IPv6 zone may stand in front of its address.
        return parts.stream()
                .filter(part -> part.protocol() != AddressProtocol.IP6ZONE)
                .findFirst()
                .filter(part -> HOSTS.contains(part.protocol()));
    }

    private boolean endsInPeer() {
        return parts.getLast().protocol() == AddressProtocol.P2P;
    }

    private int encodedBytes() {
        return parts.stream().mapToInt(AddressPart::encodedBytes).sum();
    }
}
