package io.shardmesh.bench;

import io.shardmesh.erasure.ErasureCode;
import io.shardmesh.erasure.Scheme;
import java.nio.ByteBuffer;
import java.util.Random;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One stripe with 4 MiB of data for 4+2, in heap or direct buffers. */
@State(Scope.Thread)
public class Stripe {

    static final int BLOCK_BYTES = 1 << 20;

    /** The scheme, as users write it. */
    @Param({"4+2", "2+1", "10+4"})
    public String scheme = "";

    /** Whether the buffers lie outside the heap. */
    @Param({"false", "true"})
    public boolean direct;

    ErasureCode code = ErasureCode.of(new Scheme(1, 0));
    ByteBuffer[] data = {};
    ByteBuffer[] parity = {};

    /** Fills the data with random bytes and encodes it once. */
    @Setup(Level.Trial)
    public void fill() {
        code = ErasureCode.of(Scheme.parse(scheme));
        data = allocate(code.scheme().data());
        parity = allocate(code.scheme().parity());
        var random = new Random(1);
        byte[] bytes = new byte[BLOCK_BYTES];
        for (ByteBuffer block : data) {
            random.nextBytes(bytes);
            block.put(0, bytes);
        }
        code.encode(data, parity);
    }

    private ByteBuffer[] allocate(int count) {
        var blocks = new ByteBuffer[count];
        for (int i = 0; i < count; i++) {
            blocks[i] =
                    direct
                            ? ByteBuffer.allocateDirect(BLOCK_BYTES)
                            : ByteBuffer.allocate(BLOCK_BYTES);
        }
        return blocks;
    }
}
