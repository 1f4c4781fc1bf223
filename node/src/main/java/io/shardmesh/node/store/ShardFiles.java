package io.shardmesh.node.store;

import io.shardmesh.crypto.Digest;
import io.shardmesh.node.io.FilePath;
import io.shardmesh.node.record.ShardName;
import java.util.Optional;

/**
 * The names of a shard's three files: {@code objects/ab/cd/abcd….<index>.shard}, {@code .record}
 * and {@code .cvs}. The two levels keep directories small with millions of shards.
 */
record ShardFiles(ShardName name) {
    static final String OBJECTS = "objects";

    private static final int KEY_DIGITS = 2 * Digest.SIZE_BYTES;

    /** One of the files. */
    enum Part {
        SHARD("shard"),
        RECORD("record"),
        CHAINING_VALUES("cvs");

        private final String ending;

        Part(String ending) {
            this.ending = ending;
        }

        static Optional<Part> ofEnding(String ending) {
            for (Part part : values()) {
                if (part.ending.equals(ending)) {
                    return Optional.of(part);
                }
            }
            return Optional.empty();
        }
    }

    /** A file name that was understood. */
    record Parsed(ShardName name, Part part) {
        private String fileName() {
            return FilePath.name(new ShardFiles(name).path(part));
        }
    }

    String upperDirectory() {
        return FilePath.join(OBJECTS, hex().substring(0, 2));
    }

    String directory() {
        return FilePath.join(upperDirectory(), hex().substring(2, 4));
    }

    String path(Part part) {
        return "%s/%s.%d.%s".formatted(directory(), hex(), name.index(), part.ending);
    }

    private String hex() {
        return name.objectKey().toString();
    }

    /** What a file in the tree is; empty for names that this store never makes. */
    static Optional<Parsed> parse(String fileName) {
        String[] words = fileName.split("\\.", -1);
        if (words.length != 3 || words[0].length() != KEY_DIGITS) {
            return Optional.empty();
        }
        try {
            Digest key = Digest.parse(words[0]);
            ShardName name = new ShardName(key, Integer.parseInt(words[1]));
            return Part.ofEnding(words[2])
                    .map(part -> new Parsed(name, part))
                    .filter(parsed -> parsed.fileName().equals(fileName));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
