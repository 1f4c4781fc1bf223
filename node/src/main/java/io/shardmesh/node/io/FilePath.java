package io.shardmesh.node.io;

/**
 * The rules for paths of a {@link FilePort}: parts between '/', nothing that could leave the root.
 */
public final class FilePath {
    private FilePath() {}

    /**
     * Returns the path when it keeps the rules.
     *
     * @throws IllegalArgumentException when it does not, which is a bug of the caller
     */
    public static String check(String path) {
        if (path.isEmpty()) {
            return path;
        }
        for (String part : path.split("/", -1)) {
            if (part.isEmpty()
                    || part.equals(".")
                    || part.equals("..")
                    || part.indexOf('\0') >= 0
                    || part.indexOf('\\') >= 0) {
                throw new IllegalArgumentException("not a path of a file port: " + path);
            }
        }
        return path;
    }

    /** The directory that holds the entry; "" for entries of the root and for the root. */
    public static String parent(String path) {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? "" : path.substring(0, slash);
    }

    /** The last part. */
    public static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** The path of an entry in a directory. */
    public static String join(String directory, String name) {
        return directory.isEmpty() ? name : directory + "/" + name;
    }
}
