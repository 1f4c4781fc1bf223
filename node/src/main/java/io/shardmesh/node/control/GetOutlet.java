package io.shardmesh.node.control;

import io.shardmesh.node.api.ByteSink;
import io.shardmesh.node.api.Progress;
import io.shardmesh.node.file.FileSink;
import java.util.function.Supplier;

/**
 * Where the service puts the bytes of a get: into the file itself, when the command names one that
 * can be opened here, else to the command.
 *
 * @param end takes what the command answers meanwhile
 * @param close called once the get has ended
 */
record GetOutlet(ByteSink sink, TransferEnd end, Runnable close) {
    static GetOutlet open(Fields head, FrameChannel to, Supplier<Progress> progress) {
        return StoreCodec.file(head)
                .flatMap(FileSink::open)
                .map(file -> ofFile(file, new ProgressReports(to, progress)))
                .orElseGet(() -> ofCommand(new RemoteSink(to, progress)));
    }

    private static GetOutlet ofFile(FileSink file, ProgressReports reports) {
        return new GetOutlet(reports.writing(file), reports, file::close);
    }

    private static GetOutlet ofCommand(RemoteSink command) {
        return new GetOutlet(command, command, () -> {});
    }
}
