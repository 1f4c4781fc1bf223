package io.shardmesh.crypto;

/** Length checks with one wording. */
final class Sizes {
    private Sizes() {}

    static byte[] exactly(byte[] bytes, int wantedBytes, String what) {
        if (bytes.length != wantedBytes) {
            throw new IllegalArgumentException(
                    what + " is " + bytes.length + " bytes, must be " + wantedBytes);
        }
        return bytes;
    }
}
