package io.shardmesh.node.mesh;

import io.shardmesh.crypto.Digest;
import io.shardmesh.crypto.SecretBytes;
import io.shardmesh.crypto.blake3.Blake3;
import io.shardmesh.libp2p.multiformats.Base32;
import io.shardmesh.libp2p.multiformats.MalformedException;
import io.shardmesh.libp2p.multiformats.Multiaddr;
import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.node.record.MalformedRecordException;
import io.shardmesh.node.record.MeshId;
import io.shardmesh.node.record.RecordKind;
import io.shardmesh.node.record.RecordLimits;
import io.shardmesh.node.record.RecordReader;
import io.shardmesh.node.record.RecordWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * One line that lets one peer into a mesh, once, until a date: where to find a member, and a token
 * for it. Whoever has the line can use it, so it is a secret and shown by {@link #toText} alone.
 * See {@code docs/formats/invite.md}.
 */
public final class Invite {
    /** Length of a token: nobody guesses 128 bits within the life of an invite. */
    public static final int TOKEN_BYTES = 16;

    private static final RecordKind KIND = RecordKind.INVITE;
    private static final String PREFIX = "shmi1";
    private static final int CHECK_BYTES = 4;

    /** Eight letters hold five bytes. */
    private static final int MAX_TEXT_LENGTH = PREFIX.length() + RecordLimits.INVITE_BYTES * 8 / 5;

    private final MeshId mesh;
    private final InviteTerms terms;
    private final PeerId contact;
    private final List<Multiaddr> addresses;
    private final SecretBytes token;

    private Invite(MeshId mesh, InviteTerms terms, Contact contact, SecretBytes token) {
        this.mesh = mesh;
        this.terms = terms;
        this.contact = contact.peer();
        this.addresses = contact.addresses();
        this.token = token;
    }

    /**
     * The member that redeems an invite.
     *
     * @param peer its id
     * @param addresses 1 to 8 addresses to try, in this order; their /p2p part is dropped
     */
    public record Contact(PeerId peer, List<Multiaddr> addresses) {
        /**
         * Checks the count.
         *
         * @throws IllegalArgumentException when there is no address or more than 8, or one is over
         *     256 bytes
         */
        public Contact {
            addresses = addresses.stream().map(Multiaddr::withoutPeer).toList();
            if (addresses.isEmpty() || addresses.size() > RecordLimits.INVITE_ADDRESS_COUNT) {
                throw new IllegalArgumentException(addresses.size() + " addresses");
            }
            for (Multiaddr address : addresses) {
                if (address.bytes().length > RecordLimits.INVITE_ADDRESS_BYTES) {
                    throw new IllegalArgumentException("an address is too long for an invite");
                }
            }
        }
    }

    /** Made by the book, which remembers the token's hash. */
    static Invite of(MeshId mesh, InviteTerms terms, Contact contact, SecretBytes token) {
        return new Invite(mesh, terms, contact, token);
    }

    /** The mesh that it opens; the list that comes back must be this mesh's. */
    public MeshId mesh() {
        return mesh;
    }

    /** What it grants, as the admin stated it; the admin's book has the last word. */
    public InviteTerms terms() {
        return terms;
    }

    /** The member that redeems it. */
    public PeerId contact() {
        return contact;
    }

    /** Where that member can be reached, in the order to try; without /p2p. */
    public List<Multiaddr> addresses() {
        return addresses;
    }

    /** The one-time token; stays this invite's. */
    SecretBytes token() {
        return token;
    }

    /** The line to give away: letters and digits only, at most 4,405 of them. */
    public String toText() {
        RecordWriter out = RecordWriter.of(KIND).raw(mesh.bytes());
        terms.write(out);
        out.raw(token.expose()).peer(contact).u8(addresses.size());
        addresses.forEach(address -> out.bytes16(address.bytes()));
        byte[] body = out.noExtensions().finish();
        return PREFIX + Base32.encode(out.raw(check(body)).finish());
    }

    /** Reads the line; space around it is ignored. Empty when it is mistyped or no invite. */
    public static Optional<Invite> parse(String text) {
        String line = text.strip();
        if (!line.startsWith(PREFIX) || line.length() > MAX_TEXT_LENGTH) {
            return Optional.empty();
        }
        try {
            return Optional.of(decode(Base32.decode(line.substring(PREFIX.length()))));
        } catch (MalformedException | MalformedRecordException e) {
            return Optional.empty();
        }
    }

    /** Names the mesh and never the token. */
    @Override
    public String toString() {
        return "invite to mesh " + mesh;
    }

    static Invite decode(byte[] bytes) {
        RecordReader in = RecordReader.of(KIND, bytes);
        MeshId mesh = new MeshId(Digest.of(in.raw("mesh", Digest.SIZE_BYTES)));
        InviteTerms terms = InviteTerms.read(in);
        byte[] token = in.raw("token", TOKEN_BYTES);
        PeerId peer = in.peer("contact");
        List<Multiaddr> addresses = readAddresses(in);
        in.extensions();
        byte[] body = in.consumed();
        if (!Arrays.equals(in.raw("checksum", CHECK_BYTES), check(body))) {
            throw in.malformed("checksum", "mistyped");
        }
        in.end();
        try {
            Contact contact = new Contact(peer, addresses);
            return new Invite(mesh, terms, contact, SecretBytes.takeOver(token));
        } catch (IllegalArgumentException e) {
            throw in.malformed("addresses", String.valueOf(e.getMessage()));
        }
    }

    /** Skips addresses of kinds that this version cannot read, as long as one is left. */
    private static List<Multiaddr> readAddresses(RecordReader in) {
        int count = in.u8("addresses", 1, RecordLimits.INVITE_ADDRESS_COUNT);
        List<byte[]> addresses = new ArrayList<>(count);
        for (int index = 0; index < count; index++) {
            addresses.add(in.bytes16("addresses", 1, RecordLimits.INVITE_ADDRESS_BYTES));
        }
        return Multiaddr.decodeReadable(addresses);
    }

    private static byte[] check(byte[] body) {
        return Arrays.copyOf(Blake3.hash(body).bytes(), CHECK_BYTES);
    }
}
