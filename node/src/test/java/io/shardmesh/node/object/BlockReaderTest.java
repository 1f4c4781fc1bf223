package io.shardmesh.node.object;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.shardmesh.crypto.Digest;
import io.shardmesh.crypto.SecretBytes;
import io.shardmesh.crypto.SigningKey;
import io.shardmesh.crypto.blake3.BlockHasher;
import io.shardmesh.crypto.blake3.BlockTree;
import io.shardmesh.erasure.Scheme;
import io.shardmesh.erasure.StripeLayout;
import io.shardmesh.libp2p.multiformats.Multiaddr;
import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.libp2p.transport.memory.VirtualScheduler;
import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureException;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.core.Compute;
import io.shardmesh.node.core.Environment;
import io.shardmesh.node.core.Journal;
import io.shardmesh.node.holder.proto.Fetched;
import io.shardmesh.node.holder.proto.GetReply;
import io.shardmesh.node.network.Link;
import io.shardmesh.node.network.Message;
import io.shardmesh.node.network.MessageStream;
import io.shardmesh.node.network.Traffic;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** A reader takes a block only if it is the one that the manifest names; no cipher is involved. */
class BlockReaderTest {
    private static final int BLOCK_BYTES = 65536;

    private final byte[] shard = new byte[2 * BLOCK_BYTES];
    private final BlockTree tree;

    BlockReaderTest() {
        for (int i = 0; i < shard.length; i++) {
            shard[i] = (byte) (i * 7);
        }
        BlockHasher hasher = BlockHasher.create(BLOCK_BYTES);
        hasher.update(ByteBuffer.wrap(shard));
        tree = hasher.finish();
    }

    @Test
    void fetch_whenTheBlockIsGenuine_returnsIt() {
        ByteBuffer block = fetch(block(1), tree.path(1)).join();
        byte[] received = new byte[block.remaining()];
        block.get(received);
        assertArrayEquals(block(1), received);
    }

    @Test
    void fetch_whenABitIsFlipped_isRefusedByTheBlockCheck() {
        byte[] forged = block(1);
        forged[17] ^= 4;
        assertDamaged(fetch(forged, tree.path(1)));
    }

    @Test
    void fetch_whenAnotherBlockComesWithItsOwnPath_isRefusedByTheBlockCheck() {
        assertDamaged(fetch(block(0), tree.path(0)));
    }

    @Test
    void fetch_whenThePathIsMissing_isRefusedByTheBlockCheck() {
        assertDamaged(fetch(block(1), new byte[0]));
    }

    private byte[] block(int index) {
        return java.util.Arrays.copyOfRange(shard, index * BLOCK_BYTES, (index + 1) * BLOCK_BYTES);
    }

    private static void assertDamaged(CompletableFuture<ByteBuffer> fetched) {
        CompletionException thrown = assertThrows(CompletionException.class, fetched::join);
        Failure failure = assertInstanceOf(FailureException.class, thrown.getCause()).failure();
        assertEquals(FailureKind.DAMAGED, failure.kind());
        assertEquals("block 1 is not what the manifest says", failure.cause());
        assertTrue(failure.subject().startsWith("shard 3 at holder "), failure.subject());
    }

    private CompletableFuture<ByteBuffer> fetch(byte[] answer, byte[] path) {
        VirtualScheduler time = VirtualScheduler.create();
        PeerId holder =
                PeerId.of(SigningKey.ofSeed(SecretBytes.copyOf(new byte[32])).verifyingKey());
        ShardSource source =
                new ShardSource(
                        Digest.of(new byte[Digest.SIZE_BYTES]),
                        3,
                        tree.root(),
                        new StripeLayout(new Scheme(4, 2), BLOCK_BYTES, 8L * BLOCK_BYTES),
                        holder);
        Link link = new Link(holder, 1, true, Multiaddr.tcp("10.0.0.1", 1), tree.root());
        Environment environment =
                new Environment(time, () -> Instant.EPOCH, out -> {}, new Now(), new Silence());
        BlockReader reader =
                new BlockReader(environment, new OneAnswer(link, answer, path), source);
        CompletableFuture<ByteBuffer> fetched = reader.fetch(1);
        time.runUntil(fetched::isDone, Duration.ofSeconds(1));
        return fetched;
    }

    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    private record OneAnswer(Link link, byte[] block, byte[] path) implements MessageStream {
        @Override
        public CompletableFuture<Void> send(Message message) {
            return CompletableFuture.allOf();
        }

        @Override
        public CompletableFuture<Optional<Message>> receive() {
            Fetched fetched = Fetched.newBuilder().setPath(ByteString.copyFrom(path)).build();
            byte[] head = GetReply.newBuilder().setFetched(fetched).build().toByteArray();
            return CompletableFuture.completedFuture(
                    Optional.of(new Message(head, ByteBuffer.wrap(block))));
        }

        @Override
        public CompletableFuture<Traffic> traffic() {
            return CompletableFuture.completedFuture(new Traffic(0, 0));
        }

        @Override
        public boolean isReusable() {
            return false;
        }

        @Override
        public void finish() {}

        @Override
        public void reset() {}
    }

    private static final class Now implements Compute {
        @Override
        public <T> CompletableFuture<T> run(Supplier<T> work) {
            return CompletableFuture.completedFuture(work.get());
        }
    }

    private static final class Silence implements Journal {
        @Override
        public void info(String line) {}

        @Override
        public void warn(String line) {}
    }
}
