package io.shardmesh.testing.rules;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * For each package of ours the others that it may use; names follow {@code io.shardmesh.}.
 * Generated messages count as part of the package above them. A new line here is a decision: look
 * at the table in docs/ARCHITECTURE.md first. Simulator, benchmarks and tests may use everything
 * and are not here.
 */
final class PackageTable {
    private static final String TABLE =
            """
            crypto: crypto.internal
            crypto.blake3: crypto
            crypto.channel: crypto crypto.internal
            crypto.internal:
            crypto.phrase: crypto
            crypto.seal.v1: crypto crypto.blake3 crypto.internal
            erasure: erasure.kernel
            erasure.kernel:
            libp2p.multiformats: crypto
            libp2p.negotiate: libp2p.multiformats
            libp2p.noise: crypto crypto.channel libp2p.multiformats
            libp2p.perf: libp2p.multiformats libp2p.swarm libp2p.transport
            libp2p.record: crypto libp2p.multiformats
            libp2p.swarm: crypto libp2p.multiformats libp2p.negotiate
                libp2p.noise libp2p.record libp2p.transport libp2p.yamux
            libp2p.transport: libp2p.multiformats
            libp2p.transport.capped: libp2p.multiformats libp2p.transport
            libp2p.transport.memory: libp2p.multiformats libp2p.transport
            libp2p.transport.vertx: libp2p.multiformats libp2p.transport
            libp2p.yamux:
            dht: crypto libp2p.multiformats dht.contact dht.limits dht.lookup
                dht.record dht.routing dht.wire
            dht.contact: crypto libp2p.multiformats
            dht.limits:
            dht.lookup: libp2p.multiformats dht.contact dht.limits
            dht.record: libp2p.multiformats dht.contact dht.limits
            dht.routing: libp2p.multiformats dht.contact dht.limits
            dht.wire: libp2p.multiformats dht.contact dht.limits dht.record
            node: crypto node.api node.control node.home node.runtime
            node.api: crypto crypto.seal.v1 erasure libp2p.multiformats
                libp2p.transport node.record
            node.benchmark: crypto crypto.blake3 crypto.seal.v1 erasure
                libp2p.multiformats libp2p.noise libp2p.swarm libp2p.transport
                libp2p.yamux dht node.api node.core node.home node.io node.io.uring
                node.network node.record node.runtime node.sqlite node.store
            node.bundle: crypto crypto.blake3 node.api
            node.care: crypto erasure libp2p.multiformats node.api node.core node.holder node.member
                node.mesh node.object node.placement node.record node.store
            node.catalog: crypto erasure libp2p.multiformats node.api node.bundle node.io
            node.config: libp2p.multiformats libp2p.transport node.api
                node.home
            node.control: crypto crypto.seal.v1 erasure libp2p.multiformats
                node.api node.file node.home node.io
            node.core: crypto libp2p.transport node.api
            node.holder: crypto crypto.blake3 erasure libp2p.multiformats libp2p.transport node.api
                node.core node.member node.mesh node.network node.record
                node.store
            node.file: node.api node.io
            node.home: crypto libp2p.multiformats node.api node.io
            node.io: node.api
            node.io.uring: node.api node.io
            node.local: crypto crypto.seal.v1 erasure libp2p.multiformats
                libp2p.transport node.api node.bundle node.care node.catalog node.core node.holder
                node.member node.mesh node.network node.object node.record node.recovery
                node.repair node.reputation node.store
            node.member: crypto crypto.blake3 libp2p.multiformats libp2p.transport node.api
                node.core node.io node.mesh node.network node.record node.reputation
            node.mesh: crypto crypto.blake3 libp2p.multiformats node.record
            node.network: crypto libp2p.multiformats libp2p.swarm
                libp2p.transport libp2p.transport.capped
                libp2p.transport.vertx dht dht.contact node.api
                node.core
            node.object: crypto crypto.blake3 crypto.seal.v1 erasure
                libp2p.multiformats libp2p.transport node.api node.catalog
                node.core node.holder node.member node.mesh node.network
                node.placement node.record node.reputation
            node.placement: crypto crypto.blake3 erasure libp2p.multiformats
                node.mesh
            node.record: crypto crypto.blake3 crypto.seal.v1 erasure libp2p.multiformats
            node.recovery: crypto crypto.blake3 crypto.seal.v1 erasure
                libp2p.multiformats libp2p.transport node.api node.care node.catalog
                node.core node.io node.member node.mesh node.network node.object
                node.record node.store
            node.repair: crypto crypto.blake3 erasure libp2p.multiformats libp2p.transport
                node.api node.core node.holder node.member node.mesh node.object node.record
                node.reputation node.store
            node.reputation: crypto crypto.blake3 libp2p.multiformats libp2p.transport
                node.api node.core node.io node.record
            node.runtime: crypto crypto.blake3 libp2p.multiformats libp2p.swarm
                libp2p.transport libp2p.transport.vertx dht node node.api node.catalog node.core
                node.holder node.home node.io node.io.uring node.local node.member node.mesh
                node.network node.record node.recovery node.repair node.reputation node.sqlite
                node.store
            node.sqlite: crypto node.api node.catalog node.record node.store
            node.store: crypto crypto.blake3 erasure node.api node.core node.io
                node.record
            cli: crypto crypto.phrase libp2p.multiformats libp2p.transport node node.api node.config node.file node.home
                node.io cli.command
            cli.command: crypto crypto.blake3 crypto.phrase crypto.seal.v1 erasure
                libp2p.multiformats libp2p.transport node node.api node.benchmark
                node.bundle node.config node.file node.home node.io node.record cli cli.batch
                cli.render
            cli.batch: crypto crypto.blake3 node.api node.bundle node.file node.io
            cli.render: crypto erasure libp2p.multiformats node.api node.benchmark node.record
            """;

    static final Map<String, Set<String>> MAY_USE = parse();

    private PackageTable() {}

    static boolean allows(String user, String used) {
        String target = used.endsWith(".proto") ? used.substring(0, used.length() - 6) : used;
        return user.equals(target) || MAY_USE.getOrDefault(user, Set.of()).contains(target);
    }

    /** A line that begins with a name and a colon starts a package; what follows it may be used. */
    private static Map<String, Set<String>> parse() {
        Map<String, Set<String>> table = new TreeMap<>();
        for (String entry : TABLE.split("\\n(?! )", -1)) {
            int colon = entry.indexOf(':');
            if (colon > 0) {
                Set<String> used = new TreeSet<>();
                Arrays.stream(entry.substring(colon + 1).split("\\s+", -1))
                        .filter(name -> !name.isEmpty())
                        .forEach(used::add);
                table.put(entry.substring(0, colon), used);
            }
        }
        return table;
    }
}
