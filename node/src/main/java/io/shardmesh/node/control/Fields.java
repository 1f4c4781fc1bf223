package io.shardmesh.node.control;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One JSON object of a control message. Reading asks for fields by name and type, so fields that
 * this version does not know are skipped; a missing or wrong one throws {@link
 * MalformedControlException}.
 */
final class Fields {
    private final Map<String, Object> values;

    private Fields(Map<String, Object> values) {
        this.values = values;
    }

    static Fields empty() {
        return new Fields(new LinkedHashMap<>());
    }

    static Fields ofType(String type) {
        return empty().put("type", type);
    }

    /** Wraps what a parser made: text, Long, Boolean, Fields, or a list of these. */
    static Fields ofParsed(Map<String, Object> values) {
        return new Fields(values);
    }

    Map<String, Object> values() {
        return values;
    }

    Fields put(String name, String value) {
        return set(name, value);
    }

    Fields put(String name, long value) {
        return set(name, value);
    }

    Fields put(String name, boolean value) {
        return set(name, value);
    }

    Fields put(String name, Fields value) {
        return set(name, value);
    }

    Fields put(String name, Optional<String> value) {
        value.ifPresent(present -> set(name, present));
        return this;
    }

    Fields putObject(String name, Optional<Fields> value) {
        value.ifPresent(present -> set(name, present));
        return this;
    }

    Fields putNumber(String name, Optional<Long> value) {
        value.ifPresent(present -> set(name, present));
        return this;
    }

    Fields put(String name, OptionalLong value) {
        value.ifPresent(present -> set(name, present));
        return this;
    }

    Fields put(String name, OptionalInt value) {
        value.ifPresent(present -> set(name, (long) present));
        return this;
    }

    <T> Fields putAll(String name, List<T> values, Function<T, Object> encode) {
        return set(name, values.stream().map(encode).toList());
    }

    private Fields set(String name, Object value) {
        values.put(name, value);
        return this;
    }

    String type() {
        return text("type");
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    String text(String name) {
        return as(String.class, name, values.get(name));
    }

    Optional<String> optionalText(String name) {
        return has(name) ? Optional.of(text(name)) : Optional.empty();
    }

    long number(String name) {
        return as(Long.class, name, values.get(name));
    }

    int count(String name) {
        long value = number(name);
        if (value < 0 || value > Integer.MAX_VALUE) {
            throw new MalformedControlException("\"" + name + "\" is out of range");
        }
        return (int) value;
    }

    OptionalLong optionalNumber(String name) {
        return has(name) ? OptionalLong.of(number(name)) : OptionalLong.empty();
    }

    OptionalInt optionalCount(String name) {
        return has(name) ? OptionalInt.of(count(name)) : OptionalInt.empty();
    }

    boolean flag(String name) {
        return as(Boolean.class, name, values.get(name));
    }

    Fields object(String name) {
        return as(Fields.class, name, values.get(name));
    }

    Optional<Fields> optionalObject(String name) {
        return has(name) ? Optional.of(object(name)) : Optional.empty();
    }

    List<String> texts(String name) {
        return list(name, String.class, text -> text);
    }

    List<Long> numbers(String name) {
        return list(name, Long.class, number -> number);
    }

    <T> List<T> objects(String name, Function<Fields, T> decode) {
        return list(name, Fields.class, decode);
    }

    private <E, T> List<T> list(String name, Class<E> type, Function<E, T> decode) {
        List<T> decoded = new ArrayList<>();
        for (Object element : as(List.class, name, values.get(name))) {
            decoded.add(decode.apply(as(type, name, element)));
        }
        return List.copyOf(decoded);
    }

    private static <T> T as(Class<T> type, String name, @Nullable Object value) {
        if (value == null || !type.isInstance(value)) {
            throw new MalformedControlException(
                    "\"" + name + "\" is missing or no " + type.getSimpleName());
        }
        return type.cast(value);
    }

    /** Brings a parsed number into range. */
    static long number(BigInteger value) {
        try {
            return value.longValueExact();
        } catch (ArithmeticException e) {
            throw new MalformedControlException("a number is out of range");
        }
    }
}
