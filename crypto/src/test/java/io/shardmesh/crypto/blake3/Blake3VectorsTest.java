package io.shardmesh.crypto.blake3;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.shardmesh.crypto.Digest;
import io.shardmesh.crypto.VectorFile;
import java.nio.ByteBuffer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** All kernels, the block tree and direct buffers against what b3sum printed. */
class Blake3VectorsTest {
    static Stream<String> vectors() {
        return VectorFile.lines("blake3.txt").stream();
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void hash_lengthsWhereTheTreeChangesShape_equalsB3sum(String line) {
        String[] words = line.split(" ", 2);
        byte[] input = Patterns.counting(Integer.parseInt(words[0]));
        Digest wanted = Digest.parse(words[1]);
        assertAll(
                () -> assertEquals(wanted, Blake3.hash(input)),
                () -> assertEquals(wanted, Patterns.hash(Blake3.kernel("reference"), input)),
                () -> assertEquals(wanted, Patterns.hash(Blake3.kernel("scalar"), input)),
                () -> assertEquals(wanted, Patterns.hash(Blake3.kernel("vector"), input)),
                () -> assertEquals(wanted, RecursiveBlake3.hash(input)),
                () -> assertEquals(wanted, Blake3.hash(direct(input))),
                () -> assertEquals(wanted, root(input, 1024)),
                () -> assertEquals(wanted, root(input, 16_384)));
    }

    private static Digest root(byte[] input, int blockBytes) {
        BlockHasher hasher = BlockHasher.create(blockBytes);
        hasher.update(ByteBuffer.wrap(input));
        return hasher.finish().root();
    }

    private static ByteBuffer direct(byte[] input) {
        return ByteBuffer.allocateDirect(input.length).put(input).flip();
    }
}
