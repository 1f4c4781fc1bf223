package io.shardmesh.node.store;

/**
 * Something that was found damaged and what was done about it.
 *
 * @param path the file
 * @param cause what is wrong with it, in one line
 * @param keptAt where its bytes are now, or empty when there was nothing to keep
 */
public record Problem(String path, String cause, String keptAt) {
    @Override
    public String toString() {
        return keptAt.isEmpty() ? path + ": " + cause : path + ": " + cause + "; kept as " + keptAt;
    }
}
