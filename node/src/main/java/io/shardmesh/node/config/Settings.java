package io.shardmesh.node.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import io.shardmesh.libp2p.multiformats.MalformedException;
import io.shardmesh.libp2p.multiformats.Multiaddr;
import io.shardmesh.libp2p.transport.ByteRates;
import io.shardmesh.node.api.ConnectionOptions;
import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureException;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.api.FilesBackend;
import io.shardmesh.node.api.NodeOptions;
import io.shardmesh.node.home.AtomicFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * The settings of one run. Each question takes what the command line said, if it did, and looks
 * further only without it. An unusable value fails with MALFORMED and names where it stands; it is
 * never skipped in favour of the next place.
 */
public final class Settings {
    private static final int MAX_FILE_BYTES = 1024 * 1024;
    private static final int MAX_PORT = 65_535;

    /** A node with fewer could not put to the six machines of a full scheme and serve others. */
    private static final int MIN_CONNECTIONS = 16;

    private static final int MAX_CONNECTIONS = 1_000_000;

    /** A heap of usual size has no more to spare. */
    private static final long MAX_CACHE_BYTES = 1L << 30;

    /** Leases have 30 days of grace themselves. */
    private static final Duration MAX_GRACE = Duration.ofDays(30);

    private final Map<Setting, Value> values;

    /** A value and where it was found. */
    private record Value(List<String> texts, String origin) {
        String text() {
            return String.join(",", texts);
        }
    }

    private Settings(Map<Setting, Value> values) {
        this.values = values;
    }

    /**
     * Reads config.toml, if it is there, and the environment.
     *
     * <p>Fails with MALFORMED on a file that is no TOML or has a key that is no setting: a typing
     * error would otherwise pass for the default.
     */
    public static Settings load(Path toml, Map<String, String> environment) {
        Map<Setting, Value> values = new EnumMap<>(Setting.class);
        AtomicFile.read(toml, MAX_FILE_BYTES).ifPresent(content -> readToml(toml, content, values));
        for (Setting setting : Setting.values()) {
            String value = environment.get(setting.variable());
            if (value != null && !value.isBlank()) {
                values.put(setting, new Value(List.of(value.strip()), setting.variable()));
            }
        }
        return new Settings(values);
    }

    private static void readToml(Path file, byte[] content, Map<Setting, Value> values) {
        JsonNode tree;
        try {
            tree = new TomlMapper().readTree(content);
        } catch (JsonProcessingException e) {
            throw malformed(file.toString(), "no TOML at line " + e.getLocation().getLineNr());
        } catch (IOException e) {
            throw malformed(file.toString(), "no TOML");
        }
        for (Map.Entry<String, JsonNode> entry : tree.properties()) {
            Setting setting =
                    Setting.ofKey(entry.getKey())
                            .orElseThrow(() ->
                                    malformed(
                                            file.toString(),
                                            "there is no setting \"%s\""
                                                    .formatted(entry.getKey())));
            String origin = "\"%s\" in %s".formatted(setting.key(), file);
            values.put(setting, new Value(texts(entry.getValue(), origin), origin));
        }
    }

    private static List<String> texts(JsonNode value, String origin) {
        if (value.isValueNode()) {
            return List.of(value.asText());
        }
        if (!value.isArray()) {
            throw malformed(origin, "not a value or an array of them");
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode element : value) {
            texts.add(element.asText());
        }
        return List.copyOf(texts);
    }

    /** Returns a setting as text. */
    public Optional<String> text(Setting setting, Optional<String> option) {
        return option.or(() -> Optional.ofNullable(values.get(setting)).map(Value::text));
    }

    /** Returns the port, 0 to 65535; empty when nobody says. */
    public OptionalInt port(OptionalInt option) {
        Value found = values.get(Setting.PORT);
        if (option.isPresent() || found == null) {
            return option;
        }
        try {
            int port = Integer.parseInt(found.text());
            if (port >= 0 && port <= MAX_PORT) {
                return OptionalInt.of(port);
            }
        } catch (NumberFormatException _) {
            // Said below, as for a number out of range.
        }
        throw malformed(found.origin(), "not a port: " + found.text());
    }

    /** Returns how many bytes to hold for others; empty when nobody says. */
    public OptionalLong storageBytes(OptionalLong option) {
        return option.isPresent() ? option : bytes(Setting.STORAGE);
    }

    /** Returns how many bytes of the disk to leave free; empty when nobody says. */
    public OptionalLong reserveFreeBytes() {
        return bytes(Setting.RESERVE_FREE);
    }

    /** Returns how many bytes of blocks to keep in memory for later gets, 0 to 1 GiB. */
    public long cacheBytes() {
        Value found = values.get(Setting.CACHE);
        if (found == null) {
            return NodeOptions.DEFAULT_CACHE_BYTES;
        }
        OptionalLong bytes = ByteSize.parse(found.text());
        if (bytes.isEmpty() || bytes.getAsLong() > MAX_CACHE_BYTES) {
            throw malformed(
                    found.origin(), "not a number of bytes from 0 to 1GiB: " + found.text());
        }
        return bytes.getAsLong();
    }

    private OptionalLong bytes(Setting setting) {
        Value found = values.get(setting);
        if (found == null) {
            return OptionalLong.empty();
        }
        OptionalLong bytes = ByteSize.parse(found.text());
        if (bytes.isEmpty()) {
            throw malformed(found.origin(), "not a number of bytes: " + found.text());
        }
        return bytes;
    }

    /**
     * Returns how many bytes a second to send and to receive at most; what nobody says is no cap.
     */
    public ByteRates rates(OptionalLong upOption, OptionalLong downOption) {
        return new ByteRates(
                rate(Setting.LIMIT_UP, upOption), rate(Setting.LIMIT_DOWN, downOption));
    }

    private OptionalLong rate(Setting setting, OptionalLong option) {
        Value found = values.get(setting);
        if (option.isPresent() || found == null) {
            return option;
        }
        OptionalLong rate = ByteSize.parse(found.text());
        if (rate.isEmpty() || !ByteRates.isPossible(rate.getAsLong())) {
            throw malformed(
                    found.origin(), "not a rate from 16KiB to 1TiB a second: " + found.text());
        }
        return rate;
    }

    /** Returns how long a holder may be away before its shards are made again, 1 s to 30 days. */
    public Duration repairGrace() {
        Value found = values.get(Setting.REPAIR_GRACE);
        if (found == null) {
            return NodeOptions.DEFAULT_REPAIR_GRACE;
        }
        return TimeSpan.parse(found.text())
                .filter(grace -> !grace.isZero() && grace.compareTo(MAX_GRACE) <= 0)
                .orElseThrow(() ->
                        malformed(
                                found.origin(),
                                "not a time from 1s to 30d such as 12h: " + found.text()));
    }

    /**
     * Returns how many connections to take: 16 to 1,000,000 in all, and the limits of strangers.
     */
    public ConnectionOptions connections() {
        return new ConnectionOptions(
                count(Setting.CONNECTIONS, MIN_CONNECTIONS, ConnectionOptions.DEFAULT_COUNT),
                count(
                        Setting.CONNECTIONS_PER_ADDRESS,
                        1,
                        ConnectionOptions.DEFAULT_PER_ADDRESS_COUNT),
                count(Setting.CONNECTION_RATE, 1, ConnectionOptions.DEFAULT_PER_ADDRESS_RATE),
                count(Setting.HANDSHAKES, 1, ConnectionOptions.DEFAULT_HANDSHAKE_COUNT));
    }

    private int count(Setting setting, int least, int byDefault) {
        Value found = values.get(setting);
        if (found == null) {
            return byDefault;
        }
        try {
            int count = Integer.parseInt(found.text());
            if (count >= least && count <= MAX_CONNECTIONS) {
                return count;
            }
        } catch (NumberFormatException _) {
            // Said below, as for a number out of range.
        }
        throw malformed(
                found.origin(),
                "not a number from %d to %d: %s".formatted(least, MAX_CONNECTIONS, found.text()));
    }

    /** Returns by what shards are read and written. */
    public FilesBackend filesBackend() {
        Value found = values.get(Setting.FILES_BACKEND);
        return found == null
                ? FilesBackend.AUTO
                : FilesBackend.parse(found.text())
                        .orElseThrow(() ->
                                malformed(
                                        found.origin(),
                                        "not auto, channel or uring: " + found.text()));
    }

    /** Returns the addresses to try first, in order. */
    public List<Multiaddr> bootstrap(List<Multiaddr> options) {
        Value found = values.get(Setting.BOOTSTRAP);
        if (!options.isEmpty() || found == null) {
            return List.copyOf(options);
        }
        List<Multiaddr> addresses = new ArrayList<>();
        for (String text : found.text().split(",", -1)) {
            try {
                addresses.add(Multiaddr.parse(text.strip()));
            } catch (MalformedException e) {
                throw malformed(found.origin(), "not a multiaddr: " + text.strip());
            }
        }
        return List.copyOf(addresses);
    }

    private static FailureException malformed(String subject, String cause) {
        return new Failure(FailureKind.MALFORMED, "read setting", subject, cause).exception();
    }
}
