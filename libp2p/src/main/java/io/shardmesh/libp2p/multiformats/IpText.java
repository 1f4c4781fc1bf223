package io.shardmesh.libp2p.multiformats;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Text forms of IP addresses: dotted decimal, and RFC 4291 read with RFC 5952 written.
 *
 * <p>By hand, because the JDK's parser also takes scope ids, brackets and short IPv4 forms, which
 * have no place in an address component.
 */
final class IpText {
    private static final int IP4_BYTES = 4;
    private static final int IP6_GROUPS = 8;

    private IpText() {}

    static byte[] parseIp4(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != IP4_BYTES) {
            throw new MalformedException("not an IPv4 address");
        }
        byte[] bytes = new byte[IP4_BYTES];
        for (int index = 0; index < IP4_BYTES; index++) {
            bytes[index] = (byte) Decimal.parse(parts[index], 255);
        }
        return bytes;
    }

    static String formatIp4(byte[] bytes) {
        return (bytes[0] & 0xff)
                + "."
                + (bytes[1] & 0xff)
                + "."
                + (bytes[2] & 0xff)
                + "."
                + (bytes[3] & 0xff);
    }

    static byte[] parseIp6(String text) {
        int gap = text.indexOf("::");
        List<Integer> head = groups(gap < 0 ? text : text.substring(0, gap), gap < 0);
        List<Integer> tail = gap < 0 ? List.of() : groups(text.substring(gap + 2), true);
        int given = head.size() + tail.size();
        if (gap < 0 ? given != IP6_GROUPS : given >= IP6_GROUPS) {
            throw new MalformedException("not an IPv6 address");
        }
        ByteBuffer out = ByteBuffer.allocate(2 * IP6_GROUPS);
        head.forEach(group -> out.putShort(group.shortValue()));
        out.position(2 * (IP6_GROUPS - tail.size()));
        tail.forEach(group -> out.putShort(group.shortValue()));
        return out.array();
    }

    private static List<Integer> groups(String text, boolean mayEndInIp4) {
        List<Integer> groups = new ArrayList<>();
        if (text.isEmpty()) {
            return groups;
        }
        String[] parts = text.split(":", -1);
        for (int index = 0; index < parts.length; index++) {
            if (mayEndInIp4 && index == parts.length - 1 && parts[index].contains(".")) {
                ByteBuffer ip4 = ByteBuffer.wrap(parseIp4(parts[index]));
                groups.add(ip4.getShort() & 0xffff);
                groups.add(ip4.getShort() & 0xffff);
            } else {
                groups.add(group(parts[index]));
            }
        }
        return groups;
    }

    private static int group(String text) {
        boolean fits = !text.isEmpty() && text.length() <= 4;
        int value = 0;
        for (int index = 0; fits && index < text.length(); index++) {
            char letter = text.charAt(index);
            int digit = letter < 128 ? Character.digit(letter, 16) : -1;
            fits = digit >= 0;
            value = value << 4 | digit;
        }
        if (!fits) {
            throw new MalformedException("not an IPv6 address");
        }
        return value;
    }

    /** Lower case, no leading zeros, the first longest run of two or more zero groups as "::". */
    static String formatIp6(byte[] bytes) {
        int[] groups = new int[IP6_GROUPS];
        ByteBuffer in = ByteBuffer.wrap(bytes);
        for (int index = 0; index < IP6_GROUPS; index++) {
            groups[index] = in.getShort() & 0xffff;
        }
        int gapStart = -1;
        int gapLength = 1;
        for (int start = 0; start < IP6_GROUPS; start++) {
            int length = zeroRun(groups, start);
            if (length > gapLength) {
                gapStart = start;
                gapLength = length;
            }
        }
        if (gapStart < 0) {
            return join(groups, 0, IP6_GROUPS);
        }
        return join(groups, 0, gapStart) + "::" + join(groups, gapStart + gapLength, IP6_GROUPS);
    }

    private static int zeroRun(int[] groups, int start) {
        int end = start;
        while (end < groups.length && groups[end] == 0) {
            end++;
        }
        return end - start;
    }

    private static String join(int[] groups, int from, int to) {
        StringBuilder text = new StringBuilder();
        for (int index = from; index < to; index++) {
            text.append(index > from ? ":" : "").append(Integer.toHexString(groups[index]));
        }
        return text.toString();
    }
}
