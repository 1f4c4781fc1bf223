package io.shardmesh.libp2p.yamux;

import java.nio.ByteBuffer;

/** The 12-byte header of every frame, and its numbers on the wire (yamux specification). */
record Frame(int type, int flags, int stream, long length) {
    static final int HEADER_BYTES = 12;

    static final int DATA = 0;
    static final int WINDOW_UPDATE = 1;
    static final int PING = 2;
    static final int GO_AWAY = 3;

    static final int SYN = 1;
    static final int ACK = 2;
    static final int FIN = 4;
    static final int RST = 8;

    private static final int VERSION = 0;
    private static final int ALL_FLAGS = SYN | ACK | FIN | RST;
    private static final int LAST_GO_AWAY_CODE = 2;

    boolean has(int flag) {
        return (flags & flag) != 0;
    }

    void write(ByteBuffer out) {
        out.put((byte) VERSION).put((byte) type).putShort((short) flags);
        out.putInt(stream).putInt((int) length);
    }

    /**
     * Reads a header; {@link YamuxViolation} for another version, type or flag, or one out of
     * place.
     */
    static Frame read(ByteBuffer in) {
        int version = in.get();
        int type = in.get();
        int flags = in.getShort() & 0xffff;
        if (version != VERSION || type < DATA || type > GO_AWAY || (flags & ~ALL_FLAGS) != 0) {
            throw new YamuxViolation("frame of version " + version + ", type " + type);
        }
        Frame frame = new Frame(type, flags, in.getInt(), in.getInt() & 0xffff_ffffL);
        frame.check();
        return frame;
    }

    private void check() {
        boolean opensAndAnswers = has(SYN) && has(ACK);
        boolean fits =
                switch (type) {
                    case PING -> stream == 0 && (flags == SYN || flags == ACK);
                    case GO_AWAY -> stream == 0 && flags == 0 && length <= LAST_GO_AWAY_CODE;
                    default -> stream != 0 && !opensAndAnswers;
                };
        if (!fits) {
            throw new YamuxViolation(
                    "frame of type %d with flags %d on stream %s"
                            .formatted(type, flags, Integer.toUnsignedString(stream)));
        }
    }
}
