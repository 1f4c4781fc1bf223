package io.shardmesh.cli.batch;

import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureException;
import io.shardmesh.node.api.FailureKind;
import java.util.List;

/**
 * Where a name leads below a destination. A name is what somebody once typed, or what a bundle of
 * somebody else says, and never leads anywhere else.
 *
 * @param parts folders and, last, the file; none of them empty, {@code .} or {@code ..}
 */
record OutputName(List<String> parts) {
    private static final int MAX_PARTS = 100;

    OutputName {
        parts = List.copyOf(parts);
    }

    /**
     * Reads a name; fails with REFUSED when it would lead out of the destination, or nowhere.
     *
     * @param structured whether the folders in the name count; else only its last part does
     */
    static OutputName of(String name, boolean structured) {
        List<String> all = List.of(name.split("/", -1));
        List<String> parts = structured ? all : List.of(all.getLast());
        if (structured && name.startsWith("/")) {
            throw refused(name, "it begins at the root");
        }
        if (parts.contains("..") || parts.contains(".")) {
            throw refused(name, "a part of it is . or ..");
        }
        if (parts.contains("") || name.indexOf('\0') >= 0) {
            throw refused(name, "a part of it is empty, or has a NUL");
        }
        if (parts.size() > MAX_PARTS || parts.getFirst().equals(Destination.STAGING)) {
            throw refused(
                    name, "it is too deep, or has the name of the folder for unfinished files");
        }
        return new OutputName(parts);
    }

    private static FailureException refused(String name, String cause) {
        return new Failure(
                        FailureKind.REFUSED,
                        "write",
                        name,
                        cause + ", so it is not written; 'get' takes it to an output of its own")
                .exception();
    }

    String last() {
        return parts.getLast();
    }

    List<String> folders() {
        return parts.subList(0, parts.size() - 1);
    }

    String text() {
        return String.join("/", parts);
    }
}
