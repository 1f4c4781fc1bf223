package io.shardmesh.testing.fuzz;

import static io.shardmesh.testing.fuzz.FuzzTarget.law;

import io.shardmesh.crypto.ReadingKey;
import io.shardmesh.crypto.SecretBytes;
import io.shardmesh.crypto.blake3.BlockHasher;
import io.shardmesh.crypto.blake3.BlockPath;
import io.shardmesh.crypto.blake3.BlockTree;
import io.shardmesh.crypto.seal.v1.ContentOpener;
import io.shardmesh.crypto.seal.v1.ContentSealer;
import io.shardmesh.crypto.seal.v1.FileKey;
import io.shardmesh.crypto.seal.v1.SealedLayout;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a reader takes from holders: wrapped keys, sealed segments, blocks with their paths. */
final class ObjectTargets {
    private static final byte[] HEADER = new byte[64];
    private static final int BLOCK_BYTES = 1024;
    private static final int BLOCK_COUNT = 5;
    private static final int INPUT_BYTES = BLOCK_COUNT * BLOCK_BYTES - 100;

    private ObjectTargets() {}

    static List<FuzzTarget> all() {
        return List.of(
                target("wrapped-key", ObjectTargets::wrappedKey),
                target("sealed-segment", ObjectTargets::segment),
                target("sealed-metadata", ObjectTargets::metadata),
                target("block-path", ObjectTargets::block));
    }

    /** One that says that it is wrong and never throws. */
    private static FuzzTarget target(String name, FuzzTarget.Decoder decoder) {
        return new FuzzTarget(name, Set.of(), decoder);
    }

    static List<byte[]> seeds(String target) {
        return switch (target) {
            case "wrapped-key" -> List.of(reader().publicKey().seal(new byte[32], bytes -> {}));
            case "sealed-segment" -> List.of(sealed(0), sealed(1), sealed(3000));
            case "sealed-metadata" -> List.of(freshKey().sealMetadata(HEADER, new byte[40]));
            case "block-path" -> blocks();
            default -> List.of();
        };
    }

    private static ReadingKey reader() {
        byte[] scalar = new byte[ReadingKey.SCALAR_BYTES];
        Arrays.fill(scalar, (byte) 7);
        return ReadingKey.ofScalar(SecretBytes.takeOver(scalar));
    }

    private static FileKey fileKey() {
        return FileKey.of(SecretBytes.takeOver(new byte[FileKey.SIZE_BYTES]));
    }

    /** The same key, of zeros; one that was made here may seal, once. */
    private static FileKey freshKey() {
        return FileKey.generate(bytes -> {});
    }

    private static byte[] sealed(int plainBytes) {
        ByteBuffer out = ByteBuffer.allocate(plainBytes + SealedLayout.TAG_BYTES);
        try (ContentSealer sealer = freshKey().sealer(HEADER)) {
            sealer.seal(ByteBuffer.allocate(plainBytes), true, out);
        }
        return out.array();
    }

    private static boolean wrappedKey(byte[] input) {
        try (ReadingKey reader = reader()) {
            Optional<SecretBytes> opened = reader.open(input);
            opened.ifPresent(SecretBytes::close);
            return opened.isPresent();
        }
    }

    private static boolean segment(byte[] input) {
        ByteBuffer in = ByteBuffer.wrap(input);
        ByteBuffer out = ByteBuffer.allocate(SealedLayout.SEGMENT_PLAIN_BYTES);
        try (ContentOpener opener = fileKey().opener(HEADER)) {
            boolean good = opener.open(0, true, in, out);
            law(
                    good || (in.position() == 0 && out.position() == 0),
                    "what is wrong leaves nothing");
            return good;
        }
    }

    private static boolean metadata(byte[] input) {
        try (FileKey key = fileKey()) {
            return key.openMetadata(HEADER, input).isPresent();
        }
    }

    private static byte[] content() {
        byte[] content = new byte[INPUT_BYTES];
        for (int at = 0; at < content.length; at++) {
            content[at] = (byte) (at / BLOCK_BYTES + 1);
        }
        return content;
    }

    private static BlockTree tree() {
        BlockHasher hasher = BlockHasher.create(BLOCK_BYTES);
        hasher.update(ByteBuffer.wrap(content()));
        return hasher.finish();
    }

    /** An index, the length of the block, the block and its path. */
    private static List<byte[]> blocks() {
        List<byte[]> found = new ArrayList<>();
        for (int index = 0; index < BLOCK_COUNT; index++) {
            int start = index * BLOCK_BYTES;
            int count = Math.min(BLOCK_BYTES, INPUT_BYTES - start);
            byte[] path = tree().path(index);
            found.add(
                    ByteBuffer.allocate(1 + Short.BYTES + count + path.length)
                            .put((byte) index)
                            .putShort((short) count)
                            .put(content(), start, count)
                            .put(path)
                            .array());
        }
        return found;
    }

    private static boolean block(byte[] input) {
        ByteBuffer in = ByteBuffer.wrap(input);
        if (in.remaining() < 1 + Short.BYTES) {
            return false;
        }
        int index = in.get();
        int count = Math.min(in.getShort() & 0xffff, in.remaining());
        ByteBuffer block = in.slice(in.position(), count);
        byte[] path = Arrays.copyOfRange(input, in.position() + count, input.length);
        boolean good =
                BlockPath.verify(
                        tree().root(), INPUT_BYTES, BLOCK_BYTES, index, block.duplicate(), path);
        if (good) {
            int start = index * BLOCK_BYTES;
            byte[] real = Arrays.copyOfRange(content(), start, start + count);
            law(ByteBuffer.wrap(real).equals(block), "only the true block is good");
        }
        return good;
    }
}
