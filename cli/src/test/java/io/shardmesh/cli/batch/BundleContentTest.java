package io.shardmesh.cli.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.shardmesh.crypto.blake3.Blake3;
import io.shardmesh.node.api.FailureException;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.bundle.BundleIndex;
import io.shardmesh.node.bundle.BundlePlan;
import io.shardmesh.node.bundle.BundledFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BundleContentTest {
    private static final int FILE_BYTES = 8_000;
    private static final int FILE_COUNT = 20;

    @TempDir private Path folder;

    @Test
    void read_inPiecesOfAnySize_givesEachFileAtItsOffset() throws IOException {
        List<SourceFile> files = files();
        for (int piece : List.of(1_000, 8_192, 65_536, 1 << 20)) {
            byte[] content = readAll(content(files), files, piece);
            for (BundleIndex.Entry entry : indexOf(content, files).entries()) {
                BundledFile file = entry.file();
                ByteBuffer bytes =
                        ByteBuffer.wrap(content, (int) file.offset(), (int) file.sizeBytes());
                assertEquals(file.digest(), Blake3.hash(bytes.slice()), file.name());
                assertEquals(true, entry.present());
            }
        }
    }

    @Test
    void read_filesThatChangedOrVanished_leavesTheirPlacesEmptyAndNamesThem() throws IOException {
        List<SourceFile> files = files();
        Files.writeString(files.get(3).path(), "shorter");
        Files.write(files.get(5).path(), new byte[FILE_BYTES + 1]);
        Files.delete(files.get(7).path());
        Files.delete(files.get(9).path());
        Files.createSymbolicLink(files.get(9).path(), files.get(8).path());
        BundleContent content = content(files);
        BundleIndex index = indexOf(readAll(content, files, 50_000), files);
        for (int i = 0; i < FILE_COUNT; i++) {
            boolean spoilt = List.of(3, 5, 7, 9).contains(i);
            assertEquals(!spoilt, index.entries().get(i).present(), "file " + i);
        }
        assertEquals(
                List.of(3, 5, 7, 9).stream().map(i -> files.get(i).path().toString()).toList(),
                content.problems().stream().map(Problem::name).toList());
        assertEquals(FailureKind.SOURCE_CHANGED, content.problems().getFirst().what().kind());
    }

    @Test
    void read_noneOfTheFiles_failsThePut() throws IOException {
        List<SourceFile> files = files();
        for (SourceFile file : files) {
            Files.delete(file.path());
        }
        CompletionException thrown =
                assertThrows(
                        CompletionException.class, () -> readAll(content(files), files, 1 << 20));
        assertEquals(FailureKind.NOT_FOUND, FailureException.find(thrown).orElseThrow().kind());
    }

    private List<SourceFile> files() throws IOException {
        for (int i = 0; i < FILE_COUNT; i++) {
            Path file = folder.resolve("f%02d".formatted(i));
            Files.deleteIfExists(file);
            byte[] bytes = new byte[FILE_BYTES];
            bytes[i] = (byte) (i + 1);
            Files.write(file, bytes);
        }
        FileScan scan = new FileScan(false);
        scan.add(folder.toString());
        return List.copyOf(scan.files());
    }

    private static BundlePlan plan(List<SourceFile> files) {
        BundlePlan plan = BundlePlan.empty();
        files.forEach(file -> plan.add(file.name(), file.facts().type(), file.sizeBytes()));
        return plan;
    }

    private static BundleContent content(List<SourceFile> files) {
        return BundleContent.of(plan(files), files, Runnable::run);
    }

    private static byte[] readAll(BundleContent content, List<SourceFile> files, int piece) {
        byte[] all = new byte[(int) plan(files).contentBytes()];
        int at = 0;
        ByteBuffer part = ByteBuffer.allocate(piece);
        while (content.read(part).join() >= 0) {
            part.flip();
            int count = part.remaining();
            part.get(all, at, count).clear();
            at += count;
        }
        assertEquals(all.length, at);
        return all;
    }

    private static BundleIndex indexOf(byte[] content, List<SourceFile> files) {
        int offset = (int) plan(files).indexOffset();
        byte[] index = new byte[content.length - offset];
        System.arraycopy(content, offset, index, 0, index.length);
        return BundleIndex.decode(index, offset).orElseThrow();
    }
}
