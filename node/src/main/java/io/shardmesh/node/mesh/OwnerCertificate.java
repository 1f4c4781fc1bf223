package io.shardmesh.node.mesh;

import io.shardmesh.crypto.Digest;
import io.shardmesh.crypto.SigningKey;
import io.shardmesh.crypto.VerifyingKey;
import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.node.record.Context;
import io.shardmesh.node.record.MeshId;
import io.shardmesh.node.record.RecordKind;
import io.shardmesh.node.record.RecordLimits;
import io.shardmesh.node.record.RecordReader;
import io.shardmesh.node.record.RecordTime;
import io.shardmesh.node.record.RecordWriter;
import io.shardmesh.node.record.Signed;
import java.time.Duration;
import java.time.Instant;

/**
 * An owner's word that a peer is its own: with it a home gets in as a client without a new
 * membership list, for at most 30 days. See {@code docs/formats/owner-certificate.md}.
 */
public final class OwnerCertificate {
    private static final RecordKind KIND = RecordKind.OWNER_CERTIFICATE;

    /** Clocks of owner and verifier may differ by this much; more would lengthen 30 days. */
    private static final Duration CLOCK_SKEW = Duration.ofHours(1);

    private final Signed signed;
    private final MeshId mesh;
    private final PeerId peer;
    private final Instant notAfter;
    private final VerifyingKey owner;

    private OwnerCertificate(byte[] bytes) {
        RecordReader in = RecordReader.of(KIND, bytes);
        this.mesh = new MeshId(Digest.of(in.raw("mesh", Digest.SIZE_BYTES)));
        this.peer = in.peer("peer");
        this.notAfter = in.time("notAfter");
        this.owner = in.key("owner");
        in.extensions();
        this.signed = Signed.read(in);
    }

    /**
     * Makes a certificate.
     *
     * @param lifetime at most 30 days
     * @throws IllegalArgumentException when it is longer
     */
    public static OwnerCertificate issue(
            SigningKey owner, MeshId mesh, PeerId peer, Instant now, Duration lifetime) {
        if (lifetime.compareTo(RecordLimits.CERTIFICATE_DURATION) > 0) {
            throw new IllegalArgumentException("lifetime is over 30 days");
        }
        byte[] body =
                RecordWriter.of(KIND)
                        .raw(mesh.bytes())
                        .peer(peer)
                        .time(RecordTime.of(now.plus(lifetime)))
                        .key(owner.verifyingKey())
                        .noExtensions()
                        .finish();
        Signed signed = Signed.sign(Context.OWNER_CERTIFICATE, owner, mesh, body);
        return new OwnerCertificate(signed.bytes().toArray());
    }

    /**
     * Reads a certificate; says nothing about its signature.
     *
     * @throws io.shardmesh.node.record.MalformedRecordException when the bytes are not one
     */
    public static OwnerCertificate decode(byte[] bytes) {
        return new OwnerCertificate(bytes);
    }

    /** The bytes as they were made or received, as a copy. */
    public byte[] encode() {
        return signed.bytes().toArray();
    }

    /** The mesh that it is good in. */
    public MeshId mesh() {
        return mesh;
    }

    /** The peer that it is about. */
    public PeerId peer() {
        return peer;
    }

    /** When it ends. */
    public Instant notAfter() {
        return notAfter;
    }

    /** Who signed it, or is said to have. */
    public VerifyingKey owner() {
        return owner;
    }

    /**
     * True when its owner signed it for this mesh and this peer, it has not ended, and it does not
     * end later than a certificate of today could. Never throws.
     */
    public boolean verify(MeshId here, PeerId shownBy, Instant now) {
        Instant latest = now.plus(RecordLimits.CERTIFICATE_DURATION).plus(CLOCK_SKEW);
        return mesh.equals(here)
                && peer.equals(shownBy)
                && now.isBefore(notAfter)
                && !notAfter.isAfter(latest)
                && signed.verify(Context.OWNER_CERTIFICATE, owner, here);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof OwnerCertificate that && signed.equals(that.signed);
    }

    @Override
    public int hashCode() {
        return signed.hashCode();
    }

    @Override
    public String toString() {
        return "certificate for " + peer + " until " + notAfter;
    }
}
