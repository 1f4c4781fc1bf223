package io.shardmesh.node.catalog;

import io.shardmesh.crypto.Digest;
import io.shardmesh.crypto.SecretBytes;
import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureException;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.catalog.CatalogProblem.IndexBehind;
import java.util.ArrayList;
import java.util.List;
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

    private final CatalogPorts ports;
    private final IndexKeys keys;
    private final OpenLogs logs;
    private final LogAppender appender;
    private final IndexAppender indexing;
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
        if (operation instanceof Operation.Unknown) {
            throw new IllegalArgumentException("cannot write " + operation);
        }
        lastHybridTime = Stamp.next(lastHybridTime, ports.clock().millis());
        return appender.append(operation, lastHybridTime).thenCompose(indexing::append);
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
        return ports.index().versions(keys.name(name)).thenApply(List::size);
    }

    /** The object with that key. */
    public CompletableFuture<Optional<CatalogEntry>> findByKey(Digest objectKey) {
        return ports.index()
                .object(objectKey)
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
        var reading = objects.stream().map(this::entry).toList();
        return CompletableFuture.allOf(reading.toArray(CompletableFuture[]::new))
                .thenApply(none -> reading.stream().map(CompletableFuture::resultNow).toList());
    }

    private CompletableFuture<CatalogEntry> entry(IndexedObject object) {
        var put = object.put();
        var tags = object.tags();
        var first = object.first();
        if (put == null || tags == null || first == null) {
            throw new IllegalStateException("the index gave an object without a put");
        }
        var reading = logs.read(put.place());
        return reading.thenCombine(
                tags.equals(put.place()) ? reading : logs.read(tags),
                (state, tagged) -> {
                    if (state instanceof Operation.Put found
                            && found.objectKey().equals(object.objectKey())) {
                        return new CatalogEntry(found, tagsOf(tagged, found), first);
                    }
                    throw damaged(object);
                });
    }

    /** Damage to a record that only changed tags is no reason to lose the entry. */
    private static List<String> tagsOf(Operation tagged, Operation.Put put) {
        return switch (tagged) {
            case Operation.Put later -> later.tags();
            case Operation.Tag tag -> tag.tags();
            case Operation.Delete delete -> put.tags();
            case Operation.Unknown unknown -> put.tags();
        };
    }

    private static FailureException damaged(IndexedObject object) {
        return new Failure(
                        FailureKind.DAMAGED,
                        "read the catalog entry of",
                        object.objectKey().toString(),
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
