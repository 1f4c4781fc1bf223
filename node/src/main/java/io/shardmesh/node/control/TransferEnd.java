package io.shardmesh.node.control;

import io.shardmesh.node.api.Failure;

/** The service's end of a put or a get: what the command answers goes here. */
sealed interface TransferEnd permits RemoteSource, RemoteSink, ProgressReports {
    /** Takes an answer; throws {@link MalformedControlException} when nothing was asked for. */
    void received(Frame frame);

    /** The command is gone: ends what waits for an answer of it, and all that will. */
    void abandon(Failure why);
}
