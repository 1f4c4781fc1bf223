package io.shardmesh.node.config;

import io.shardmesh.node.api.FilesBackend;
import java.util.Arrays;
import java.util.Optional;

/** Everything that can be set, with its name in the environment and in config.toml. */
public enum Setting {
    /** Address to listen on. */
    BIND("SHARDMESH_BIND", "bind"),
    /** Port to listen on; 0 keeps the one of the last start. */
    PORT("SHARDMESH_PORT", "port"),
    /** Addresses to try first; a TOML array, or separated by commas in the environment. */
    BOOTSTRAP("SHARDMESH_BOOTSTRAP", "bootstrap"),
    /** How much to hold for others, as {@link ByteSize} reads it. */
    STORAGE("SHARDMESH_STORAGE", "storage"),
    /** How much of the disk to leave free, as {@link ByteSize} reads it. */
    RESERVE_FREE("SHARDMESH_RESERVE_FREE", "reserve-free"),
    /** How many connections to keep at most. */
    CONNECTIONS("SHARDMESH_CONNECTIONS", "connections"),
    /** How many connections to take from one address. */
    CONNECTIONS_PER_ADDRESS("SHARDMESH_CONNECTIONS_PER_ADDRESS", "connections-per-address"),
    /** How many new connections a second to take from one address in the long run. */
    CONNECTION_RATE("SHARDMESH_CONNECTION_RATE", "connection-rate"),
    /** How many inbound handshakes may be under way. */
    HANDSHAKES("SHARDMESH_HANDSHAKES", "handshakes"),
    /** How many bytes a second to send at most, as {@link ByteSize} reads it. */
    LIMIT_UP("SHARDMESH_LIMIT_UP", "limit-up"),
    /** How many bytes a second to receive at most. */
    LIMIT_DOWN("SHARDMESH_LIMIT_DOWN", "limit-down"),
    /** How long a holder may be away before its shards are made again, as {@link TimeSpan}. */
    REPAIR_GRACE("SHARDMESH_REPAIR_GRACE", "repair-grace"),
    /** How many bytes of blocks to keep in memory for later gets, as {@link ByteSize} reads it. */
    CACHE("SHARDMESH_CACHE", "cache"),
    /** By what shards are read and written, as {@link FilesBackend} names it. */
    FILES_BACKEND("SHARDMESH_FILES_BACKEND", "files-backend"),
    /** File with the passphrase of the key files. */
    PASSPHRASE_FILE("SHARDMESH_PASSPHRASE_FILE", "passphrase-file"),
    /** Machine label for a mesh that is founded or joined. */
    MACHINE("SHARDMESH_MACHINE", "machine"),
    /** Region label for a mesh that is founded or joined. */
    REGION("SHARDMESH_REGION", "region");

    private final String variable;
    private final String key;

    Setting(String variable, String key) {
        this.variable = variable;
        this.key = key;
    }

    /** Returns the name of the environment variable. */
    public String variable() {
        return variable;
    }

    /** Returns the key in config.toml. */
    public String key() {
        return key;
    }

    static Optional<Setting> ofKey(String key) {
        return Arrays.stream(values()).filter(setting -> setting.key.equals(key)).findFirst();
    }
}
