package io.shardmesh.node.control;

import io.shardmesh.crypto.Digest;
import io.shardmesh.node.api.Catalog;
import io.shardmesh.node.api.CatalogEntry;
import io.shardmesh.node.api.CatalogPage;
import io.shardmesh.node.api.CatalogQuery;
import java.util.List;
import java.util.Optional;

/** The catalog on the wire. */
final class CatalogCodec {
    private CatalogCodec() {}

    static Fields encode(CatalogQuery query) {
        return knowing(Fields.ofType("list-newest"))
                .putAll("tags", query.tags(), tag -> tag)
                .put("from", query.from())
                .put("limit", query.limit());
    }

    /** Says that who asks knows what to do with a file in a bundle. */
    static Fields knowing(Fields request) {
        return request.put("bundles", true);
    }

    /** Whether who asks may be told of it: an older command would take the bundle for the file. */
    static boolean isFor(Fields request, CatalogEntry entry) {
        return entry.place().isEmpty() || (request.has("bundles") && request.flag("bundles"));
    }

    static CatalogPage visible(Fields request, CatalogPage page) {
        return new CatalogPage(
                page.entries().stream().filter(entry -> isFor(request, entry)).toList(),
                page.next());
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
        return Fields.ofType("ok").putObject("entry", entry.map(CatalogCodec::encode));
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
                .put("durability", StoreCodec.encode(entry.durability()))
                .putObject("place", entry.place().map(CatalogCodec::encode));
    }

    private static Fields encode(CatalogEntry.BundlePlace place) {
        return Fields.empty()
                .put("key", place.key().toString())
                .put("offset", place.offset())
                .put("digest", place.digest().toString())
                .put("mode", place.mode())
                .put("modified", Times.encode(place.modified()));
    }

    private static CatalogEntry.BundlePlace place(Fields fields) {
        return new CatalogEntry.BundlePlace(
                Digest.parse(fields.text("key")),
                fields.number("offset"),
                Digest.parse(fields.text("digest")),
                fields.count("mode"),
                Times.instant(fields.object("modified")));
    }

    static Fields encode(List<Catalog.Retag> changes) {
        return Fields.ofType("retag")
                .putAll(
                        "changes",
                        changes,
                        change ->
                                Fields.empty()
                                        .put("key", change.key().toString())
                                        .putAll("tags", change.tags(), tag -> tag));
    }

    static List<Catalog.Retag> retags(Fields fields) {
        return fields.objects(
                "changes",
                change ->
                        new Catalog.Retag(Digest.parse(change.text("key")), change.texts("tags")));
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
                StoreCodec.durability(fields.object("durability")),
                fields.optionalObject("place").map(CatalogCodec::place));
    }
}
