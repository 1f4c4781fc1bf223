package io.shardmesh.testing.cluster;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;

/** What must not be readable on the wire. */
final class PacketChecks {
    private static final long START_LIMIT_SECONDS = 10;

    private PacketChecks() {}

    static void run(TestMesh mesh, Report report) {
        report.check(
                "d: content and name of a file are in no packet on loopback", () -> packets(mesh));
    }

    private static String packets(TestMesh mesh) throws IOException {
        String inside = "sent-" + mesh.random().nextLong(Long.MAX_VALUE);
        String name = "named-" + mesh.random().nextLong(Long.MAX_VALUE);
        // Says that the capture works, and by coming last, that it has seen all before it.
        String control = "control-" + mesh.random().nextLong(Long.MAX_VALUE);
        Watch watch = new Watch(List.of(inside, name, control), control);
        CompletableFuture<Watch.Seen> watching =
                CompletableFuture.supplyAsync(watch, ForkJoinPool.commonPool());
        watch.awaitStart();
        byte[] large = (inside + " ").repeat(20_000).getBytes(StandardCharsets.UTF_8);
        mesh.get(mesh.put(name, large)).requireEqual(large, "of the watched file");
        byte[] small = inside.getBytes(StandardCharsets.UTF_8);
        mesh.get(mesh.put(name + "-inline", small)).requireEqual(small, "of the small one");
        sendInClear(control);
        Watch.Seen seen = watching.join();
        Report.require(seen.needles().contains(control), "the capture does not see its control");
        Report.require(seen.droppedCount() == 0, seen.droppedCount() + " frames were lost");
        Report.require(seen.byteCount() > 2L * large.length, "the capture saw too little");
        Report.require(!seen.needles().contains(inside), "the content is on the wire in clear");
        Report.require(!seen.needles().contains(name), "the name is on the wire in clear");
        return "%d frames of %.1f MB looked through, one control seen"
                .formatted(seen.frameCount(), seen.byteCount() / 1e6);
    }

    private static void sendInClear(String text) throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket client = new Socket(server.getInetAddress(), server.getLocalPort());
                OutputStream out = client.getOutputStream()) {
            out.write(text.getBytes(StandardCharsets.US_ASCII));
        }
    }

    /** Looks at every frame until one holds the last needle. */
    private static final class Watch implements java.util.function.Supplier<Watch.Seen> {
        /** What was seen. */
        record Seen(Set<String> needles, long frameCount, long byteCount, int droppedCount) {}

        private static final int QUIET_LIMIT = 600; // Waits of 100 ms: the control never came.

        private final CountDownLatch started = new CountDownLatch(1);
        private final List<String> needles;
        private final String last;

        Watch(List<String> needles, String last) {
            this.needles = needles;
            this.last = last;
        }

        void awaitStart() throws IOException {
            try {
                Report.require(
                        started.await(START_LIMIT_SECONDS, TimeUnit.SECONDS),
                        "the capture did not start");
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                throw new IOException(stopped);
            }
        }

        @Override
        public Seen get() {
            Set<String> found = ConcurrentHashMap.newKeySet();
            long frameCount = 0;
            long byteCount = 0;
            try (LoopbackCapture capture = LoopbackCapture.open()) {
                started.countDown();
                int quietCount = 0;
                while (!found.contains(last) && quietCount < QUIET_LIMIT) {
                    MemorySegment frame = capture.next();
                    quietCount = frame.byteSize() == 0 ? quietCount + 1 : 0;
                    frameCount += frame.byteSize() == 0 ? 0 : 1;
                    byteCount += frame.byteSize();
                    search(frame, found);
                }
                return new Seen(found, frameCount, byteCount, capture.droppedCount());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private void search(MemorySegment frame, Set<String> found) {
            // Latin-1 maps every byte to one char, so any ASCII text is found wherever it stands.
            String text =
                    new String(frame.toArray(ValueLayout.JAVA_BYTE), StandardCharsets.ISO_8859_1);
            needles.stream().filter(text::contains).forEach(found::add);
        }
    }
}
