package io.shardmesh.crypto;

import java.util.HexFormat;
import java.util.Map;

/** One case of a vector file: named values, most of them bytes in hexadecimal. */
public record VectorCase(Map<String, String> values) {
    public boolean has(String name) {
        return values.containsKey(name);
    }

    public String text(String name) {
        String value = values.get(name);
        if (value == null) {
            throw new IllegalStateException("no " + name + " in " + values);
        }
        return value;
    }

    public byte[] bytes(String name) {
        return HexFormat.of().parseHex(text(name));
    }

    public SecretBytes secret(String name) {
        return SecretBytes.takeOver(bytes(name));
    }

    public int number(String name) {
        return Integer.parseInt(text(name));
    }

    @Override
    public String toString() {
        String text = values.toString();
        return text.substring(0, Math.min(text.length(), 80));
    }
}
