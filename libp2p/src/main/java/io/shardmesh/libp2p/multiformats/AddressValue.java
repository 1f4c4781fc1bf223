package io.shardmesh.libp2p.multiformats;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The kinds of value that components of a multiaddr carry, in bytes and in text. */
enum AddressValue {
    NONE(0),
    BYTE(1),
    PORT(2),
    IP4(4),
    IP6(16),
    /** UTF-8 text without a slash, so that the text form of the address stays unambiguous. */
    NAME(-1),
    /** UTF-8 text that may hold slashes; they are percent-encoded in the text form. */
    PATH(-1),
    /** Multihash of a peer id. */
    PEER(-1),
    /** Bytes that are multibase text ("u" and base64url) in the text form. */
    MULTIBASE(-1);

    /** Longer than any DNS name, path of a socket, or hash. */
    static final int MAX_BYTES = 512;

    private final int fixedBytes;

    AddressValue(int fixedBytes) {
        this.fixedBytes = fixedBytes;
    }

    boolean isLengthPrefixed() {
        return fixedBytes < 0;
    }

    byte[] read(ByteBuffer in) {
        if (isLengthPrefixed()) {
            return checked(Varint.readBytes(in, MAX_BYTES));
        }
        if (in.remaining() < fixedBytes) {
            throw new MalformedException("address is cut short");
        }
        byte[] value = new byte[fixedBytes];
        in.get(value);
        return checked(value);
    }

    byte[] parse(String text) {
        return checked(
                switch (this) {
                    case NONE -> new byte[0];
                    case BYTE -> new byte[] {(byte) Decimal.parse(text, 255)};
                    case PORT -> {
                        int port = Decimal.parse(text, 65535);
                        yield new byte[] {(byte) (port >> 8), (byte) port};
                    }
                    case IP4 -> IpText.parseIp4(text);
                    case IP6 -> IpText.parseIp6(text);
                    case NAME -> text.getBytes(StandardCharsets.UTF_8);
                    case PATH -> PercentText.decode(text);
                    case PEER -> PeerId.parse(text).bytes();
                    case MULTIBASE -> parseMultibase(text);
                });
    }

    String format(byte[] value) {
        return switch (this) {
            case NONE -> "";
            case BYTE -> Integer.toString(value[0] & 0xff);
            case PORT -> Integer.toString(port(value));
            case IP4 -> IpText.formatIp4(value);
            case IP6 -> IpText.formatIp6(value);
            case NAME -> new String(value, StandardCharsets.UTF_8);
            case PATH -> PercentText.encode(value);
            case PEER -> PeerId.ofMultihash(value).toString();
            case MULTIBASE -> "u" + Base64.getUrlEncoder().withoutPadding().encodeToString(value);
        };
    }

    static int port(byte[] value) {
        return (value[0] & 0xff) << 8 | (value[1] & 0xff);
    }

    private byte[] checked(byte[] value) {
        boolean fits =
                switch (this) {
                    case NONE, BYTE, PORT, IP4, IP6 -> value.length == fixedBytes;
                    case NAME -> value.length > 0 && isPlainName(value);
                    case PATH -> value.length > 0;
                    case PEER -> {
                        PeerId.ofMultihash(value);
                        yield true;
                    }
                    case MULTIBASE -> value.length > 0;
                };
        if (!fits || value.length > MAX_BYTES) {
            throw new MalformedException("address component has an impossible value");
        }
        return value;
    }

    private static boolean isPlainName(byte[] value) {
        try {
            String text =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(value)).toString();
            return text.chars()
                    .noneMatch(letter -> letter == '/' || Character.isISOControl(letter));
        } catch (CharacterCodingException notUtf8) {
            return false;
        }
    }

    private static byte[] parseMultibase(String text) {
        try {
            if (text.startsWith("u")) {
                return Base64.getUrlDecoder().decode(text.substring(1));
            }
        } catch (IllegalArgumentException notBase64) {
            throw new MalformedException("not base64url", notBase64);
        }
        if (text.startsWith("b")) {
            return Base32.decode(text.substring(1));
        }
        throw new MalformedException("multibase prefix is not u or b");
    }
}
