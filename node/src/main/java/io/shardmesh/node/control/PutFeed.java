package io.shardmesh.node.control;

import static java.util.concurrent.CompletableFuture.completedFuture;

import io.shardmesh.node.api.ByteSource;
import io.shardmesh.node.api.Progress;
import io.shardmesh.node.api.PutRequest;
import io.shardmesh.node.file.FileSource;
import java.nio.ByteBuffer;
import java.util.function.Supplier;

/**
 * Where the service has the bytes of a put from: the file itself, when the command names one that
 * can be opened here; the request, when it came with all of them; else the command.
 *
 * @param end takes what the command answers meanwhile
 * @param close called once the put has ended
 */
record PutFeed(ByteSource source, TransferEnd end, Runnable close) {
    static PutFeed open(
            Frame request,
            PutRequest.FileFacts seen,
            FrameChannel to,
            Supplier<Progress> progress) {
        if (StoreCodec.isWhole(request.head())) {
            return ofContent(request.body(), new ProgressReports(to, progress));
        }
        return StoreCodec.file(request.head())
                .flatMap(meant -> FileSource.open(meant, seen))
                .map(file -> ofFile(file, new ProgressReports(to, progress)))
                .orElseGet(() -> ofCommand(new RemoteSource(to, progress)));
    }

    private static PutFeed ofContent(ByteBuffer content, ProgressReports none) {
        return new PutFeed(target -> completedFuture(give(content, target)), none, () -> {});
    }

    private static int give(ByteBuffer content, ByteBuffer target) {
        int count = Math.min(content.remaining(), target.remaining());
        target.put(content.slice(content.position(), count));
        content.position(content.position() + count);
        return count == 0 ? -1 : count;
    }

    private static PutFeed ofFile(FileSource file, ProgressReports reports) {
        return new PutFeed(reports.reading(file), reports, file::close);
    }

    private static PutFeed ofCommand(RemoteSource command) {
        return new PutFeed(command, command, () -> {});
    }
}
