package io.shardmesh.node.catalog;

import io.shardmesh.crypto.Digest;
import io.shardmesh.erasure.Scheme;
import io.shardmesh.libp2p.multiformats.MalformedException;
import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.node.bundle.BundledFile;
import io.shardmesh.node.catalog.Operation.Bundle;
import io.shardmesh.node.catalog.Operation.Bundled;
import io.shardmesh.node.catalog.Operation.Delete;
import io.shardmesh.node.catalog.Operation.FileFacts;
import io.shardmesh.node.catalog.Operation.Holder;
import io.shardmesh.node.catalog.Operation.Put;
import io.shardmesh.node.catalog.Operation.Shards;
import io.shardmesh.node.catalog.Operation.Tag;
import io.shardmesh.node.catalog.Operation.Unknown;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The plaintext of a record: hybrid time, kind, body; see docs/formats/catalog-log.md. Bytes after
 * the known fields of a body belong to later versions and are ignored.
 */
final class OperationCodec {

    private static final int PUT = 1;
    private static final int TAG = 2;
    private static final int DELETE = 3;
    private static final int BUNDLE = 4;
    private static final int BUNDLED = 5;
    private static final int INLINE_FLAG = 1;
    private static final int MAX_NANOS = 999_999_999;

    /** A plaintext read back. */
    record Decoded(long hybridTime, Operation operation) {}

    private OperationCodec() {}

    static byte[] encode(long hybridTime, Operation operation) {
        return encode(hybridTime, operation, ByteBuffer.allocate(Limits.MAX_RECORD_BYTES));
    }

    /** The same with room to write in, of the longest record: many are written one by one. */
    static byte[] encode(long hybridTime, Operation operation, ByteBuffer room) {
        ByteBuffer out = room.clear().putLong(hybridTime);
        switch (operation) {
            case Put put -> writePut(out, put);
            case Tag(Digest objectKey, List<String> tags) -> {
                objectKey.writeTo(out.put((byte) TAG));
                writeTags(out, tags);
            }
            case Delete(Digest objectKey) -> objectKey.writeTo(out.put((byte) DELETE));
            case Bundle bundle -> writeBundle(out, bundle);
            case Bundled bundled -> writeBundled(out, bundled);
            case Unknown unknown -> throw new IllegalArgumentException("cannot write " + unknown);
        }
        byte[] plain = new byte[out.position()];
        out.get(0, plain);
        return plain;
    }

    /** Empty when the bytes, though authentic, are no operation: a bug of whoever wrote them. */
    static Optional<Decoded> decode(byte[] plain) {
        var in = ByteBuffer.wrap(plain);
        try {
            long hybridTime = in.getLong();
            int kind = in.get() & 0xFF;
            Operation operation =
                    switch (kind) {
                        case PUT -> readPut(in);
                        case TAG -> new Tag(Digest.read(in), readTags(in));
                        case DELETE -> new Delete(Digest.read(in));
                        case BUNDLE -> readBundle(in);
                        case BUNDLED -> readBundled(in);
                        default -> new Unknown(kind);
                    };
            return hybridTime < 0
                    ? Optional.empty()
                    : Optional.of(new Decoded(hybridTime, operation));
        } catch (BufferUnderflowException | IllegalArgumentException | MalformedException e) {
            return Optional.empty();
        }
    }

    private static void writePut(ByteBuffer out, Put put) {
        put.objectKey().writeTo(out.put((byte) PUT));
        FileFacts file = put.file();
        out.putLong(file.sizeBytes());
        out.putLong(file.modified().toEpochMilli()).putLong(file.stored().toEpochMilli());
        out.put((byte) put.readerCount());
        writeText(out, put.name());
        writeText(out, file.type());
        writeTags(out, put.tags());
        writeShards(out, put.shards());
    }

    private static void writeShards(ByteBuffer out, Shards shards) {
        out.put((byte) (shards.inline() ? INLINE_FLAG : 0));
        out.put((byte) shards.scheme().data()).put((byte) shards.scheme().parity());
        out.put((byte) shards.totalCount()).put((byte) shards.holders().size());
        for (Holder holder : shards.holders()) {
            byte[] peer = holder.peer().bytes();
            out.put((byte) holder.index()).put((byte) peer.length).put(peer);
        }
    }

    private static Put readPut(ByteBuffer in) {
        Digest objectKey = Digest.read(in);
        long sizeBytes = in.getLong();
        Instant modified = Instant.ofEpochMilli(in.getLong());
        Instant stored = Instant.ofEpochMilli(in.getLong());
        int readerCount = in.get() & 0xFF;
        String name = readText(in);
        var file = new FileFacts(sizeBytes, readText(in), modified, stored);
        List<String> tags = readTags(in);
        return new Put(name, objectKey, file, tags, readerCount, readShards(in));
    }

    private static void writeBundle(ByteBuffer out, Bundle bundle) {
        bundle.objectKey().writeTo(out.put((byte) BUNDLE));
        out.putLong(bundle.sizeBytes()).putLong(bundle.stored().toEpochMilli());
        out.put((byte) bundle.readerCount());
        writeShards(out, bundle.shards());
    }

    private static Bundle readBundle(ByteBuffer in) {
        Digest objectKey = Digest.read(in);
        long sizeBytes = in.getLong();
        Instant stored = Instant.ofEpochMilli(in.getLong());
        int readerCount = in.get() & 0xFF;
        return new Bundle(objectKey, sizeBytes, stored, readerCount, readShards(in));
    }

    private static void writeBundled(ByteBuffer out, Bundled bundled) {
        BundledFile file = bundled.file();
        BundledFile.Facts facts = file.facts();
        bundled.bundle().writeTo(out.put((byte) BUNDLED));
        out.putInt(bundled.number()).putLong(file.offset()).putLong(file.sizeBytes());
        file.digest().writeTo(out);
        out.putShort((short) facts.mode());
        writeTime(out, facts.modified());
        writeText(out, file.name());
        writeText(out, facts.type());
        writeTags(out, bundled.tags());
    }

    private static Bundled readBundled(ByteBuffer in) {
        Digest bundle = Digest.read(in);
        int number = in.getInt();
        long offset = in.getLong();
        long sizeBytes = in.getLong();
        Digest digest = Digest.read(in);
        int mode = in.getShort() & 0xFFFF;
        Instant modified = readTime(in);
        String name = readText(in);
        BundledFile.Facts facts = new BundledFile.Facts(readText(in), mode, modified);
        BundledFile file = new BundledFile(name, offset, sizeBytes, digest, facts);
        return new Bundled(bundle, number, file, readTags(in));
    }

    private static void writeTime(ByteBuffer out, Instant time) {
        out.putLong(time.getEpochSecond()).putInt(time.getNano());
    }

    private static Instant readTime(ByteBuffer in) {
        long second = in.getLong();
        int nano = in.getInt();
        boolean known =
                second >= Instant.MIN.getEpochSecond()
                        && second <= Instant.MAX.getEpochSecond()
                        && nano >= 0
                        && nano <= MAX_NANOS;
        if (!known) {
            throw new IllegalArgumentException("no such time");
        }
        return Instant.ofEpochSecond(second, nano);
    }

    private static Shards readShards(ByteBuffer in) {
        boolean inline = (in.get() & INLINE_FLAG) != 0;
        var scheme = new Scheme(in.get() & 0xFF, in.get() & 0xFF);
        int totalCount = in.get() & 0xFF;
        int holderCount = in.get() & 0xFF;
        var holders = new ArrayList<Holder>();
        for (int i = 0; i < holderCount; i++) {
            int index = in.get() & 0xFF;
            byte[] peer = new byte[in.get() & 0xFF];
            in.get(peer);
            holders.add(new Holder(index, PeerId.ofMultihash(peer)));
        }
        return new Shards(scheme, inline, totalCount, holders);
    }

    private static void writeTags(ByteBuffer out, List<String> tags) {
        out.put((byte) tags.size());
        tags.forEach(tag -> writeText(out, tag));
    }

    private static List<String> readTags(ByteBuffer in) {
        int count = in.get() & 0xFF;
        var tags = new ArrayList<String>();
        for (int i = 0; i < count; i++) {
            tags.add(readText(in));
        }
        return tags;
    }

    private static void writeText(ByteBuffer out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.putShort((short) bytes.length).put(bytes);
    }

    private static String readText(ByteBuffer in) {
        int sizeBytes = in.getShort() & 0xFFFF;
        if (sizeBytes > in.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] bytes = new byte[sizeBytes];
        in.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
