package io.shardmesh.crypto;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/** Gives out exactly these bytes, once, and fails beyond them. */
final class FixedRandom implements RandomSource {
    private final ByteBuffer bytes;

    FixedRandom(String hex) {
        this.bytes = ByteBuffer.wrap(HexFormat.of().parseHex(hex));
    }

    @Override
    public void nextBytes(byte[] out) {
        bytes.get(out);
    }
}
