package io.shardmesh.node.catalog;

import io.shardmesh.crypto.SecretBytes;
import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.catalog.CatalogProblem.SetAside;
import io.shardmesh.node.io.FileHandle;
import io.shardmesh.node.io.FileInfo;
import io.shardmesh.node.io.FilePort;
import io.shardmesh.node.io.OpenMode;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Opens the logs of a folder: {@code own.log}, which this device writes and which is made when it
 * is not there, and every other {@code *.log}, brought here from other devices and only read.
 */
final class LogFiles {

    static final String OWN = "own.log";

    private static final String SUFFIX = ".log";
    private static final String MAKING = "own.log.making";
    private static final String DAMAGED = "own.log.damaged-";

    private final CatalogPorts ports;
    private final FilePort files;
    private final SecretBytes catalogKey;
    private final List<CatalogProblem> problems;
    private final List<DeviceLog> opened = new ArrayList<>();

    /** The key stays the caller's; problems are added to the list. */
    LogFiles(CatalogPorts ports, SecretBytes catalogKey, List<CatalogProblem> problems) {
        this.ports = ports;
        this.files = ports.files();
        this.catalogKey = catalogKey;
        this.problems = problems;
    }

    /** Our own log first, then the others by name; on failure everything is closed again. */
    CompletableFuture<List<DeviceLog>> open() {
        return files.createDirectories(ports.folder())
                .thenCompose(none -> files.syncDirectory(parent()))
                .thenCompose(none -> files.list(ports.folder()))
                .thenCompose(this::openAll)
                .exceptionallyCompose(thrown ->
                        closeAll(opened)
                                .thenCompose(none -> CompletableFuture.failedFuture(thrown)));
    }

    private CompletableFuture<List<DeviceLog>> openAll(List<FileInfo> entries) {
        Set<String> names = new HashSet<>(entries.stream().map(FileInfo::name).toList());
        var opening = names.contains(OWN) ? openOwn(names) : createOwn();
        for (FileInfo entry : entries) {
            String name = entry.name();
            if (!entry.directory() && name.endsWith(SUFFIX) && !name.equals(OWN)) {
                opening = opening.thenCompose(none -> openOther(name));
            }
        }
        return opening.thenApply(none -> List.copyOf(opened));
    }

    /** Written beside and renamed, so that there never is a log without a whole header. */
    private CompletableFuture<Void> createOwn() {
        LogHeader header = LogHeader.create(catalogKey, ports.random());
        return files.open(path(MAKING), OpenMode.CREATE)
                .thenCompose(file -> writeHeader(file, header))
                .thenCompose(none -> files.rename(path(MAKING), path(OWN)))
                .thenCompose(none -> files.syncDirectory(ports.folder()))
                .thenCompose(none -> openOwn(Set.of()));
    }

    private static CompletableFuture<Void> writeHeader(FileHandle file, LogHeader header) {
        return file.truncate(0)
                .thenCompose(none -> file.write(0, ByteBuffer.wrap(header.encode())))
                .thenCompose(none -> file.sync())
                .thenCompose(none -> file.close())
                .exceptionallyCompose(thrown -> closeAfter(file, thrown));
    }

    private CompletableFuture<Void> openOwn(Set<String> names) {
        return openLog(OWN, OpenMode.READ_WRITE)
                .thenCompose(log ->
                        switch (log.outcome) {
                            case LogHeader.Outcome.Usable read -> keep(log, read);
                            case LogHeader.Outcome.Damaged damaged ->
                                    log.file.close().thenCompose(none -> setOwnAside(names));
                            case LogHeader.Outcome.OtherVersion other ->
                                    refuse(log, FailureKind.MALFORMED, why(other));
                            case LogHeader.Outcome.WrongKey wrong ->
                                    refuse(log, FailureKind.WRONG_KEY, why(wrong));
                        });
    }

    private CompletableFuture<Void> setOwnAside(Set<String> names) {
        int number = 1;
        while (names.contains(DAMAGED + number)) {
            number++;
        }
        String aside = path(DAMAGED + number);
        problems.add(new SetAside(aside, "its header is damaged; a new log was begun"));
        return files.rename(path(OWN), aside).thenCompose(none -> createOwn());
    }

    private CompletableFuture<Void> openOther(String name) {
        return openLog(name, OpenMode.READ)
                .thenCompose(log -> {
                    if (log.outcome instanceof LogHeader.Outcome.Usable read) {
                        return keepOther(log, read);
                    }
                    problems.add(new SetAside(path(name), why(log.outcome)));
                    return log.file.close();
                });
    }

    private CompletableFuture<Void> keepOther(Candidate log, LogHeader.Outcome.Usable read) {
        DeviceId device = read.header().device();
        for (DeviceLog other : opened) {
            if (other.header().device().equals(device)) {
                problems.add(new SetAside(log.path, "the same device as " + other.path()));
                read.key().close();
                return log.file.close();
            }
        }
        return keep(log, read);
    }

    private CompletableFuture<Void> keep(Candidate log, LogHeader.Outcome.Usable read) {
        opened.add(new DeviceLog(log.path, log.file, read));
        return Done.now();
    }

    private static CompletableFuture<Void> refuse(Candidate log, FailureKind kind, String why) {
        var failure = new Failure(kind, "open", log.path, why).exception();
        return closeAfter(log.file, failure);
    }

    private record Candidate(String path, FileHandle file, LogHeader.Outcome outcome) {}

    private CompletableFuture<Candidate> openLog(String name, OpenMode mode) {
        var start = ByteBuffer.allocate(LogHeader.SIZE_BYTES);
        return files.open(path(name), mode)
                .thenCompose(file ->
                        Reading.fill(file, 0, start)
                                .thenApply(filled -> {
                                    byte[] bytes = Arrays.copyOf(start.array(), start.position());
                                    return new Candidate(
                                            path(name), file, LogHeader.read(bytes, catalogKey));
                                }));
    }

    private static String why(LogHeader.Outcome outcome) {
        return switch (outcome) {
            case LogHeader.Outcome.Usable usable -> "";
            case LogHeader.Outcome.Damaged damaged -> "its header is damaged";
            case LogHeader.Outcome.OtherVersion(int version) ->
                    "it has version " + version + ", which this program does not know";
            case LogHeader.Outcome.WrongKey wrong -> "it belongs to another key";
        };
    }

    static CompletableFuture<Void> closeAll(List<DeviceLog> logs) {
        return CompletableFuture.allOf(
                logs.stream().map(DeviceLog::close).toArray(CompletableFuture[]::new));
    }

    private static CompletableFuture<Void> closeAfter(FileHandle file, Throwable thrown) {
        return file.close().thenCompose(none -> CompletableFuture.failedFuture(thrown));
    }

    private String path(String name) {
        return ports.folder().isEmpty() ? name : ports.folder() + "/" + name;
    }

    private String parent() {
        int slash = ports.folder().lastIndexOf('/');
        return slash < 0 ? "" : ports.folder().substring(0, slash);
    }
}
