package io.shardmesh.dht.record;

import io.shardmesh.dht.contact.Key;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which records there may be: a validator for each namespace, the text between the first two
 * slashes of a key. A record of any other namespace is refused, wherever it comes from.
 */
public final class Validators {
    private final Map<String, RecordValidator> byNamespace;

    private Validators(Map<String, RecordValidator> byNamespace) {
        this.byNamespace = byNamespace;
    }

    /** Public keys ("pk") alone. */
    public static Validators standard() {
        return of(Map.of("pk", new PublicKeyValidator()));
    }

    /** These namespaces. */
    public static Validators of(Map<String, RecordValidator> byNamespace) {
        return new Validators(Map.copyOf(byNamespace));
    }

    /** Whether the record's namespace is known and its value valid there. */
    public boolean isValid(DhtRecord record) {
        return validator(record.key())
                .map(validator -> validator.isValid(record.key(), record.value()))
                .orElse(false);
    }

    /** The best of the valid ones among {@code records}, which are all of one key. */
    public Optional<DhtRecord> best(List<DhtRecord> records) {
        List<DhtRecord> valid = new ArrayList<>(records);
        valid.removeIf(record -> !isValid(record));
        if (valid.isEmpty()) {
            return Optional.empty();
        }
        Key key = valid.getFirst().key();
        return validator(key)
                .map(validator ->
                        validator.select(key, valid.stream().map(DhtRecord::value).toList()))
                .map(valid::get);
    }

    private Optional<RecordValidator> validator(Key key) {
        String text = new String(key.bytes(), StandardCharsets.ISO_8859_1);
        int end = text.indexOf('/', 1);
        return text.startsWith("/") && end > 1
                ? Optional.ofNullable(byNamespace.get(text.substring(1, end)))
                : Optional.empty();
    }
}
