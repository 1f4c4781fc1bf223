package io.shardmesh.erasure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.shardmesh.erasure.kernel.CodingMatrix;
import io.shardmesh.erasure.kernel.Kernel;
import io.shardmesh.erasure.kernel.Kernels;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Matrix and parity are those of JavaReedSolomon, whatever the kernel. */
final class ParityVectorsTest {

    private static final int BLOCK_BYTES = 64;

    private record Figure(Scheme scheme, String kind, int index, String hex) {}

    static Stream<Kernel> kernels() {
        return Kernels.all().stream();
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void encode_pattern_givesTheirParity(Kernel kernel) throws IOException {
        for (Figure figure : figures("parity")) {
            var code = ErasureCode.of(figure.scheme, kernel);
            var parity = Blocks.empty(figure.scheme.parity(), BLOCK_BYTES);
            code.encode(pattern(figure.scheme.data()), parity);
            assertEquals(figure.hex, hex(parity[figure.index].array()), figure.toString());
        }
    }

    @Test
    void parityRows_everyScheme_areTheirs() throws IOException {
        for (Figure figure : figures("row")) {
            var matrix = CodingMatrix.systematic(figure.scheme.data(), figure.scheme.parity());
            assertEquals(figure.hex, hex(matrix.parityRows()[figure.index]), figure.toString());
        }
    }

    @Test
    void vectors_whenRead_coverAllCases() throws IOException {
        assertEquals(32, figures("parity").size());
        assertEquals(22, figures("row").size());
        assertEquals(11, figures("parity").stream().map(Figure::scheme).distinct().count());
    }

    private static ByteBuffer[] pattern(int count) {
        var blocks = Blocks.empty(count, BLOCK_BYTES);
        for (int j = 0; j < count; j++) {
            for (int x = 0; x < BLOCK_BYTES; x++) {
                blocks[j].put(x, (byte) (131 * j + 7 * x + 3 * x * x));
            }
        }
        return blocks;
    }

    private static List<Figure> figures(String kind) throws IOException {
        var figures = new ArrayList<Figure>();
        Scheme scheme = new Scheme(1, 0);
        for (String line : lines()) {
            String[] words = line.split(" ", 3);
            if (words[0].equals("scheme")) {
                scheme = Scheme.parse(words[1]);
            } else if (words[0].equals(kind)) {
                figures.add(new Figure(scheme, kind, Integer.parseInt(words[1]), words[2]));
            }
        }
        return figures;
    }

    private static List<String> lines() throws IOException {
        try (var in = ParityVectorsTest.class.getResourceAsStream("/vectors/javareedsolomon.txt")) {
            byte[] bytes = Objects.requireNonNull(in).readAllBytes();
            return new String(bytes, StandardCharsets.US_ASCII)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
        }
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
