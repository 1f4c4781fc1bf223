package io.shardmesh.node.object;

import com.google.protobuf.ByteString;
import io.shardmesh.crypto.ReadingPublicKey;
import io.shardmesh.crypto.SecretBytes;
import io.shardmesh.crypto.seal.v1.ContentSealer;
import io.shardmesh.crypto.seal.v1.FileKey;
import io.shardmesh.crypto.seal.v1.SealedLayout;
import io.shardmesh.erasure.StripeLayout;
import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.node.core.Environment;
import io.shardmesh.node.holder.proto.Commit;
import io.shardmesh.node.holder.proto.Reserve;
import io.shardmesh.node.mesh.ConnectionProof;
import io.shardmesh.node.record.Bytes;
import io.shardmesh.node.record.Claim;
import io.shardmesh.node.record.Context;
import io.shardmesh.node.record.Envelope;
import io.shardmesh.node.record.Lease;
import io.shardmesh.node.record.Manifest;
import io.shardmesh.node.record.MeshId;
import io.shardmesh.node.record.Metadata;
import io.shardmesh.node.record.ObjectContent;
import io.shardmesh.node.record.ObjectHeader;
import io.shardmesh.node.record.ShardName;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Makes and signs what holders need to know of one object, and has them commit it. */
final class ObjectWriter {
    private final Environment environment;
    private final PutKeys keys;
    private final MeshId mesh;
    private final ObjectHeader header;
    private final FileKey fileKey;

    ObjectWriter(Putter putter, ObjectHeader header, FileKey fileKey) {
        this.environment = putter.environment();
        this.keys = putter.keys();
        this.mesh = putter.members().mesh();
        this.header = header;
        this.fileKey = fileKey;
    }

    /**
     * The request for room, with the owner's proof for this very connection.
     *
     * @param shardBytes as far as is known; more may come
     */
    Reserve reserve(int index, OptionalLong shardBytes, HolderSession session) {
        byte[] encoded = header.encode();
        ConnectionProof proof =
                ConnectionProof.prove(
                        keys.signing(),
                        new ConnectionProof.Purpose(Context.RESERVE, mesh),
                        session.binding(),
                        encoded);
        Reserve.Builder reserve =
                Reserve.newBuilder()
                        .setHeader(ByteString.copyFrom(encoded))
                        .setIndex(index)
                        .setProof(ByteString.copyFrom(proof.signature().bytes()));
        shardBytes.ifPresent(reserve::setShardBytes);
        return reserve.build();
    }

    /** Seals a whole small object into one segment. */
    static Bytes sealInline(ContentSealer sealer, ByteBuffer plain) {
        ByteBuffer sealed = ByteBuffer.allocate((int) SealedLayout.sealedBytes(plain.remaining()));
        sealer.seal(plain, true, sealed);
        return Bytes.of(sealed.array());
    }

    /** Manifest, envelope and lease, all signed. */
    Commit finish(
            StripeLayout layout,
            ObjectContent content,
            Metadata metadata,
            List<ReadingPublicKey> readers) {
        byte[] encoded = header.encode();
        Bytes sealed = Bytes.of(fileKey.sealMetadata(encoded, metadata.encode()));
        Manifest manifest =
                new Manifest(
                        header.objectKey(), layout, content, fileKey.commitment(encoded), sealed);
        Instant now = environment.clock().instant();
        Lease lease = Lease.of(header.objectKey(), layout.sealedBytes(), header.owner(), now);
        return Commit.newBuilder()
                .setManifest(ByteString.copyFrom(manifest.sign(keys.signing(), mesh).encode()))
                .setEnvelope(
                        ByteString.copyFrom(
                                envelope(readers, now).sign(keys.signing(), mesh).encode()))
                .setLease(ByteString.copyFrom(lease.sign(keys.signing(), mesh).encode()))
                .build();
    }

    private Envelope envelope(List<ReadingPublicKey> readers, Instant now) {
        List<Bytes> wrapped = new ArrayList<>();
        try (SecretBytes secret = fileKey.secret()) {
            wrapped.add(wrap(keys.reader(), secret));
            readers.stream()
                    .distinct()
                    .filter(reader -> !reader.equals(keys.reader()))
                    .forEach(reader -> wrapped.add(wrap(reader, secret)));
        }
        return new Envelope(header.objectKey(), now.toEpochMilli(), wrapped);
    }

    private Bytes wrap(ReadingPublicKey reader, SecretBytes secret) {
        return keys.wraps().wrap(header.objectKey(), reader, secret);
    }

    /** The claim, if it is this holder's and good. */
    Optional<Claim> check(byte[] encoded, int index, PeerId holder) {
        return CompleteClaim.check(mesh, new ShardName(header.objectKey(), index), holder, encoded);
    }
}
