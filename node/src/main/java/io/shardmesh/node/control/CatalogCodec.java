package io.shardmesh.node.control;

import io.shardmesh.crypto.Digest;
import io.shardmesh.node.api.CatalogEntry;
import io.shardmesh.node.api.CatalogPage;
import io.shardmesh.node.api.CatalogQuery;
import java.util.Optional;

/** The catalog on the wire. */
final class CatalogCodec {
    private CatalogCodec() {}

    static Fields encode(CatalogQuery query) {
        return Fields.ofType("list-newest")
                .putAll("tags", query.tags(), tag -> tag)
                .put("from", query.from())
                .put("limit", query.limit());
    }

    static CatalogQuery query(Fields fields) {
        return new CatalogQuery(
                fields.texts("tags"), fields.optionalText("from"), fields.count("limit"));
    }

    static Fields encode(CatalogPage page) {
        return Fields.ofType("ok")
                .putAll("entries", page.entries(), CatalogCodec::encode)
                .put("next", page.next());
    }

    static CatalogPage page(Fields fields) {
        return new CatalogPage(
                fields.objects("entries", CatalogCodec::entry), fields.optionalText("next"));
    }

    static Fields encode(Optional<CatalogEntry> entry) {
        return Fields.ofType("ok").put("entry", entry.map(CatalogCodec::encode));
    }

    static Optional<CatalogEntry> optionalEntry(Fields fields) {
        return fields.optionalObject("entry").map(CatalogCodec::entry);
    }

    private static Fields encode(CatalogEntry entry) {
        CatalogEntry.FileSummary file = entry.file();
        return Fields.empty()
                .put("name", entry.name())
                .put("objectKey", entry.objectKey().toString())
                .put("version", entry.version())
                .putAll("tags", entry.tags(), tag -> tag)
                .put("sizeBytes", file.sizeBytes())
                .put("mediaType", file.type())
                .put("modified", Times.encode(file.modified()))
                .put("stored", Times.encode(file.stored()))
                .put("readerCount", file.readerCount())
                .put("durability", StoreCodec.encode(entry.durability()));
    }

    private static CatalogEntry entry(Fields fields) {
        return new CatalogEntry(
                fields.text("name"),
                Digest.parse(fields.text("objectKey")),
                fields.number("version"),
                fields.texts("tags"),
                new CatalogEntry.FileSummary(
                        fields.number("sizeBytes"),
                        fields.text("mediaType"),
                        Times.instant(fields.object("modified")),
                        Times.instant(fields.object("stored")),
                        fields.count("readerCount")),
                StoreCodec.durability(fields.object("durability")));
    }
}
