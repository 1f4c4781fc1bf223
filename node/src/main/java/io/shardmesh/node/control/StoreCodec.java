package io.shardmesh.node.control;

import io.shardmesh.crypto.Digest;
import io.shardmesh.crypto.ReadingPublicKey;
import io.shardmesh.erasure.Scheme;
import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.node.api.ByteRange;
import io.shardmesh.node.api.Distribution;
import io.shardmesh.node.api.Durability;
import io.shardmesh.node.api.GetOutcome;
import io.shardmesh.node.api.LocalFile;
import io.shardmesh.node.api.Located;
import io.shardmesh.node.api.Progress;
import io.shardmesh.node.api.PutOutcome;
import io.shardmesh.node.api.PutRequest;
import io.shardmesh.node.api.ShareOutcome;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Store mode on the wire. */
final class StoreCodec {
    private StoreCodec() {}

    static Fields encode(PutRequest request) {
        PutRequest.FileFacts file = request.file();
        return Fields.ofType("put")
                .put("name", request.name())
                .putAll("tags", request.tags(), tag -> tag)
                .putAll("readers", request.readers(), ReadingPublicKey::toString)
                .put("scheme", request.spread().scheme().map(Scheme::toString))
                .put("minMachines", request.spread().minMachines())
                .put("blockBytes", request.spread().blockBytes())
                .put("mediaType", file.type())
                .put("mode", file.mode())
                .put("modified", Times.encode(file.modified()))
                .put("expectedBytes", file.expectedBytes());
    }

    /** Where the index of a bundle begins; empty for a put of a file. */
    static Optional<Long> indexOffset(Fields putRequest) {
        return putRequest.type().equals("putBundle")
                ? Optional.of(putRequest.number("indexOffset"))
                : Optional.empty();
    }

    /** Whether the body of a request for a put is all of the content. */
    static boolean isWhole(Fields putRequest) {
        return putRequest.has("whole") && putRequest.flag("whole");
    }

    static PutRequest putRequest(Fields fields) {
        return new PutRequest(
                fields.text("name"),
                fields.texts("tags"),
                fields.texts("readers").stream().map(ReadingPublicKey::parse).toList(),
                new PutRequest.Spread(
                        fields.optionalText("scheme").map(Scheme::parse),
                        fields.optionalCount("minMachines"),
                        fields.optionalCount("blockBytes")),
                new PutRequest.FileFacts(
                        fields.text("mediaType"),
                        fields.count("mode"),
                        Times.instant(fields.object("modified")),
                        fields.optionalNumber("expectedBytes")));
    }

    static Fields encode(PutOutcome outcome) {
        return Fields.ofType("ok")
                .put("objectKey", outcome.objectKey().toString())
                .put("durability", encode(outcome.durability()))
                .put("sizeBytes", outcome.sizeBytes())
                .put("storedBytes", outcome.storedBytes())
                .put("tookNanos", outcome.took().toNanos());
    }

    static PutOutcome putOutcome(Fields fields) {
        return new PutOutcome(
                Digest.parse(fields.text("objectKey")),
                durability(fields.object("durability")),
                fields.number("sizeBytes"),
                fields.number("storedBytes"),
                Duration.ofNanos(fields.number("tookNanos")));
    }

    static Fields encode(Durability durability) {
        return Fields.empty()
                .put("scheme", durability.scheme().toString())
                .put("inline", durability.inline())
                .put("completeCount", durability.completeCount())
                .put("machineCount", durability.machineCount())
                .put("survivesMachineCount", durability.survivesMachineCount());
    }

    static Durability durability(Fields fields) {
        return new Durability(
                Scheme.parse(fields.text("scheme")),
                fields.flag("inline"),
                fields.count("completeCount"),
                fields.count("machineCount"),
                fields.count("survivesMachineCount"));
    }

    /** The three records of an object, one after the other; the head has their lengths. */
    static Frame encode(String type, Located located, byte[] tail) {
        byte[] header = located.header();
        byte[] manifest = located.manifest();
        byte[] envelope = located.envelope();
        ByteBuffer body =
                ByteBuffer.allocate(
                        header.length + manifest.length + envelope.length + tail.length);
        body.put(header).put(manifest).put(envelope).put(tail).flip();
        Fields head =
                Fields.ofType(type)
                        .put("objectKey", located.objectKey().toString())
                        .put("headerBytes", header.length)
                        .put("manifestBytes", manifest.length)
                        .put("envelopeBytes", envelope.length)
                        .put("foundCount", located.foundCount())
                        .put("neededCount", located.neededCount());
        return new Frame(head, body);
    }

    /** Reads the records and leaves what follows them in the body of the frame. */
    static Located located(Frame frame) {
        Fields head = frame.head();
        byte[] header = take(frame, "headerBytes");
        byte[] manifest = take(frame, "manifestBytes");
        byte[] envelope = take(frame, "envelopeBytes");
        return Located.of(
                Digest.parse(head.text("objectKey")),
                new Located.Records(header, manifest, envelope),
                head.count("foundCount"),
                head.count("neededCount"));
    }

    /** The range that a get is about. */
    static Optional<ByteRange> range(Fields head) {
        return head.optionalText("range")
                .map(text ->
                        ByteRange.parse(text)
                                .orElseThrow(
                                        () -> new MalformedControlException("\"range\" is none")));
    }

    private static byte[] take(Frame frame, String lengthName) {
        int length = frame.head().count(lengthName);
        if (length > frame.body().remaining()) {
            throw new MalformedControlException("\"" + lengthName + "\" is beyond the body");
        }
        byte[] bytes = new byte[length];
        frame.body().get(bytes);
        return bytes;
    }

    static Fields encode(GetOutcome outcome) {
        return Fields.ofType("ok")
                .put("sizeBytes", outcome.sizeBytes())
                .put("fetchedBytes", outcome.fetchedBytes())
                .putAll("problems", outcome.problems(), StoreCodec::encode)
                .put("tookNanos", outcome.took().toNanos());
    }

    static GetOutcome getOutcome(Fields fields) {
        return new GetOutcome(
                fields.number("sizeBytes"),
                fields.number("fetchedBytes"),
                fields.objects("problems", StoreCodec::problem),
                Duration.ofNanos(fields.number("tookNanos")));
    }

    private static Fields encode(GetOutcome.ShardProblem problem) {
        return Fields.empty()
                .put("index", problem.index())
                .put("holder", problem.holder().toString())
                .put("machine", problem.machine())
                .put("what", problem.what());
    }

    private static GetOutcome.ShardProblem problem(Fields fields) {
        return new GetOutcome.ShardProblem(
                fields.count("index"),
                PeerId.parse(fields.text("holder")),
                fields.text("machine"),
                fields.text("what"));
    }

    static Fields encode(Distribution distribution) {
        return Fields.ofType("ok")
                .put("objectKey", distribution.objectKey().toString())
                .put("durability", encode(distribution.durability()))
                .putAll("placements", distribution.placements(), StoreCodec::encode);
    }

    static Distribution distribution(Fields fields) {
        return new Distribution(
                Digest.parse(fields.text("objectKey")),
                durability(fields.object("durability")),
                fields.objects("placements", StoreCodec::placement));
    }

    private static Fields encode(Distribution.Placement placement) {
        return Fields.empty()
                .put("index", placement.index())
                .put("peer", placement.peer().toString())
                .put("machine", placement.machine())
                .put("alive", placement.alive())
                .put("complete", placement.complete());
    }

    private static Distribution.Placement placement(Fields fields) {
        return new Distribution.Placement(
                fields.count("index"),
                PeerId.parse(fields.text("peer")),
                fields.text("machine"),
                fields.flag("alive"),
                fields.flag("complete"));
    }

    static Fields encode(ShareOutcome outcome) {
        return Fields.ofType("ok")
                .put("objectKey", outcome.objectKey().toString())
                .put("readerCount", outcome.readerCount())
                .put("holderCount", outcome.holderCount())
                .put("neededCount", outcome.neededCount())
                .putAll("away", outcome.away(), PeerId::toString);
    }

    static ShareOutcome shareOutcome(Fields fields) {
        return new ShareOutcome(
                Digest.parse(fields.text("objectKey")),
                fields.count("readerCount"),
                fields.count("holderCount"),
                fields.count("neededCount"),
                fields.texts("away").stream().map(PeerId::parse).toList());
    }

    static Optional<Fields> encodeFile(Optional<LocalFile> file) {
        return file.map(known ->
                Fields.empty()
                        .put("path", known.path().toString())
                        .put("device", known.device())
                        .put("inode", known.inode())
                        .put("called", known.called()));
    }

    /** The file that the command reads or writes, which the service may open instead. */
    static Optional<LocalFile> file(Fields head) {
        return head.optionalObject("file")
                .map(file ->
                        new LocalFile(
                                Path.of(file.text("path")),
                                file.number("device"),
                                file.number("inode"),
                                file.text("called")));
    }

    /** Adds progress to a message that goes out anyway. */
    static Fields withProgress(Fields fields, Progress progress) {
        return fields.put("doneBytes", progress.doneBytes())
                .put("totalBytes", progress.totalBytes());
    }

    static Progress progress(Fields fields) {
        return new Progress(fields.number("doneBytes"), fields.optionalNumber("totalBytes"));
    }
}
