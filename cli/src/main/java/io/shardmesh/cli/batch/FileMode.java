package io.shardmesh.cli.batch;

import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;

/** Permissions as the nine bits of POSIX, and back. */
final class FileMode {
    /** From the owner's reading, the highest bit, to the others' executing. */
    private static final PosixFilePermission[] HIGHEST_FIRST = PosixFilePermission.values();

    private FileMode() {}

    static int of(Set<PosixFilePermission> permissions) {
        int mode = 0;
        for (PosixFilePermission each : HIGHEST_FIRST) {
            mode = mode << 1 | (permissions.contains(each) ? 1 : 0);
        }
        return mode;
    }

    static Set<PosixFilePermission> permissions(int mode) {
        Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
        int bit = 1 << (HIGHEST_FIRST.length - 1);
        for (PosixFilePermission each : HIGHEST_FIRST) {
            if ((mode & bit) != 0) {
                permissions.add(each);
            }
            bit >>= 1;
        }
        return permissions;
    }
}
