package io.shardmesh.erasure.kernel;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** The definition written down; slow, and what every other kernel is measured against. */
final class ReferenceKernel implements Kernel {

    @Override
    public String name() {
        return "reference";
    }

    @Override
    public Coder prepare(byte[][] rows) {
        byte[][] copy = Arrays.stream(rows).map(byte[]::clone).toArray(byte[][]::new);
        return (inputs, outputs) -> {
            for (int r = 0; r < outputs.length; r++) {
                multiplyRow(copy[r], inputs, outputs[r]);
            }
        };
    }

    private static void multiplyRow(byte[] row, ByteBuffer[] inputs, ByteBuffer output) {
        for (int x = 0; x < output.remaining(); x++) {
            int sum = 0;
            for (int c = 0; c < inputs.length; c++) {
                int value = inputs[c].get(inputs[c].position() + x) & 0xFF;
                sum ^= GaloisField.multiplySlowly(row[c] & 0xFF, value);
            }
            output.put(output.position() + x, (byte) sum);
        }
    }
}
