package io.shardmesh.libp2p.multiformats;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** One component of a multiaddr: what it is and the bytes of its value, without a length. */
@SuppressWarnings("ArrayRecordComponent") // equality is spelled out, the array never leaves
record AddressPart(AddressProtocol protocol, byte[] value) {
    static AddressPart read(ByteBuffer in) {
        AddressProtocol protocol = AddressProtocol.byCode(Varint.read(in));
        byte[] value = protocol.value().read(in);
        return new AddressPart(protocol, value);
    }

    void write(ByteBuffer out) {
        Varint.write(protocol.code(), out);
        if (protocol.value().isLengthPrefixed()) {
            Varint.write(value.length, out);
        }
        out.put(value);
    }

    int encodedBytes() {
        int lengthBytes = protocol.value().isLengthPrefixed() ? Varint.size(value.length) : 0;
        return Varint.size(protocol.code()) + lengthBytes + value.length;
    }

    String text() {
        return protocol.value().format(value);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AddressPart part
                && protocol == part.protocol
                && Arrays.equals(value, part.value);
    }

    @Override
    public int hashCode() {
        return 31 * protocol.code() + Arrays.hashCode(value);
    }

    @Override
    public String toString() {
        return "/" + protocol.label() + (protocol.value() == AddressValue.NONE ? "" : "/" + text());
    }
}
