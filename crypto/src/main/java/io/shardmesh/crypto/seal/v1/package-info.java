/**
 * Sealing of one object's content and metadata, format version 1 (docs/formats/sealing.md). A later
 * version becomes a package beside this one.
 *
 * <p>Depends on {@code crypto}, {@code crypto.blake3} and the JDK's AES-GCM. A file key seals one
 * content and one metadata, then nothing more; sealers and openers belong to one thread each and
 * are closed by who asked for them.
 *
 * <p>Read {@link io.shardmesh.crypto.seal.v1.FileKey} first.
 */
@NullMarked
package io.shardmesh.crypto.seal.v1;

import org.jspecify.annotations.NullMarked;
