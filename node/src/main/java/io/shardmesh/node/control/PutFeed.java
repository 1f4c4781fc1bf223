package io.shardmesh.node.control;

import io.shardmesh.node.api.ByteSource;
import io.shardmesh.node.api.Progress;
import io.shardmesh.node.api.PutRequest;
import io.shardmesh.node.file.FileSource;
import java.util.function.Supplier;

/**
 * Where the service has the bytes of a put from: the file itself, when the command names one that
 * can be opened here, else the command.
 *
 * @param end takes what the command answers meanwhile
 * @param close called once the put has ended
 */
record PutFeed(ByteSource source, TransferEnd end, Runnable close) {
    static PutFeed open(
            Fields head, PutRequest.FileFacts seen, FrameChannel to, Supplier<Progress> progress) {
        return StoreCodec.file(head)
                .flatMap(meant -> FileSource.open(meant, seen))
                .map(file -> ofFile(file, new ProgressReports(to, progress)))
                .orElseGet(() -> ofCommand(new RemoteSource(to, progress)));
    }

    private static PutFeed ofFile(FileSource file, ProgressReports reports) {
        return new PutFeed(reports.reading(file), reports, file::close);
    }

    private static PutFeed ofCommand(RemoteSource command) {
        return new PutFeed(command, command, () -> {});
    }
}
