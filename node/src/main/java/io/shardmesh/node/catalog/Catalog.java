package io.shardmesh.node.catalog;

import io.shardmesh.crypto.Digest;
import io.shardmesh.crypto.SecretBytes;
import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureException;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.bundle.BundledFile;
import io.shardmesh.node.catalog.CatalogProblem.IndexBehind;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The owner's catalog. The truth are the logs: one that this device appends to, others that were
 * brought from the owner's other devices. The index only finds what they hold.
 *
 * <p>Confined to the strand on which the futures of its ports complete; its own complete there too,
 * failed ones with a {@link io.shardmesh.node.api.FailureException}. No method blocks or throws for
 * what comes from outside.
 */
public final class Catalog {

    /** Length of a log in which nothing was recorded yet. */
    public static final long EMPTY_LOG_BYTES = LogHeader.SIZE_BYTES;

    private final CatalogPorts ports;
    private final IndexKeys keys;
    private final OpenLogs logs;
    private final LogAppender appender;
    private final IndexAppender indexing;
    private final LogCopies copies;
    private final List<CatalogProblem> problems;
    private long lastHybridTime;

    Catalog(
            CatalogPorts ports,
            IndexKeys keys,
            OpenLogs logs,
            LogAppender appender,
            long lastHybridTime,
            List<CatalogProblem> problems) {
        this.ports = ports;
        this.keys = keys;
        this.logs = logs;
        this.appender = appender;
        this.lastHybridTime = lastHybridTime;
        this.problems = new ArrayList<>(problems);
        this.copies = new LogCopies(ports, keys, logs, appender);
        this.indexing = new IndexAppender(ports.index(), keys, appender.end(), this::fellBehind);
    }

    /**
     * Opens the logs of a folder, makes our own if there is none, cuts its torn tail, and brings
     * the index up to them. Damage never stops it: see {@link #problems}.
     *
     * <p>Fails with WRONG_KEY when our own log belongs to another catalog key, and with MALFORMED
     * when a newer program wrote it; nothing is changed then.
     *
     * @param catalogKey stays the caller's, needed until the future completes
     */
    public static CompletableFuture<Catalog> open(CatalogPorts ports, SecretBytes catalogKey) {
        return CatalogOpening.open(ports, catalogKey);
    }

    /** What was wrong with the files, since and including the opening. */
    public List<CatalogProblem> problems() {
        return List.copyOf(problems);
    }

    /** The identity of the log that this device writes. */
    public DeviceId device() {
        return appender.end().device();
    }

    /**
     * Records an operation. Completes when it is synced and can be found; operations complete in
     * the order of the calls. Fails with BUSY when too many wait, else with what the port said.
     *
     * @return the operation's stamp
     * @throws IllegalArgumentException for {@link Operation.Unknown}
     */
    public CompletableFuture<Stamp> append(Operation operation) {
        return append(List.of(operation)).thenApply(List::getFirst);
    }

    /**
     * Records operations that belong together, in this order, by one write and one change of the
     * index; else as the other form does.
     *
     * @param operations 1 to {@link Limits#MAX_TOGETHER}
     */
    public CompletableFuture<List<Stamp>> append(List<Operation> operations) {
        if (operations.isEmpty() || operations.size() > Limits.MAX_TOGETHER) {
            throw new IllegalArgumentException(operations.size() + " operations");
        }
        var timed = new ArrayList<LogAppender.Timed>();
        for (Operation operation : operations) {
            if (operation instanceof Operation.Unknown) {
                throw new IllegalArgumentException("cannot write " + operation);
            }
            lastHybridTime = Stamp.next(lastHybridTime, ports.clock().millis());
            timed.add(new LogAppender.Timed(operation, lastHybridTime));
        }
        return appender.append(timed).thenCompose(indexing::append);
    }

    /**
     * How many names point into a bundle. With none left nobody needs it, and its holders may be
     * told so.
     */
    public CompletableFuture<Integer> filesIn(Digest bundle) {
        return ports.index().filesIn(bundle);
    }

    /** How an object, which may be a bundle, was stored; empty when it is not in the catalog. */
    public CompletableFuture<Optional<Operation.Shards>> shards(Digest objectKey) {
        return ports.index()
                .object(objectKey)
                .thenCompose(object ->
                        object.map(known -> state(known).thenApply(Catalog::shards))
                                .orElseGet(() -> done(Optional.empty())));
    }

    private static <T> CompletableFuture<T> done(T value) {
        return CompletableFuture.completedFuture(value);
    }

    private static Optional<Operation.Shards> shards(Operation state) {
        return switch (state) {
            case Operation.Put put -> Optional.of(put.shards());
            case Operation.Bundle bundle -> Optional.of(bundle.shards());
            case Operation.Bundled file -> Optional.empty();
            case Operation.Tag tag -> Optional.empty();
            case Operation.Delete delete -> Optional.empty();
            case Operation.Unknown unknown -> Optional.empty();
        };
    }

    /** Bytes of our own log that are surely on the disk, from its beginning on. */
    public long ownLogBytes() {
        return copies.ownEnd();
    }

    /** Fills the buffer with bytes of our own log, of which there must be as many. */
    public CompletableFuture<Boolean> readOwnLog(long offset, ByteBuffer target) {
        return copies.readOwn(offset, target);
    }

    /** How many bytes of a device's log are here; 0 when nothing of it is. */
    public CompletableFuture<Long> logBytes(DeviceId device) {
        return copies.end(device);
    }

    /**
     * Adds bytes of another device's log to the copy that is here, and what they say to the index.
     *
     * <p>Fails with MALFORMED when they are not of such a log, WRONG_KEY when it is another
     * owner's.
     *
     * @param offset where they begin in the log; at most {@link #logBytes}
     * @param catalogKey stays the caller's, needed until the future completes
     * @return how many bytes of whole records are here now
     */
    public CompletableFuture<Long> extendLog(
            DeviceId device, long offset, ByteBuffer bytes, SecretBytes catalogKey) {
        return copies.extend(device, offset, bytes, catalogKey)
                .thenApply(reached -> {
                    lastHybridTime = Math.max(lastHybridTime, reached.lastHybridTime());
                    return reached.endOffset();
                });
    }

    private void fellBehind(Throwable thrown) {
        problems.add(new IndexBehind(ports.folder(), thrown.toString()));
    }

    /** The latest version of that name. */
    public CompletableFuture<Optional<CatalogEntry>> findByName(String name) {
        return ports.index()
                .versions(keys.name(name))
                .thenCompose(versions -> entries(versions.stream().limit(1).toList()))
                .thenApply(entries -> entries.stream().findFirst());
    }

    /** All versions of that name, the latest first. */
    public CompletableFuture<List<CatalogEntry>> versions(String name) {
        return ports.index().versions(keys.name(name)).thenCompose(this::entries);
    }

    /** How many versions that name has. */
    public CompletableFuture<Integer> versionCount(String name) {
        return ports.index().versionCount(keys.name(name));
    }

    /** The object, or file of a bundle, with that key; a bundle has no entry. */
    public CompletableFuture<Optional<CatalogEntry>> findByKey(Digest key) {
        return ports.index()
                .object(key)
                .thenApply(object -> object.filter(known -> !known.isBundle()))
                .thenCompose(object -> entries(object.stream().toList()))
                .thenApply(entries -> entries.stream().findFirst());
    }

    /**
     * The latest version of each name, if it has all these tags; the one put last first.
     *
     * @param before {@link CatalogEntry#version} of the last entry of the page before, if any
     * @param limit entries of a page, at least 1
     */
    public CompletableFuture<List<CatalogEntry>> list(
            List<String> tags, Optional<Stamp> before, int limit) {
        return ports.index().latest(keys.tags(tags), before, limit).thenCompose(this::entries);
    }

    private CompletableFuture<List<CatalogEntry>> entries(List<IndexedObject> objects) {
        var bundles = new HashMap<Digest, CompletableFuture<Operation.Bundle>>();
        var reading = objects.stream().map(object -> entry(object, bundles)).toList();
        return CompletableFuture.allOf(reading.toArray(CompletableFuture[]::new))
                .thenApply(none -> reading.stream().map(CompletableFuture::resultNow).toList());
    }

    /** What the record of its latest put says, whatever kind that is of. */
    private CompletableFuture<Operation> state(IndexedObject object) {
        return logs.read(Objects.requireNonNull(object.put(), "an object without a put").place());
    }

    /**
     * Reads one entry.
     *
     * @param bundles those that other entries have asked for: many lie in the same one
     */
    private CompletableFuture<CatalogEntry> entry(
            IndexedObject object, Map<Digest, CompletableFuture<Operation.Bundle>> bundles) {
        var put = object.put();
        var tags = object.tags();
        var first = object.first();
        if (put == null || tags == null || first == null) {
            throw new IllegalStateException("the index gave an object without a put");
        }
        var reading = state(object);
        var tagged = tags.equals(put.place()) ? reading : logs.read(tags);
        return reading.thenCompose(state ->
                switch (state) {
                    case Operation.Put found when found.objectKey().equals(object.objectKey()) ->
                            tagged.thenApply(from ->
                                    new CatalogEntry(
                                            found,
                                            tagsOf(from, found.tags()),
                                            Optional.empty(),
                                            first));
                    case Operation.Bundled file when file.key().equals(object.objectKey()) ->
                            bundles.computeIfAbsent(file.bundle(), this::bundle)
                                    .thenCombine(
                                            tagged,
                                            (bundle, from) ->
                                                    new CatalogEntry(
                                                            put(file, bundle),
                                                            tagsOf(from, file.tags()),
                                                            Optional.of(file),
                                                            first));
                    default -> throw damaged(object.objectKey());
                });
    }

    private CompletableFuture<Operation.Bundle> bundle(Digest objectKey) {
        return ports.index()
                .object(objectKey)
                .thenCompose(
                        object -> object.map(this::state).orElseGet(() -> done(OpenLogs.DAMAGED)))
                .thenApply(state -> {
                    if (state instanceof Operation.Bundle found
                            && found.objectKey().equals(objectKey)) {
                        return found;
                    }
                    throw damaged(objectKey);
                });
    }

    private static Operation.Put put(Operation.Bundled bundled, Operation.Bundle bundle) {
        BundledFile file = bundled.file();
        return new Operation.Put(
                file.name(),
                bundle.objectKey(),
                new Operation.FileFacts(
                        file.sizeBytes(),
                        file.facts().type(),
                        file.facts().modified(),
                        bundle.stored()),
                bundled.tags(),
                bundle.readerCount(),
                bundle.shards());
    }

    /** Damage to a record that only changed tags is no reason to lose the entry. */
    private static List<String> tagsOf(Operation tagged, List<String> first) {
        return switch (tagged) {
            case Operation.Put later -> later.tags();
            case Operation.Bundled later -> later.tags();
            case Operation.Tag tag -> tag.tags();
            case Operation.Bundle bundle -> first;
            case Operation.Delete delete -> first;
            case Operation.Unknown unknown -> first;
        };
    }

    private static FailureException damaged(Digest key) {
        return new Failure(
                        FailureKind.DAMAGED,
                        "read the catalog entry of",
                        key.toString(),
                        "its record in the log is damaged")
                .exception();
    }

    /** Writes what was appended, then closes the logs and wipes the keys. The index stays open. */
    public CompletableFuture<Void> close() {
        return appender.close()
                .thenCompose(none -> indexing.idle())
                .thenCompose(indexed -> logs.close())
                .whenComplete((none, thrown) -> keys.close());
    }
}
