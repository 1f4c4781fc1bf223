package io.shardmesh.node.sqlite;

import io.shardmesh.crypto.Digest;
import io.shardmesh.node.catalog.CatalogIndex;
import io.shardmesh.node.catalog.Coverage;
import io.shardmesh.node.catalog.IndexedObject;
import io.shardmesh.node.catalog.IndexedObject.Change;
import io.shardmesh.node.catalog.Stamp;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** The catalog index in a SQLite file, {@code db/catalog} being its schema. */
public final class SqliteCatalogIndex implements CatalogIndex {

    private static final String SEARCH = "search";
    private static final String VISIBLE = " o.deleted = 0 AND o.name_key IS NOT NULL ";
    private static final String NEWEST_FIRST = " ORDER BY o.first_time DESC, o.first_device DESC ";
    private static final String NO_LATER_VERSION =
            " AND NOT EXISTS (SELECT 1 FROM object n WHERE n.name_key = o.name_key AND n.deleted = 0"
                    + " AND (n.first_time, n.first_device) > (o.first_time, o.first_device))";
    private static final String NO_BUNDLE = " AND o.bundle_key IS NOT o.object_key";
    private static final String BEFORE = " AND (o.first_time, o.first_device) < (?, ?)";
    private static final String TAGGED =
            " AND EXISTS (SELECT 1 FROM tag t WHERE t.object = o.id AND t.tag_key = ?)";

    private final SqliteDatabase database;

    private SqliteCatalogIndex(SqliteDatabase database) {
        this.database = database;
    }

    /**
     * Opens or makes the file; a damaged one is thrown away. Futures, this one too, complete on the
     * executor, which should be the strand of the catalog.
     */
    public static CompletableFuture<SqliteCatalogIndex> open(Path file, Executor completion) {
        return SqliteDatabase.open(file, "catalog", completion).thenApply(SqliteCatalogIndex::new);
    }

    /** True when a file was there that was of no use; the catalog fills the new one. */
    public boolean replaced() {
        return database.replaced();
    }

    @Override
    public CompletableFuture<List<Coverage>> coverage() {
        return database.scan("read the coverage of", SqliteCatalogIndex::coverage);
    }

    private static List<Coverage> coverage(SqlSession session) throws SQLException {
        var found = new ArrayList<Coverage>();
        var query =
                session.statement(
                        "SELECT device, log_id, end_offset, last_sequence, last_time"
                                + " FROM log ORDER BY device");
        try (ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                found.add(
                        new Coverage(
                                CatalogRows.device(rows.getBytes(1)),
                                Digest.of(rows.getBytes(2)),
                                rows.getLong(3),
                                rows.getLong(4),
                                rows.getLong(5)));
            }
        }
        return found;
    }

    @Override
    @SuppressWarnings("NullAway") // a Void has no other value
    public CompletableFuture<Void> apply(List<Change> changes, Coverage covered) {
        return database.write(
                "add to",
                session -> {
                    var rows = new CatalogRows(session);
                    for (Change change : changes) {
                        Digest key = change.objectKey();
                        var known = rows.find(key);
                        var before = known.orElseGet(() -> IndexedObject.unknown(key));
                        rows.save(before.with(change), known.isEmpty());
                    }
                    cover(session, covered);
                    return null;
                });
    }

    private static void cover(SqlSession session, Coverage covered) throws SQLException {
        var replace = session.statement("INSERT OR REPLACE INTO log VALUES (?, ?, ?, ?, ?)");
        CatalogRows.bind(
                replace,
                List.of(
                        covered.device().bytes(),
                        covered.logId().bytes(),
                        covered.endOffset(),
                        covered.lastSequence(),
                        covered.lastHybridTime()));
        replace.executeUpdate();
    }

    @Override
    public CompletableFuture<Integer> filesIn(Digest bundle) {
        return database.find(SEARCH, session -> new CatalogRows(session).filesIn(bundle));
    }

    @Override
    public CompletableFuture<List<IndexedObject>> versions(Digest nameKey) {
        String condition = "WHERE" + VISIBLE + "AND o.name_key = ?" + NEWEST_FIRST;
        return find(condition, List.of(nameKey.bytes()));
    }

    @Override
    public CompletableFuture<Integer> versionCount(Digest nameKey) {
        return database.find(SEARCH, session -> new CatalogRows(session).versionCount(nameKey));
    }

    @Override
    public CompletableFuture<Optional<IndexedObject>> object(Digest objectKey) {
        return find("WHERE" + VISIBLE + "AND o.object_key = ?", List.of(objectKey.bytes()))
                .thenApply(found -> found.stream().findFirst());
    }

    @Override
    public CompletableFuture<List<IndexedObject>> latest(
            List<Digest> tagKeys, Optional<Stamp> before, int limit) {
        var condition = new StringBuilder("WHERE" + VISIBLE + NO_BUNDLE + NO_LATER_VERSION);
        var arguments = new ArrayList<Object>();
        before.ifPresent(stamp -> {
            condition.append(BEFORE);
            arguments.add(stamp.hybridTime());
            arguments.add(stamp.device().bytes());
        });
        for (Digest tagKey : tagKeys) {
            condition.append(TAGGED);
            arguments.add(tagKey.bytes());
        }
        arguments.add(limit);
        String all = condition.append(NEWEST_FIRST).append("LIMIT ?").toString();
        return database.scan(SEARCH, session -> new CatalogRows(session).select(all, arguments));
    }

    private CompletableFuture<List<IndexedObject>> find(String condition, List<Object> arguments) {
        return database.find(
                SEARCH, session -> new CatalogRows(session).select(condition, arguments));
    }

    @Override
    @SuppressWarnings("NullAway") // a Void has no other value
    public CompletableFuture<Void> clear() {
        return database.write(
                "clear",
                session -> {
                    for (String table : List.of("tag", "object", "log")) {
                        session.execute("DELETE FROM " + table);
                    }
                    return null;
                });
    }

    @Override
    public CompletableFuture<Void> close() {
        return database.close();
    }
}
