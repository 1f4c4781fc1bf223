package io.shardmesh.dht.wire;

import io.shardmesh.dht.contact.Key;
import io.shardmesh.dht.limits.WireLimits;
import io.shardmesh.libp2p.multiformats.MalformedException;
import io.shardmesh.libp2p.multiformats.PeerId;
import java.nio.ByteBuffer;

/**
 * Walks over a DHT message before protobuf makes objects of it, and allocates nothing. Protobuf
 * alone is too patient for bytes of strangers: it cuts a length of 2^40 down to 32 bits, and makes
 * 30,000 peers out of 60 KiB.
 *
 * <p>Refused: varints of more than 64 bits, lengths beyond the enclosing bytes, field number 0,
 * groups, a known field with another wire type than its own, and more of anything than {@link
 * WireLimits} allows. Unknown fields are walked over.
 */
final class MessageScan {
    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int LENGTH = 2;
    private static final int FIXED32 = 5;
    private static final int MAX_VARINT_BYTES = 10;
    private static final long MAX_FIELD = (1L << 29) - 1;

    private final ByteBuffer in;
    private int closerCount;
    private int providerCount;

    private MessageScan(ByteBuffer in) {
        this.in = in;
    }

    /**
     * Looks at all of {@code message}, which keeps its position.
     *
     * @throws MalformedException when it breaks a rule
     */
    static void check(ByteBuffer message) {
        new MessageScan(message.duplicate()).message();
    }

    private void message() {
        while (in.hasRemaining()) {
            long tag = tag();
            switch ((int) (tag >>> 3)) {
                case 1 -> skipVarint(tag);
                case 2 -> skipBytes(tag, Key.MAX_BYTES, "key");
                case 3 -> record(enter(tag));
                case 8 -> {
                    atMost(++closerCount, WireLimits.PEERS, "closer peers");
                    peer(enter(tag));
                }
                case 9 -> {
                    atMost(++providerCount, WireLimits.PEERS, "providers");
                    peer(enter(tag));
                }
                default -> skip(tag);
            }
        }
    }

    private void record(int end) {
        int outerLimit = in.limit();
        in.limit(end);
        while (in.hasRemaining()) {
            long tag = tag();
            switch ((int) (tag >>> 3)) {
                case 1 -> skipBytes(tag, Key.MAX_BYTES, "key of the record");
                case 2 -> skipBytes(tag, WireLimits.RECORD_VALUE_BYTES, "value");
                case 5 -> skipBytes(tag, WireLimits.RECORD_TIME_BYTES, "time");
                default -> skip(tag);
            }
        }
        in.limit(outerLimit);
    }

    /** Sizes of ids and addresses are judged one by one later: a bad one is dropped alone. */
    private void peer(int end) {
        int outerLimit = in.limit();
        int addressCount = 0;
        in.limit(end);
        while (in.hasRemaining()) {
            long tag = tag();
            switch ((int) (tag >>> 3)) {
                case 1 -> skipBytes(tag, 4 * PeerId.MAX_BYTES, "peer id");
                case 2 -> {
                    atMost(++addressCount, WireLimits.ADDRESSES, "addresses");
                    skipBytes(tag, Integer.MAX_VALUE, "address");
                }
                case 3 -> skipVarint(tag);
                default -> skip(tag);
            }
        }
        in.limit(outerLimit);
    }

    private long tag() {
        long tag = varint();
        long field = tag >>> 3;
        if (field < 1 || field > MAX_FIELD) {
            throw new MalformedException("field number " + field);
        }
        return tag;
    }

    private void skip(long tag) {
        switch ((int) tag & 7) {
            case VARINT -> varint();
            case FIXED64 -> advance(Long.BYTES);
            case FIXED32 -> advance(Integer.BYTES);
            case LENGTH -> advance(length());
            default -> throw new MalformedException("wire type " + (tag & 7));
        }
    }

    private void skipVarint(long tag) {
        requireType(tag, VARINT);
        varint();
    }

    private void skipBytes(long tag, int maxBytes, String what) {
        requireType(tag, LENGTH);
        int length = length();
        atMost(length, maxBytes, "bytes of " + what);
        advance(length);
    }

    /** Where the message inside this field ends. */
    private int enter(long tag) {
        requireType(tag, LENGTH);
        int length = length();
        return in.position() + length;
    }

    private int length() {
        long length = varint();
        if (length < 0 || length > in.remaining()) {
            throw new MalformedException("a field is longer than what encloses it");
        }
        return (int) length;
    }

    private void advance(int count) {
        if (count > in.remaining()) {
            throw new MalformedException("cut short");
        }
        in.position(in.position() + count);
    }

    private long varint() {
        long value = 0;
        for (int count = 0; count < MAX_VARINT_BYTES; count++) {
            if (!in.hasRemaining()) {
                throw new MalformedException("cut short");
            }
            byte next = in.get();
            if (count == MAX_VARINT_BYTES - 1 && (next & 0xfe) != 0) {
                break;
            }
            value |= (long) (next & 0x7f) << (7 * count);
            if (next >= 0) {
                return value;
            }
        }
        throw new MalformedException("varint of more than 64 bits");
    }

    private static void requireType(long tag, int type) {
        if ((tag & 7) != type) {
            throw new MalformedException("field " + (tag >>> 3) + " of wire type " + (tag & 7));
        }
    }

    private static void atMost(int count, int limit, String what) {
        if (count > limit) {
            throw new MalformedException(count + " " + what + "; at most " + limit);
        }
    }
}
