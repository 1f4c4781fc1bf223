package io.shardmesh.erasure.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.shardmesh.erasure.ErasureCode;
import io.shardmesh.erasure.Scheme;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import jdk.incubator.vector.ByteVector;
import org.junit.jupiter.api.Test;

/** Which kernel a process gets, by what its JVM and machine have. */
final class FreshJvmTest {
    private static final String MODULE = "--add-modules=jdk.incubator.vector";

    @Test
    void choice_withoutTheIncubator_isTheTables() throws Exception {
        assertEquals("table 29 29", kernelOf(List.of()));
    }

    @Test
    void choice_withoutWideVectors_isTheTables() throws Exception {
        assertEquals("table 29 29", kernelOf(List.of(MODULE, "-XX:UseAVX=0")));
        assertEquals("table 29 29", kernelOf(List.of(MODULE, "-XX:UseAVX=1")));
    }

    @Test
    void choice_withAvx2_isVectors() throws Exception {
        boolean wide = ByteVector.SPECIES_PREFERRED.vectorBitSize() >= 256;
        String expected = wide ? "vector 29 29" : "table 29 29";
        assertEquals(expected, kernelOf(List.of(MODULE, "-XX:UseAVX=2")));
    }

    @Test
    void choice_forced_isThatOne() throws Exception {
        assertEquals("reference 29 29", kernelOf(List.of("-Dshardmesh.erasure=reference")));
    }

    private static String kernelOf(List<String> options) throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xshare:auto", "-XX:+IgnoreUnrecognizedVMOptions"));
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.add(Program.class.getName());
        Process process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        try (var out = process.getInputStream()) {
            return new String(out.readAllBytes(), StandardCharsets.UTF_8).trim();
        } finally {
            process.waitFor();
        }
    }

    /** Prints the kernel's name, and the first and last byte of the parity of 5 and 9. */
    static final class Program {
        private Program() {}

        public static void main(String[] arguments) {
            ByteBuffer[] parity = {block(0)};
            ErasureCode.of(new Scheme(2, 1)).encode(new ByteBuffer[] {block(5), block(9)}, parity);
            System.out.println(
                    ErasureCode.kernelName() + " " + parity[0].get(0) + " " + parity[0].get(32));
        }

        private static ByteBuffer block(int value) {
            byte[] bytes = new byte[33];
            Arrays.fill(bytes, (byte) value);
            return ByteBuffer.wrap(bytes);
        }
    }
}
