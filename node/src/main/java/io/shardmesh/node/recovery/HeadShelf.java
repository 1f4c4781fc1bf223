package io.shardmesh.node.recovery;

import io.shardmesh.crypto.VerifyingKey;
import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.core.Async;
import io.shardmesh.node.record.Bytes;
import io.shardmesh.node.record.CatalogHead;
import io.shardmesh.node.record.SignedCatalogHead;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The newest head of each device that this home knows, in memory and on the disk. What it takes has
 * been verified by whoever gives it. On the strand.
 */
final class HeadShelf {
    /** Homes that one owner ever had; a new one needs a new device, a restart does not. */
    static final int DEVICES_PER_OWNER = 64;

    private final HeadFiles files;
    private final Map<Key, SignedCatalogHead> heads = new LinkedHashMap<>();

    private record Key(VerifyingKey owner, Bytes device) {
        static Key of(SignedCatalogHead head) {
            CatalogHead content = head.head();
            return new Key(content.owner(), content.device());
        }
    }

    HeadShelf(HeadFiles files, List<SignedCatalogHead> known) {
        this.files = files;
        known.forEach(head -> heads.put(Key.of(head), head));
    }

    /** All heads of an owner. */
    List<SignedCatalogHead> of(VerifyingKey owner) {
        return heads.values().stream().filter(head -> head.head().owner().equals(owner)).toList();
    }

    List<SignedCatalogHead> all() {
        return List.copyOf(heads.values());
    }

    Optional<SignedCatalogHead> get(VerifyingKey owner, Bytes device) {
        return Optional.ofNullable(heads.get(new Key(owner, device)));
    }

    /** Whether this very head is here; its signature was verified before it came. */
    boolean has(SignedCatalogHead head) {
        return Objects.equals(head, heads.get(Key.of(head)));
    }

    /**
     * Keeps a head, unless the one that is here outranks it.
     *
     * @return the one that counts now, once it is on the disk; fails with REFUSED when the owner
     *     has too many devices
     */
    CompletableFuture<SignedCatalogHead> offer(SignedCatalogHead offered) {
        Key key = Key.of(offered);
        SignedCatalogHead known = heads.get(key);
        if (known != null && !offered.outranks(known)) {
            return files.flushed().thenApply(kept -> known);
        }
        if (known == null && of(key.owner()).size() >= DEVICES_PER_OWNER) {
            return Async.failed(
                    new Failure(
                            FailureKind.REFUSED,
                            "keep",
                            "a catalog head",
                            "its owner has " + DEVICES_PER_OWNER + " devices already"));
        }
        heads.put(key, offered);
        return files.save(offered).thenApply(saved -> offered);
    }
}
