package io.shardmesh.libp2p.noise;

import io.shardmesh.crypto.RandomSource;
import io.shardmesh.crypto.SigningKey;
import io.shardmesh.libp2p.noise.NoiseHandshake.Complete;
import io.shardmesh.libp2p.noise.NoiseHandshake.NeedMore;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Two ends of a channel whose handshake was carried from hand to hand. */
record NoisePair(NoiseSession left, NoiseSession right) {
    private static final RandomSource RANDOM = new Random(7)::nextBytes;

    static NoisePair connect(
            SigningKey leftKey, SigningKey rightKey, List<String> left, List<String> right) {
        NoiseHandshake initiator =
                NoiseHandshake.initiator(leftKey, Optional.empty(), left, RANDOM);
        NoiseHandshake responder = NoiseHandshake.responder(rightKey, right, RANDOM);
        byte[] second = ((NeedMore) responder.receive(wrap(initiator.start()))).toSend();
        Complete third = (Complete) initiator.receive(wrap(second));
        Complete end = (Complete) responder.receive(wrap(third.toSend()));
        return new NoisePair(third.session(), end.session());
    }

    private static ByteBuffer wrap(byte[] bytes) {
        return ByteBuffer.wrap(bytes);
    }
}
