package io.shardmesh.node.control;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON text of {@link Fields}, by the streaming parser alone: commands have to start quickly. */
final class FieldsCodec {
    private static final int MAX_DEPTH = 16;
    private static final JsonFactory JSON =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(MAX_DEPTH)
                                    .maxNumberLength(20)
                                    .build())
                    .build();

    private FieldsCodec() {}

    static byte[] encode(Fields fields) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator generator = JSON.createGenerator(out)) {
            write(generator, fields);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return out.toByteArray();
    }

    private static void write(JsonGenerator out, Object value) throws IOException {
        switch (value) {
            case Fields fields -> {
                out.writeStartObject();
                for (Map.Entry<String, Object> field : fields.values().entrySet()) {
                    out.writeFieldName(field.getKey());
                    write(out, field.getValue());
                }
                out.writeEndObject();
            }
            case List<?> list -> {
                out.writeStartArray();
                for (Object element : list) {
                    write(out, element);
                }
                out.writeEndArray();
            }
            case String text -> out.writeString(text);
            case Long number -> out.writeNumber(number);
            case Boolean flag -> out.writeBoolean(flag);
            default -> throw new IllegalArgumentException("no JSON for " + value.getClass());
        }
    }

    static Fields decode(byte[] json) {
        try (JsonParser parser = JSON.createParser(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new MalformedControlException("not a JSON object");
            }
            Fields fields = readObject(parser);
            if (parser.nextToken() != null) {
                throw new MalformedControlException("more than one JSON object");
            }
            return fields;
        } catch (IOException e) {
            throw new MalformedControlException("not JSON");
        }
    }

    private static Fields readObject(JsonParser parser) throws IOException {
        Map<String, Object> values = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            Object value = readValue(parser);
            if (value != null) {
                values.put(name, value);
            }
        }
        return Fields.ofParsed(values);
    }

    /** The value at the parser; null for what no field of ours can be, which is skipped. */
    private static @Nullable Object readValue(JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == null) {
            throw new MalformedControlException("JSON ends early");
        }
        return switch (token) {
            case START_OBJECT -> readObject(parser);
            case START_ARRAY -> readArray(parser);
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT -> Fields.number(parser.getBigIntegerValue());
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL, VALUE_NUMBER_FLOAT -> null;
            case NOT_AVAILABLE, END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT ->
                    throw new MalformedControlException("unexpected JSON");
        };
    }

    private static List<Object> readArray(JsonParser parser) throws IOException {
        List<Object> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            Object element = readValue(parser);
            if (element != null) {
                elements.add(element);
            }
        }
        return elements;
    }
}
