package io.shardmesh.node.member;

import io.shardmesh.libp2p.multiformats.MalformedException;
import io.shardmesh.libp2p.multiformats.Multiaddr;
import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.node.io.FileHandle;
import io.shardmesh.node.io.FilePort;
import io.shardmesh.node.io.OpenMode;
import io.shardmesh.node.mesh.InviteBook;
import io.shardmesh.node.mesh.SignedMembershipList;
import io.shardmesh.node.record.RecordLimits;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * {@link MeshFiles} in the folder {@code mesh} of a home. A file is replaced as a whole: the new
 * one is synced under another name, renamed, and the folder synced. Writes follow each other.
 */
public final class MeshHome implements MeshFiles {
    private static final String ROOT = "";
    private static final String FOLDER = "mesh";
    private static final String LIST = FOLDER + "/list";
    private static final String INVITES = FOLDER + "/invites";
    private static final String ADDRESSES = FOLDER + "/addresses";

    /** Thousand members with eight addresses each; what is behind it is left out. */
    private static final int MAX_ADDRESS_FILE_BYTES = 4 << 20;

    private static final int MAX_ADDRESS_COUNT = 8;

    private final FilePort files;
    private CompletableFuture<Void> tail = CompletableFuture.completedFuture(null);

    /** Uses {@code files}, whose root is the home. */
    public MeshHome(FilePort files) {
        this.files = files;
    }

    @Override
    public CompletableFuture<Void> saveList(SignedMembershipList list) {
        return enqueue(() -> replace(LIST, list.encode()));
    }

    @Override
    public CompletableFuture<Void> saveInvites(InviteBook invites) {
        return enqueue(() -> replace(INVITES, invites.encode()));
    }

    @Override
    public CompletableFuture<Void> saveAddresses(Map<PeerId, List<Multiaddr>> addresses) {
        StringBuilder text = new StringBuilder();
        addresses.forEach((peer, known) ->
                known.stream()
                        .limit(MAX_ADDRESS_COUNT)
                        .forEach(address -> text.append(address.withPeer(peer)).append('\n')));
        return enqueue(() -> replace(ADDRESSES, text.toString().getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public CompletableFuture<Void> flushed() {
        return tail.handle((done, trouble) -> null);
    }

    /** The membership list of an earlier run. */
    public CompletableFuture<Optional<SignedMembershipList>> readList() {
        return read(LIST, RecordLimits.MEMBERSHIP_LIST_BYTES)
                .thenApply(found -> found.map(SignedMembershipList::decode));
    }

    /** The open invites of an earlier run. */
    public CompletableFuture<Optional<InviteBook>> readInvites() {
        return read(INVITES, RecordLimits.INVITE_BOOK_BYTES)
                .thenApply(found -> found.map(InviteBook::decode));
    }

    /** Where members were last reached; lines that make no sense are left out. */
    public CompletableFuture<Map<PeerId, List<Multiaddr>>> readAddresses() {
        return read(ADDRESSES, MAX_ADDRESS_FILE_BYTES)
                .thenApply(found -> parse(found.orElse(new byte[0])));
    }

    private static Map<PeerId, List<Multiaddr>> parse(byte[] bytes) {
        Map<PeerId, List<Multiaddr>> addresses = new LinkedHashMap<>();
        new String(bytes, StandardCharsets.UTF_8)
                .lines()
                .forEach(line -> {
                    try {
                        Multiaddr address = Multiaddr.parse(line);
                        address.peerId()
                                .ifPresent(peer ->
                                        addresses
                                                .computeIfAbsent(peer, fresh -> new ArrayList<>())
                                                .add(address.withoutPeer()));
                    } catch (MalformedException hint) {
                        return; // A lost hint costs a lookup, never a start.
                    }
                });
        return addresses;
    }

    private CompletableFuture<Void> enqueue(Supplier<CompletableFuture<Void>> write) {
        tail = tail.handle((before, trouble) -> null).thenCompose(turn -> write.get());
        return tail;
    }

    private CompletableFuture<Void> replace(String path, byte[] content) {
        String temporary = path + ".new";
        return files.createDirectories(FOLDER)
                .thenCompose(made -> files.syncDirectory(ROOT)) // else power loss takes the folder
                .thenCompose(entered -> files.open(temporary, OpenMode.CREATE))
                .thenCompose(file -> write(file, content))
                .thenCompose(written -> files.rename(temporary, path))
                .thenCompose(renamed -> files.syncDirectory(FOLDER))
                .thenApply(synced -> null);
    }

    private static CompletableFuture<Void> write(FileHandle file, byte[] content) {
        return file.truncate(0)
                .thenCompose(empty -> file.write(0, ByteBuffer.wrap(content)))
                .thenCompose(written -> file.sync())
                .thenCompose(synced -> file.close());
    }

    private CompletableFuture<Optional<byte[]>> read(String path, int maxBytes) {
        return files.info(path)
                .thenCompose(info ->
                        info.isEmpty()
                                ? CompletableFuture.completedFuture(Optional.empty())
                                : files.open(path, OpenMode.READ)
                                        .thenCompose(file -> readAll(file, maxBytes)));
    }

    private static CompletableFuture<Optional<byte[]>> readAll(FileHandle file, int maxBytes) {
        return file.size()
                .thenCompose(size -> {
                    ByteBuffer content = ByteBuffer.allocate((int) Math.min(size, maxBytes));
                    return WholeReads.fill(file, content);
                })
                .thenCompose(content -> file.close().thenApply(closed -> Optional.of(content)));
    }
}
