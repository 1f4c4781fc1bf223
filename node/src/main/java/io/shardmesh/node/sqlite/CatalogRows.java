package io.shardmesh.node.sqlite;

import io.shardmesh.crypto.Digest;
import io.shardmesh.node.catalog.DeviceId;
import io.shardmesh.node.catalog.IndexedObject;
import io.shardmesh.node.catalog.IndexedObject.Named;
import io.shardmesh.node.catalog.IndexedObject.Place;
import io.shardmesh.node.catalog.Stamp;
import java.nio.ByteBuffer;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Objects of the catalog index as rows, see {@code db/catalog/001.sql}. */
final class CatalogRows {

    private static final String COLUMNS =
            " o.id, o.object_key, o.name_key, o.first_time, o.first_device, o.put_time,"
                    + " o.put_device, o.put_offset, o.tags_time, o.tags_device, o.tags_offset,"
                    + " o.deleted, o.bundle_key FROM object o ";
    private static final String SAVE =
            "INSERT INTO object (object_key, name_key, first_time, first_device, put_time,"
                    + " put_device, put_offset, tags_time, tags_device, tags_offset, deleted,"
                    + " bundle_key) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (object_key) DO UPDATE"
                    + " SET name_key = excluded.name_key, first_time = excluded.first_time,"
                    + " first_device = excluded.first_device, put_time = excluded.put_time,"
                    + " put_device = excluded.put_device, put_offset = excluded.put_offset,"
                    + " tags_time = excluded.tags_time, tags_device = excluded.tags_device,"
                    + " tags_offset = excluded.tags_offset, deleted = excluded.deleted,"
                    + " bundle_key = excluded.bundle_key"
                    + " RETURNING id";

    private final SqlSession session;

    CatalogRows(SqlSession session) {
        this.session = session;
    }

    /** The objects that a condition on {@code o} selects, with arguments for its placeholders. */
    List<IndexedObject> select(String condition, List<Object> arguments) throws SQLException {
        var objects = new ArrayList<IndexedObject>();
        var query = session.statement("SELECT" + COLUMNS + condition);
        bind(query, arguments);
        try (ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                objects.add(object(rows, tags(rows.getLong(1))));
            }
        }
        return objects;
    }

    Optional<IndexedObject> find(Digest objectKey) throws SQLException {
        return select("WHERE o.object_key = ?", List.of(objectKey.bytes())).stream().findFirst();
    }

    int filesIn(Digest bundle) throws SQLException {
        return count("bundle_key = ?1 AND object_key <> ?1 AND name_key IS NOT NULL", bundle);
    }

    int versionCount(Digest nameKey) throws SQLException {
        return count("name_key = ?1", nameKey);
    }

    private int count(String condition, Digest key) throws SQLException {
        var query =
                session.statement("SELECT count(*) FROM object WHERE deleted = 0 AND " + condition);
        query.setBytes(1, key.bytes());
        try (ResultSet row = query.executeQuery()) {
            return row.getInt(1);
        }
    }

    /** Saves an object; one that is new has no tags yet that would have to be forgotten. */
    void save(IndexedObject object, boolean isNew) throws SQLException {
        long id;
        var save = session.statement(SAVE);
        Named put = object.put();
        save.setBytes(1, object.objectKey().bytes());
        save.setBytes(2, put == null ? null : put.nameKey().bytes());
        setStamp(save, 3, object.first());
        setPlace(save, 5, put == null ? null : put.place());
        setPlace(save, 8, object.tags());
        save.setBoolean(11, object.deleted());
        Digest bundle = object.bundle();
        save.setBytes(12, bundle == null ? null : bundle.bytes());
        try (ResultSet row = save.executeQuery()) {
            id = row.getLong(1);
        }
        if (!isNew) {
            var forget = session.statement("DELETE FROM tag WHERE object = ?");
            forget.setLong(1, id);
            forget.executeUpdate();
        }
        var add = session.statement("INSERT INTO tag VALUES (?, ?)");
        for (Digest tagKey : object.tagKeys()) {
            add.setLong(1, id);
            add.setBytes(2, tagKey.bytes());
            add.executeUpdate();
        }
    }

    static void bind(PreparedStatement statement, List<Object> arguments) throws SQLException {
        for (int i = 0; i < arguments.size(); i++) {
            statement.setObject(i + 1, arguments.get(i));
        }
    }

    static DeviceId device(byte[] bytes) {
        return DeviceId.read(ByteBuffer.wrap(bytes));
    }

    private List<Digest> tags(long id) throws SQLException {
        var tags = new ArrayList<Digest>();
        var query = session.statement("SELECT tag_key FROM tag WHERE object = ?");
        query.setLong(1, id);
        try (ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                tags.add(Digest.of(rows.getBytes(1)));
            }
        }
        return tags;
    }

    private static IndexedObject object(ResultSet row, List<Digest> tagKeys) throws SQLException {
        byte[] name = row.getBytes(3);
        Place put = place(row, 6);
        byte[] bundle = row.getBytes(13);
        return new IndexedObject(
                Digest.of(row.getBytes(2)),
                name == null || put == null ? null : new Named(Digest.of(name), put),
                stamp(row, 4),
                place(row, 9),
                tagKeys,
                row.getBoolean(12),
                bundle == null ? null : Digest.of(bundle));
    }

    private static @Nullable Place place(ResultSet row, int column) throws SQLException {
        Stamp stamp = stamp(row, column);
        return stamp == null ? null : new Place(stamp, row.getLong(column + 2));
    }

    private static @Nullable Stamp stamp(ResultSet row, int column) throws SQLException {
        byte[] device = row.getBytes(column + 1);
        return device == null ? null : new Stamp(row.getLong(column), device(device));
    }

    private static void setPlace(PreparedStatement save, int column, @Nullable Place place)
            throws SQLException {
        setStamp(save, column, place == null ? null : place.stamp());
        if (place == null) {
            save.setNull(column + 2, Types.INTEGER);
        } else {
            save.setLong(column + 2, place.offset());
        }
    }

    private static void setStamp(PreparedStatement save, int column, @Nullable Stamp stamp)
            throws SQLException {
        if (stamp == null) {
            save.setNull(column, Types.INTEGER);
            save.setNull(column + 1, Types.BLOB);
        } else {
            save.setLong(column, stamp.hybridTime());
            save.setBytes(column + 1, stamp.device().bytes());
        }
    }
}
