package io.shardmesh.libp2p.noise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.shardmesh.crypto.SigningKey;
import io.shardmesh.libp2p.multiformats.MalformedException;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class HandshakePayloadTest {
    private static final SigningKey KEY = SigningKey.generate(new Random(5)::nextBytes);
    private static final byte[] STATIC_KEY = new byte[32];

    /** jvm sends fields 3 and 4 as empty byte strings. */
    @Test
    void decode_emptyExtensions_meansNoMuxers() {
        ByteArrayOutputStream payload = new ByteArrayOutputStream();
        payload.writeBytes(HandshakePayload.encode(KEY, STATIC_KEY, List.of()));
        payload.writeBytes(HexFormat.of().parseHex("1a002200"));
        HandshakePayload decoded = HandshakePayload.decode(payload.toByteArray(), STATIC_KEY);
        assertEquals(List.of(), decoded.muxers());
    }

    @Test
    void decode_signatureOverOtherStaticKey_isRefused() {
        byte[] payload = HandshakePayload.encode(KEY, STATIC_KEY, List.of());
        byte[] other = STATIC_KEY.clone();
        other[0] = 1;
        assertThrows(MalformedException.class, () -> HandshakePayload.decode(payload, other));
    }

    @Test
    void decode_missingKeyOrSignature_isRefused() {
        byte[] payload = HandshakePayload.encode(KEY, STATIC_KEY, List.of());
        byte[] keyAlone = Arrays.copyOf(payload, 38);
        byte[] signatureAlone = Arrays.copyOfRange(payload, 38, payload.length);
        for (byte[] part : List.of(keyAlone, signatureAlone, new byte[0])) {
            assertThrows(MalformedException.class, () -> HandshakePayload.decode(part, STATIC_KEY));
        }
    }
}
