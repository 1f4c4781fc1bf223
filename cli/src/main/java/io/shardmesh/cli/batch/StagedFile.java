package io.shardmesh.cli.batch;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.bundle.BundledFile;
import io.shardmesh.node.io.IoFailures;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.Set;

/** A file that is being written, and has no name in its destination yet. Belongs to one thread. */
public final class StagedFile implements AutoCloseable {
    private final Place place;
    private final String output;
    private final FileChannel channel;
    private boolean finished;

    /**
     * Where it is and where it goes.
     *
     * @param staging the folder of unfinished files
     * @param name in that folder
     * @param path of the same, for who cannot use the folder
     * @param folder where it goes
     * @param last its name there
     */
    record Place(
            SecureDirectoryStream<Path> staging,
            Path name,
            Path path,
            SecureDirectoryStream<Path> folder,
            Path last) {}

    private StagedFile(Place place, String output, FileChannel channel) {
        this.place = place;
        this.output = output;
        this.channel = channel;
    }

    static StagedFile open(Place place, String output) throws IOException {
        FileChannel channel =
                (FileChannel)
                        place.staging()
                                .newByteChannel(
                                        place.name(),
                                        Set.of(
                                                StandardOpenOption.CREATE_NEW,
                                                StandardOpenOption.WRITE,
                                                NOFOLLOW_LINKS));
        return new StagedFile(place, output, channel);
    }

    /** The open file; stays this object's to close. */
    public FileChannel channel() {
        return channel;
    }

    /** Where it is now. */
    public Path path() {
        return place.path();
    }

    /** Writes all bytes of the buffer. */
    void write(ByteBuffer bytes) {
        try {
            while (bytes.hasRemaining()) {
                int _ = channel.write(bytes);
            }
        } catch (IOException trouble) {
            throw failure(trouble);
        }
    }

    /** Gives it mode and time, syncs it, and puts it in its place. */
    public void finish(BundledFile.Facts facts) {
        try {
            PosixFileAttributeView view =
                    place.staging()
                            .getFileAttributeView(
                                    place.name(), PosixFileAttributeView.class, NOFOLLOW_LINKS);
            view.setTimes(FileTime.from(facts.modified()), null, null);
            if (facts.mode() != 0) {
                view.setPermissions(FileMode.permissions(facts.mode()));
            }
            channel.force(true);
            channel.close();
            place.staging().move(place.name(), place.folder(), place.last());
            finished = true;
        } catch (IOException trouble) {
            throw failure(trouble);
        }
    }

    private RuntimeException failure(IOException trouble) {
        if (trouble instanceof NoSuchFileException) {
            return new Failure(
                            FailureKind.CANCELLED, "write", output, "the batch was ended meanwhile")
                    .exception();
        }
        return IoFailures.of("write", output, trouble).exception();
    }

    /** Removes it unless it is finished. */
    @Override
    public void close() {
        if (finished) {
            return;
        }
        try (channel) {
            place.staging().deleteFile(place.name());
        } catch (IOException left) {
            return; // Goes with the folder that it is in.
        }
    }
}
