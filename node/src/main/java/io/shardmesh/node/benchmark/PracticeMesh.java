package io.shardmesh.node.benchmark;

import io.shardmesh.crypto.Digest;
import io.shardmesh.crypto.Keyring;
import io.shardmesh.crypto.ReadingKey;
import io.shardmesh.crypto.seal.v1.FileKey;
import io.shardmesh.node.api.ByteSink;
import io.shardmesh.node.api.ByteSource;
import io.shardmesh.node.api.FailureException;
import io.shardmesh.node.api.InviteRole;
import io.shardmesh.node.api.Labels;
import io.shardmesh.node.api.Located;
import io.shardmesh.node.api.Node;
import io.shardmesh.node.api.NodeKeys;
import io.shardmesh.node.api.NodeOptions;
import io.shardmesh.node.api.PutRequest;
import io.shardmesh.node.home.Home;
import io.shardmesh.node.runtime.RunningNode;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/**
 * Seven machines on loopback in one process, six of which hold. Everything is real but the number
 * of processes: homes, sockets, keys.
 */
final class PracticeMesh implements AutoCloseable {
    private static final int HOLDER_COUNT = 6;
    private static final Duration INVITE_TIME = Duration.ofHours(1);

    private final Keyring keyring;
    private final NodeKeys keys;
    private final List<Node> nodes = new ArrayList<>();
    private final Node client;
    private final byte[] pattern = new Ring().next();

    private PracticeMesh(BenchmarkPlan plan, Path folder) {
        keyring = Keyring.create(plan.random());
        keys = NodeKeys.of(keyring);
        try {
            Node founder = start(folder, 0);
            await(founder.mesh().create("practice", labels(0)));
            for (int i = 1; i < HOLDER_COUNT; i++) {
                join(founder, start(folder, i), InviteRole.HOLD, i);
            }
            client = start(folder, HOLDER_COUNT);
            join(founder, client, InviteRole.CLIENT, HOLDER_COUNT);
        } catch (RuntimeException failed) {
            close();
            throw failed;
        }
    }

    /** Founds it with new homes below the plan's folder. */
    static PracticeMesh open(BenchmarkPlan plan, String name) {
        return new PracticeMesh(plan, plan.folder().resolve(name));
    }

    private Node start(Path folder, int number) {
        NodeOptions options = NodeOptions.service(keys);
        Node node = await(RunningNode.open(Home.open(folder.resolve("home" + number)), options));
        nodes.add(node);
        return node;
    }

    private static Labels labels(int number) {
        return new Labels(Optional.of("machine" + number), Optional.empty());
    }

    private static void join(Node founder, Node joiner, InviteRole role, int number) {
        String invite = await(founder.mesh().invite(role, INVITE_TIME)).text();
        await(joiner.mesh().join(invite, labels(number)));
    }

    /** Puts so many bytes from memory at the client. */
    Digest put(long bytes) {
        PutRequest request =
                new PutRequest(
                        "benchmark",
                        List.of(),
                        List.of(),
                        PutRequest.USUAL,
                        new PutRequest.FileFacts("", 0, Instant.EPOCH, OptionalLong.of(bytes)));
        return await(client.objects().put(request, new Pattern(bytes)).outcome()).objectKey();
    }

    /** Gets an object at the client and compares it with what was put. */
    void get(Digest objectKey) {
        Located located = await(client.objects().locate(objectKey));
        try (ReadingKey reading = keyring.readingKey(0);
                FileKey key = located.fileKey(reading).orElseThrow()) {
            await(client.objects().get(located, key, new Comparison()).outcome());
        }
    }

    private static <T> T await(CompletableFuture<T> future) {
        try {
            return future.join();
        } catch (RuntimeException wrapped) {
            throw FailureException.find(wrapped)
                    .<RuntimeException>map(FailureException::new)
                    .orElse(wrapped);
        }
    }

    @Override
    public void close() {
        nodes.forEach(Node::close);
        nodes.forEach(node -> node.ended().handle((done, trouble) -> true).join());
        keys.close();
        keyring.close();
    }

    /** The same block again and again; sealed, no two are alike. */
    private final class Pattern implements ByteSource {
        private final long bytes;
        private long position;

        private Pattern(long bytes) {
            this.bytes = bytes;
        }

        @Override
        public CompletableFuture<Integer> read(ByteBuffer target) {
            int start = (int) (position % pattern.length);
            int count =
                    (int)
                            Math.min(
                                    Math.min(pattern.length - start, target.remaining()),
                                    bytes - position);
            if (count == 0) {
                return CompletableFuture.completedFuture(-1);
            }
            target.put(pattern, start, count);
            position += count;
            return CompletableFuture.completedFuture(count);
        }
    }

    private final class Comparison implements ByteSink {
        private long position;

        @Override
        public CompletableFuture<Void> write(ByteBuffer bytes) {
            while (bytes.hasRemaining()) {
                int start = (int) (position % pattern.length);
                int count = Math.min(pattern.length - start, bytes.remaining());
                ByteBuffer expected = ByteBuffer.wrap(pattern, start, count);
                ByteBuffer got = bytes.slice(bytes.position(), count);
                if (!expected.equals(got)) {
                    throw new IllegalStateException("a get gave other bytes than were put");
                }
                bytes.position(bytes.position() + count);
                position += count;
            }
            return CompletableFuture.completedFuture(null);
        }
    }
}
