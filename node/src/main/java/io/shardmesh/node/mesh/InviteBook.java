package io.shardmesh.node.mesh;

import io.shardmesh.crypto.Digest;
import io.shardmesh.crypto.RandomSource;
import io.shardmesh.crypto.SecretBytes;
import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.node.record.Context;
import io.shardmesh.node.record.MeshId;
import io.shardmesh.node.record.RecordKind;
import io.shardmesh.node.record.RecordLimits;
import io.shardmesh.node.record.RecordReader;
import io.shardmesh.node.record.RecordWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The admin's memory of its invites. It keeps hashes of tokens, so that nobody who reads it can
 * join with it, and used ones until their end, so that each works once. Immutable: a change gives a
 * new book, which the node must have stored before it hands out the invite or the list.
 *
 * @param mesh the mesh that its invites open
 * @param entries in the order in which they were made
 */
public record InviteBook(MeshId mesh, List<Entry> entries) {
    private static final RecordKind KIND = RecordKind.INVITE_BOOK;
    private static final int UNUSED = 0;
    private static final int USED = 1;

    /** Copies the list. */
    public InviteBook {
        entries = List.copyOf(entries);
    }

    /**
     * One invite.
     *
     * @param tokenHash names it
     * @param redeemedBy who used it
     */
    public record Entry(Digest tokenHash, InviteTerms terms, Optional<PeerId> redeemedBy) {}

    /** What comes of making an invite. */
    public sealed interface IssueOutcome {
        /** The invite to give away, and the book to store before. */
        record Issued(InviteBook book, Invite invite) implements IssueOutcome {}

        /** As many invites are open as a book holds; some have to end first. */
        record Full() implements IssueOutcome {}
    }

    /** What comes of a token. */
    public sealed interface RedeemOutcome {
        /** It was good: the joiner may be listed on these terms once the book is stored. */
        record Redeemed(InviteBook book, InviteTerms terms) implements RedeemOutcome {}

        /** No invite has this token. */
        record Unknown() implements RedeemOutcome {}

        /** Its invite has ended. */
        record Expired() implements RedeemOutcome {}

        /**
         * It was used before.
         *
         * @param bySamePeer true when the same peer asks again, because it missed the answer
         */
        record AlreadyUsed(boolean bySamePeer) implements RedeemOutcome {}
    }

    /** A book without invites. */
    public static InviteBook empty(MeshId mesh) {
        return new InviteBook(mesh, List.of());
    }

    /**
     * Makes an invite; ended ones make room for it.
     *
     * @throws IllegalArgumentException when it would not end within 30 days
     */
    public IssueOutcome issue(
            InviteTerms terms, Invite.Contact contact, Instant now, RandomSource random) {
        if (terms.notAfter().isAfter(now.plus(RecordLimits.INVITE_DURATION))) {
            throw new IllegalArgumentException("an invite lives for 30 days at most");
        }
        List<Entry> open = new ArrayList<>(entries);
        open.removeIf(entry -> !now.isBefore(entry.terms().notAfter()));
        if (open.size() >= RecordLimits.INVITE_COUNT) {
            return new IssueOutcome.Full();
        }
        SecretBytes token = SecretBytes.random(Invite.TOKEN_BYTES, random);
        open.add(new Entry(hash(token.expose()), terms, Optional.empty()));
        Invite invite = Invite.of(mesh, terms, contact, token);
        return new IssueOutcome.Issued(new InviteBook(mesh, open), invite);
    }

    /** Uses up a token for this peer. */
    public RedeemOutcome redeem(byte[] token, PeerId joiner, Instant now) {
        Digest wanted = hash(token);
        List<Entry> changed = new ArrayList<>(entries);
        for (int index = 0; index < changed.size(); index++) {
            Entry entry = changed.get(index);
            if (!entry.tokenHash().equals(wanted)) {
                continue;
            }
            if (entry.redeemedBy().isPresent()) {
                return new RedeemOutcome.AlreadyUsed(entry.redeemedBy().get().equals(joiner));
            }
            if (!now.isBefore(entry.terms().notAfter())) {
                return new RedeemOutcome.Expired();
            }
            changed.set(index, new Entry(wanted, entry.terms(), Optional.of(joiner)));
            return new RedeemOutcome.Redeemed(new InviteBook(mesh, changed), entry.terms());
        }
        return new RedeemOutcome.Unknown();
    }

    /** The bytes to store. */
    public byte[] encode() {
        RecordWriter out = RecordWriter.of(KIND).raw(mesh.bytes()).u16(entries.size());
        for (Entry entry : entries) {
            out.digest(entry.tokenHash());
            entry.terms().write(out);
            out.u8(entry.redeemedBy().isPresent() ? USED : UNUSED);
            entry.redeemedBy().ifPresent(out::peer);
        }
        return out.noExtensions().finish();
    }

    /**
     * Reads stored bytes.
     *
     * @throws io.shardmesh.node.record.MalformedRecordException when they are not a book
     */
    public static InviteBook decode(byte[] bytes) {
        RecordReader in = RecordReader.of(KIND, bytes);
        MeshId mesh = new MeshId(Digest.of(in.raw("mesh", Digest.SIZE_BYTES)));
        int count = in.u16("entries", 0, RecordLimits.INVITE_COUNT);
        List<Entry> entries = new ArrayList<>();
        for (int index = 0; index < count; index++) {
            Digest tokenHash = in.digest("tokenHash");
            InviteTerms terms = InviteTerms.read(in);
            boolean used = in.u8("used", UNUSED, USED) == USED;
            Optional<PeerId> by = used ? Optional.of(in.peer("redeemedBy")) : Optional.empty();
            entries.add(new Entry(tokenHash, terms, by));
        }
        in.extensions();
        in.end();
        return new InviteBook(mesh, entries);
    }

    private Digest hash(byte[] token) {
        return Context.INVITE_TOKEN.hash(mesh, token);
    }
}
