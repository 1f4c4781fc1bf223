package io.shardmesh.libp2p.yamux;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.function.Consumer;

/** What waits to be sent: control frames first, then the streams in turn, one frame each. */
final class Outbox {
    /** Answers (pings, resets) that may wait for a peer that does not read them: 48 KiB. */
    private static final int MAX_CONTROL_FRAMES = 4096;

    private final ArrayDeque<Frame> control = new ArrayDeque<>();
    private final ArrayDeque<YamuxStream> ready = new ArrayDeque<>();

    boolean isEmpty() {
        return control.isEmpty() && ready.isEmpty();
    }

    /** Queues a frame that we send of ourselves. */
    void add(Frame frame) {
        control.add(frame);
    }

    /** Queues a frame that the other side made us send. */
    void answer(Frame frame) {
        checkAnswersAreRead();
        control.add(frame);
    }

    void checkAnswersAreRead() {
        if (control.size() >= MAX_CONTROL_FRAMES) {
            throw new YamuxViolation("answers are not read");
        }
    }

    /** Gives the stream a turn if it has something to send and none yet. */
    void queue(YamuxStream stream) {
        if (!stream.queued && stream.hasOutput()) {
            stream.queued = true;
            ready.add(stream);
        }
    }

    /**
     * Takes a stream out that is gone, else a peer that opens and resets without reading fills it.
     */
    void remove(YamuxStream stream) {
        if (stream.queued) {
            ready.remove(stream);
        }
    }

    /** Leaves nothing but one last frame. */
    void endWith(Frame last) {
        ready.clear();
        control.clear();
        control.add(last);
    }

    /**
     * Gives out what waits, until the frame that reaches the bound.
     *
     * @param chunk memory that every piece given out is made in
     * @param out copies what it keeps
     * @param wrote hears of each stream that had its turn; it may queue it again
     * @return how many bytes were given out
     */
    int drain(
            int maxBytes, ByteBuffer chunk, Consumer<ByteBuffer> out, Consumer<YamuxStream> wrote) {
        if (isEmpty()) {
            return 0;
        }
        OutputChunks chunks = new OutputChunks(chunk, out);
        while (!control.isEmpty() && chunks.totalBytes() < maxBytes) {
            chunks.header(control.removeFirst());
        }
        while (!ready.isEmpty() && chunks.totalBytes() < maxBytes) {
            YamuxStream stream = ready.removeFirst();
            stream.queued = false;
            if (!stream.isGone()) {
                stream.writeFrames(chunks);
                wrote.accept(stream);
            }
        }
        chunks.finish();
        return chunks.totalBytes();
    }
}
