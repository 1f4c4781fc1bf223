package io.shardmesh.node.store;

import io.shardmesh.crypto.Digest;
import io.shardmesh.crypto.VerifyingKey;
import io.shardmesh.node.record.Bytes;
import io.shardmesh.node.record.MalformedRecordException;
import io.shardmesh.node.record.ShardName;
import io.shardmesh.node.record.ShardRecord;
import io.shardmesh.node.record.SignedTombstone;
import java.nio.ByteBuffer;
import java.util.Optional;

/** What is to be written into a pack, and what it then means for the index. */
sealed interface PackEntry {
    /** An inline object's record. */
    record Inline(ShardRecord record, Bytes encoded) implements PackEntry {}

    /** An inline copy is taken out. */
    record Removal(ShardName name) implements PackEntry {}

    /** An owner's word that an object is to be kept no longer. */
    record Burial(SignedTombstone tombstone, Bytes encoded) implements PackEntry {}

    /** A tombstone is forgotten. */
    record Forgetting(Digest objectKey, VerifyingKey owner) implements PackEntry {}

    /**
     * A copy of an entry that is to leave its pack. It is written only if a row still points to
     * where it was copied from.
     */
    record Move(int copiedKind, Bytes payload, ShardLocation.InPack from) implements PackEntry {}

    /** Kind of the entry. */
    default int kind() {
        return switch (this) {
            case Move move -> move.copiedKind();
            case Inline _ -> PackFormat.SHARD_RECORD;
            case Removal _ -> PackFormat.REMOVED;
            case Burial _ -> PackFormat.TOMBSTONE;
            case Forgetting _ -> PackFormat.FORGOTTEN;
        };
    }

    /** Length of the whole entry. */
    default int entryBytes() {
        return PackFormat.ENTRY_HEADER_BYTES
                + switch (this) {
                    case Inline inline -> inline.encoded().size();
                    case Removal _ -> PackFormat.REMOVED_BYTES;
                    case Burial burial -> burial.encoded().size();
                    case Forgetting _ -> PackFormat.FORGOTTEN_BYTES;
                    case Move move -> move.payload().size();
                };
    }

    /** The payload in this pack. */
    default ByteBuffer payload(long packNumber) {
        return switch (this) {
            case Inline inline -> inline.encoded().buffer();
            case Removal(ShardName name) ->
                    ByteBuffer.allocate(PackFormat.REMOVED_BYTES)
                            .putLong(packNumber)
                            .put(name.objectKey().bytes())
                            .put((byte) name.index())
                            .flip();
            case Burial burial -> burial.encoded().buffer();
            case Forgetting(Digest objectKey, VerifyingKey owner) ->
                    ByteBuffer.allocate(PackFormat.FORGOTTEN_BYTES)
                            .putLong(packNumber)
                            .put(objectKey.bytes())
                            .put(owner.bytes())
                            .flip();
            case Move move -> move.payload().buffer();
        };
    }

    /** What the entry, once it is written there, means for the index. */
    default IndexStep step(ShardLocation.InPack at) {
        return switch (this) {
            case Inline inline -> new IndexStep.Put(StoredShard.of(inline.record(), at));
            case Removal(ShardName name) ->
                    new IndexStep.Withdraw(new Withdrawal.OfShard(name, at.packNumber(), at));
            case Burial burial -> new IndexStep.Bury(new StoredTombstone(burial.tombstone(), at));
            case Forgetting(Digest objectKey, VerifyingKey owner) ->
                    new IndexStep.Withdraw(
                            new Withdrawal.OfTombstone(objectKey, owner, at.packNumber(), at));
            case Move move -> decode(move.copiedKind(), move.payload().toArray(), at).orElseThrow();
        };
    }

    /** A copy of this tombstone's entry. */
    static Move move(StoredTombstone tombstone) {
        return new Move(
                PackFormat.TOMBSTONE, Bytes.of(tombstone.signed().encode()), tombstone.location());
    }

    /** A copy of this withdrawal's entry; it concerns the packs that it concerned before. */
    static Move move(Withdrawal withdrawal) {
        byte[] subject = withdrawal.subject();
        byte[] payload =
                ByteBuffer.allocate(Long.BYTES + subject.length)
                        .putLong(withdrawal.lastPack())
                        .put(subject)
                        .array();
        int kind =
                switch (withdrawal) {
                    case Withdrawal.OfShard _ -> PackFormat.REMOVED;
                    case Withdrawal.OfTombstone _ -> PackFormat.FORGOTTEN;
                };
        return new Move(kind, Bytes.of(payload), withdrawal.at());
    }

    /**
     * What an entry that was read means for the index; empty for kinds that this program does not
     * know.
     *
     * @throws MalformedRecordException when the payload is not one of its kind
     */
    static Optional<IndexStep> decode(int kind, byte[] payload, ShardLocation.InPack at) {
        return switch (kind) {
            case PackFormat.SHARD_RECORD ->
                    Optional.of(new IndexStep.Put(StoredShard.of(ShardRecord.decode(payload), at)));
            case PackFormat.REMOVED -> Optional.of(new IndexStep.Withdraw(removed(payload, at)));
            case PackFormat.TOMBSTONE ->
                    Optional.of(
                            new IndexStep.Bury(
                                    new StoredTombstone(SignedTombstone.decode(payload), at)));
            case PackFormat.FORGOTTEN ->
                    Optional.of(new IndexStep.Withdraw(forgotten(payload, at)));
            default -> Optional.empty();
        };
    }

    private static Withdrawal removed(byte[] payload, ShardLocation.InPack at) {
        ByteBuffer in = fields(payload, PackFormat.REMOVED_BYTES, at, "removed");
        long lastPack = lastPack(in, at, "removed");
        Digest objectKey = digest(in);
        int index = in.get() & 0xFF;
        try {
            return new Withdrawal.OfShard(new ShardName(objectKey, index), lastPack, at);
        } catch (IllegalArgumentException e) {
            throw new MalformedRecordException("removed.index", "is " + index);
        }
    }

    private static Withdrawal forgotten(byte[] payload, ShardLocation.InPack at) {
        ByteBuffer in = fields(payload, PackFormat.FORGOTTEN_BYTES, at, "forgotten");
        long lastPack = lastPack(in, at, "forgotten");
        Digest objectKey = digest(in);
        byte[] owner = new byte[Digest.SIZE_BYTES];
        in.get(owner);
        try {
            return new Withdrawal.OfTombstone(objectKey, VerifyingKey.of(owner), lastPack, at);
        } catch (IllegalArgumentException e) {
            throw new MalformedRecordException("forgotten.owner", "is no key");
        }
    }

    private static ByteBuffer fields(
            byte[] payload, int sizeBytes, ShardLocation.InPack at, String kind) {
        if (payload.length != sizeBytes) {
            throw new MalformedRecordException(
                    kind, payload.length + " bytes at " + at.offset() + ", not " + sizeBytes);
        }
        return ByteBuffer.wrap(payload);
    }

    private static long lastPack(ByteBuffer in, ShardLocation.InPack at, String kind) {
        long lastPack = in.getLong();
        if (lastPack < 1 || lastPack > at.packNumber()) {
            throw new MalformedRecordException(kind + ".lastPack", "is " + lastPack);
        }
        return lastPack;
    }

    private static Digest digest(ByteBuffer in) {
        byte[] bytes = new byte[Digest.SIZE_BYTES];
        in.get(bytes);
        return Digest.of(bytes);
    }
}
