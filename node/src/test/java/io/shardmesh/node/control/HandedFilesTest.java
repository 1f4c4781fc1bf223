package io.shardmesh.node.control;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shardmesh.crypto.Sha256;
import io.shardmesh.crypto.seal.v1.FileKey;
import io.shardmesh.node.api.ByteSink;
import io.shardmesh.node.api.ByteSource;
import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.api.LocalFile;
import io.shardmesh.node.api.Located;
import io.shardmesh.node.api.Node;
import io.shardmesh.node.api.Operation;
import io.shardmesh.node.api.PutOutcome;
import io.shardmesh.node.api.PutRequest;
import io.shardmesh.node.file.FileSource;
import io.shardmesh.node.file.Identity;
import io.shardmesh.node.home.Home;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Content goes past the socket when the service can open the file, and through it else. */
final class HandedFilesTest {
    @TempDir Path directory;
    private final MemoryNode behind = new MemoryNode();
    private final AtomicInteger asked = new AtomicInteger();
    private ControlServer server;
    private Node client;

    @BeforeEach
    void open() {
        Home home = Home.open(directory.resolve("home"));
        server = ControlServer.open(home, Map.of(), behind);
        client = ControlClient.connect(home, Map.of()).orElseThrow();
    }

    @AfterEach
    void close() {
        client.close();
        server.close();
        behind.close();
    }

    /** A source that counts how often the service asks for bytes, and says to be some file. */
    private ByteSource countingReads(ByteSource source, Optional<LocalFile> file) {
        return new ByteSource() {
            @Override
            public CompletableFuture<Integer> read(ByteBuffer target) {
                asked.incrementAndGet();
                return source.read(target);
            }

            @Override
            public Optional<LocalFile> file() {
                return file;
            }
        };
    }

    private ByteSink countingWrites(ByteSink sink, Optional<LocalFile> file) {
        return new ByteSink() {
            @Override
            public CompletableFuture<Void> write(ByteBuffer bytes) {
                asked.incrementAndGet();
                return sink.write(bytes);
            }

            @Override
            public Optional<LocalFile> file() {
                return file;
            }
        };
    }

    private static PutRequest requestOf(FileSource source) {
        return new PutRequest(
                "n",
                List.of(),
                List.of(),
                PutRequest.USUAL,
                new PutRequest.FileFacts(
                        source.type(), source.mode(), source.modified(), source.sizeBytes()));
    }

    private Path write(byte[] content) throws IOException {
        return Files.write(directory.resolve("f"), content);
    }

    private Operation<PutOutcome> put(FileSource source, Optional<LocalFile> file) {
        return client.objects().put(requestOf(source), countingReads(source, file));
    }

    @Test
    void put_file_isReadByTheService() throws IOException {
        byte[] content = NodeContract.content(3_000_000);
        try (FileSource source = FileSource.open(write(content))) {
            Operation<PutOutcome> put = put(source, source.file());
            assertEquals(Sha256.hash(content), NodeContract.await(put.outcome()).objectKey());
        }
        assertEquals(0, asked.get());
    }

    @Test
    void put_pathThatLeadsToAnotherFile_comesFromTheCommand() throws IOException {
        byte[] content = NodeContract.content(70_000);
        Path file = write(content);
        try (FileSource source = FileSource.open(file)) {
            Optional<LocalFile> meant = source.file();
            Files.move(file, directory.resolve("g"));
            // As long and as old as the one that was meant.
            Files.write(file, new byte[content.length]);
            Files.setLastModifiedTime(file, Files.getLastModifiedTime(directory.resolve("g")));
            asked.set(0);
            Failure failure = NodeContract.failureOf(put(source, meant).outcome());
            assertEquals(FailureKind.SOURCE_CHANGED, failure.kind());
            assertTrue(asked.get() > 0);
        }
    }

    @Test
    void put_fileThatGrewBeforeTheServiceOpenedIt_failsAsTheCommandCallsIt() throws IOException {
        Path file = write(new byte[1000]);
        try (FileSource source = FileSource.open(file)) {
            Files.write(file, new byte[2000]);
            Failure failure = NodeContract.failureOf(put(source, source.file()).outcome());
            assertEquals(FailureKind.SOURCE_CHANGED, failure.kind());
            assertEquals(file.toString(), failure.subject());
        }
    }

    @Test
    void get_intoAFile_isWrittenByTheService() throws IOException {
        byte[] content = NodeContract.content(3_000_000);
        Path output = Files.createFile(directory.resolve("out"));
        ByteArrayOutputStream none = new ByteArrayOutputStream();
        get(content, countingWrites(NodeContract.sinkTo(none), Identity.of(output, "out")));
        assertArrayEquals(content, Files.readAllBytes(output));
        assertEquals(0, asked.get());
    }

    @Test
    void get_intoAFileThatHasContent_goesThroughTheCommand() throws IOException {
        byte[] content = NodeContract.content(70_000);
        Path output = Files.writeString(directory.resolve("out"), "mine");
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        get(content, countingWrites(NodeContract.sinkTo(all), Identity.of(output, "out")));
        assertArrayEquals(content, all.toByteArray());
        assertEquals("mine", Files.readString(output));
    }

    @Test
    void get_intoALink_goesThroughTheCommand() throws IOException {
        byte[] content = NodeContract.content(70_000);
        Path target = Files.createFile(directory.resolve("target"));
        Path link = Files.createSymbolicLink(directory.resolve("link"), target);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        get(content, countingWrites(NodeContract.sinkTo(all), Identity.of(link, "link")));
        assertArrayEquals(content, all.toByteArray());
        assertEquals(0, Files.size(target));
    }

    private void get(byte[] content, ByteSink sink) {
        PutOutcome put =
                NodeContract.await(
                        client.objects()
                                .put(Samples.putRequest("n"), NodeContract.sourceOf(content))
                                .outcome());
        Located located = NodeContract.await(client.objects().locate(put.objectKey()));
        try (FileKey fileKey = NodeContract.keyOf(located)) {
            NodeContract.await(client.objects().get(located, fileKey, sink).outcome());
        }
    }
}
