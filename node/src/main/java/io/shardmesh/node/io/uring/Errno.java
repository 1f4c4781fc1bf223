package io.shardmesh.node.io.uring;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/**
 * Errors of the kernel (asm-generic/errno-base.h and errno.h) as what the JDK throws for them, so
 * that both file ports report the same failures. Results of the kernel are negated numbers.
 */
final class Errno {
    static final int EPERM = 1;
    static final int ENOENT = 2;
    static final int EINTR = 4;
    static final int EIO = 5;
    static final int EAGAIN = 11;
    static final int ENOMEM = 12;
    static final int EACCES = 13;
    static final int EBUSY = 16;
    static final int EEXIST = 17;
    static final int EISDIR = 21;
    static final int EINVAL = 22;
    static final int ENOSYS = 38;
    static final int ECANCELED = 125;

    private Errno() {}

    /** The exception of a failed operation on a path. */
    static IOException exception(int result, String path) {
        return switch (-result) {
            case ENOENT -> new NoSuchFileException(path);
            case EEXIST -> new FileAlreadyExistsException(path);
            case EACCES -> new AccessDeniedException(path);
            default -> new FileSystemException(path, null, words(result));
        };
    }

    /** Whether the same may be asked again at once. */
    static boolean isPassing(int result) {
        return result == -EINTR || result == -EAGAIN;
    }

    /** What strerror(3) says in English; the number of errors that files do not have. */
    static String words(int result) {
        return switch (-result) {
            case EPERM -> "operation not permitted";
            case ENOENT -> "no such file or directory";
            case EIO -> "input/output error";
            case 9 -> "bad file descriptor";
            case EAGAIN -> "resource temporarily unavailable";
            case ENOMEM -> "cannot allocate memory";
            case EACCES -> "permission denied";
            case EBUSY -> "device or resource busy";
            case 20 -> "not a directory";
            case EISDIR -> "is a directory";
            case EINVAL -> "invalid argument";
            case 23, 24 -> "too many open files";
            case 27 -> "file too large";
            case 28 -> "no space left on device";
            case 30 -> "read-only file system";
            case 36 -> "file name too long";
            case ENOSYS -> "function not implemented";
            case 40 -> "too many levels of symbolic links";
            case 122 -> "disk quota exceeded";
            default -> "error " + -result;
        };
    }
}
