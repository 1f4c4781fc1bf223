package io.shardmesh.node.home;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shardmesh.libp2p.multiformats.MalformedException;
import io.shardmesh.libp2p.multiformats.Multiaddr;
import io.shardmesh.libp2p.multiformats.PeerId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Where members were last reached, in {@code addresses.json}: a help for the next start, not a
 * truth. Whatever is wrong in the file is left out.
 */
public final class LastAddresses {
    private static final String FILE = "addresses.json";

    /** Ten thousand members with eight addresses each fit. */
    private static final int MAX_FILE_BYTES = 16 * 1024 * 1024;

    private static final int MAX_ADDRESS_COUNT = 8;

    private LastAddresses() {}

    /** Reads what is known; nothing when there is no usable file. */
    public static SortedMap<PeerId, List<Multiaddr>> read(Home home) {
        SortedMap<PeerId, List<Multiaddr>> known = new TreeMap<>();
        byte[] content = AtomicFile.read(home.resolve(FILE), MAX_FILE_BYTES).orElse(new byte[0]);
        try {
            JsonNode peers = new ObjectMapper().readTree(content).path("peers");
            for (Map.Entry<String, JsonNode> entry : peers.properties()) {
                add(known, entry.getKey(), entry.getValue());
            }
        } catch (IOException _) {
            // Lost hints cost a lookup, never a start.
        }
        return known;
    }

    private static void add(Map<PeerId, List<Multiaddr>> known, String peer, JsonNode addresses) {
        try {
            List<Multiaddr> readable = new ArrayList<>();
            for (JsonNode address : addresses) {
                readable.add(Multiaddr.parse(address.asText()));
            }
            known.put(PeerId.parse(peer), List.copyOf(readable));
        } catch (MalformedException _) {
            // One bad hint says nothing about the others.
        }
    }

    /** Replaces what is known. Needs the home's lock. */
    public static void write(Home home, Map<PeerId, List<Multiaddr>> addresses) {
        ObjectNode tree = new ObjectMapper().createObjectNode();
        tree.put("version", 1);
        ObjectNode peers = tree.putObject("peers");
        new TreeMap<>(addresses)
                .forEach((peer, list) -> {
                    ArrayNode texts = peers.putArray(peer.toString());
                    list.stream()
                            .limit(MAX_ADDRESS_COUNT)
                            .forEach(address -> texts.add(address.toString()));
                });
        AtomicFile.replace(
                home.resolve(FILE), tree.toPrettyString().getBytes(StandardCharsets.UTF_8));
    }
}
