package io.shardmesh.testing.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What {@code --json} says of members and peers, compared with the processes that run. */
final class JsonMeshChecks {
    private JsonMeshChecks() {}

    static void run(TestMesh mesh, Report report) {
        report.check("l: mesh new --json", () -> founding(mesh));
        report.check("l: mesh invite, join and revoke --json", () -> joining(mesh));
    }

    /** What is to be asked while some holders are dead. */
    static void withDead(TestMesh mesh, JsonCommand command, Report report, String where) {
        report.check("l: peers --json" + where, () -> peers(mesh, command));
        report.check("l: mesh members and status --json" + where, () -> members(mesh, command));
    }

    private static String peers(TestMesh mesh, JsonCommand command) throws IOException {
        Map<String, ServiceProcess> nodes = byPeer(mesh);
        String self = command.run("status").get("peer").asText();
        int connectedCount = 0;
        int nodeCount = 0;
        JsonNode said = command.run("peers");
        for (JsonNode peer : said.isArray() ? said : said.path("peers")) {
            String id = peer.get("peer").asText();
            Report.require(!id.equals(self), "it lists itself");
            ServiceProcess node = nodes.get(id);
            boolean runs = node != null && node.running();
            JsonCommand.require(peer, "connected", runs);
            Report.require(peer.has("connection") == runs, "connection: " + peer);
            if (node == null) {
                continue; // A home that joined and runs nothing.
            }
            nodeCount++;
            JsonCommand.require(peer.get("member"), "machine", label(node));
            JsonCommand.require(peer.get("member"), "connected", runs);
            if (runs) {
                connectedCount++;
                requireAddress(peer, node);
            }
        }
        int expected = (int) nodes.keySet().stream().filter(id -> !id.equals(self)).count();
        Report.require(nodeCount == expected, nodeCount + " of " + expected + " are listed");
        return connectedCount + " connected of " + nodeCount;
    }

    private static void requireAddress(JsonNode peer, ServiceProcess node) {
        String listens = node.multiaddr().orElse("").replaceFirst("/p2p/.*", "");
        Report.require(
                peer.get("addresses").toString().contains('"' + listens + '"'),
                "node " + node.name() + " listens on " + listens + ": " + peer);
    }

    private static String members(TestMesh mesh, JsonCommand command) throws IOException {
        JsonNode status = command.run("status");
        JsonNode list = command.run("mesh", "members");
        boolean service = command.home().equals(mesh.client().home());
        JsonCommand.require(list, "name", "cluster");
        JsonNode own = status.get("mesh");
        for (String field : List.of("mesh", "name", "sequence")) {
            JsonCommand.require(own, field, list.get(field).asText());
        }
        JsonCommand.require(own, "members", list.get("members").size());
        JsonCommand.require(status, "mode", service ? "service" : "offline");
        JsonCommand.require(own.get("self"), "peer", status.get("peer").asText());
        JsonCommand.require(own.get("self"), "machine", command.home().getFileName());
        Report.require(own.get("self").get("roles").toString().equals("[\"client\"]"), "" + own);
        int running = mesh.cluster().running().size() - 1;
        JsonCommand.require(status, "connectedMembers", service ? running : 0);
        JsonNode listening = status.get("listening");
        if (service) {
            Report.require(
                    listening.size() == 1
                            && listening
                                    .get(0)
                                    .asText()
                                    .equals(mesh.client().multiaddr().orElse("")),
                    "it listens elsewhere: " + listening);
        } else {
            Report.require(listening.isEmpty(), "nothing listens: " + listening);
        }
        int nodes = requireMembers(mesh, list, service);
        return nodes + " nodes with roles, machines and connections as they are";
    }

    private static int requireMembers(TestMesh mesh, JsonNode list, boolean service) {
        Map<String, ServiceProcess> nodes = byPeer(mesh);
        int count = 0;
        for (JsonNode member : list.get("members")) {
            ServiceProcess node = nodes.get(member.get("peer").asText());
            if (node == null) {
                continue;
            }
            count++;
            String role = node.name().equals(TestMesh.CLIENT) ? "client" : "hold";
            Report.require(member.get("roles").toString().contains('"' + role + '"'), "" + member);
            JsonCommand.require(member, "machine", label(node));
            JsonCommand.require(member, "connected", service && node.running());
        }
        Report.require(count == nodes.size(), count + " of " + nodes.size() + " nodes are listed");
        return count;
    }

    private static Map<String, ServiceProcess> byPeer(TestMesh mesh) {
        Map<String, ServiceProcess> nodes = new HashMap<>();
        mesh.cluster().nodes().forEach(node -> nodes.put(node.peer(), node));
        return nodes;
    }

    private static String label(ServiceProcess node) {
        return node.name().equals(TestMesh.CLIENT) ? TestMesh.CLIENT : "m" + node.name();
    }

    private static String founding(TestMesh mesh) throws IOException {
        Path home = Files.createTempDirectory(mesh.work(), "founder-");
        JsonCommand command = new JsonCommand(mesh, home);
        JsonNode founded =
                command.run("mesh", "new", "other", "--machine", "attic", "--region", "home");
        JsonCommand.require(founded, "name", "other");
        JsonCommand.require(founded, "members", 1);
        JsonNode self = founded.get("self");
        JsonCommand.require(self, "machine", "attic");
        JsonCommand.require(self, "region", "home");
        JsonNode status = command.run("status");
        JsonCommand.require(self, "peer", status.get("peer").asText());
        JsonCommand.require(status.get("mesh"), "mesh", founded.get("mesh").asText());
        String owner = command.run("keys", "show").get("owner").asText();
        JsonCommand.require(self, "owner", owner);
        return "mesh, owner, peer and labels as status and keys show say";
    }

    private static String joining(TestMesh mesh) throws IOException {
        Path founder = mesh.cluster().node("1").home();
        JsonCommand admin = new JsonCommand(mesh, founder);
        JsonNode before = admin.run("mesh", "members");
        JsonNode invite = admin.run("mesh", "invite", "--role", "client");
        JsonCommand.require(invite, "role", "client");
        JsonCommand command =
                new JsonCommand(mesh, Files.createTempDirectory(mesh.work(), "joiner-"));
        String line = invite.get("invite").asText() + "\n";
        JsonNode joined = command.runWith(line, "mesh", "join", "-", "--machine", "shed");
        JsonCommand.require(joined, "mesh", before.get("mesh").asText());
        JsonCommand.require(joined, "members", before.get("members").size() + 1);
        JsonCommand.require(joined.get("self"), "machine", "shed");
        String peer = joined.get("self").get("peer").asText();
        JsonCommand.require(command.run("status"), "peer", peer);
        JsonNode after = admin.run("mesh", "members");
        JsonCommand.require(after, "sequence", joined.get("sequence").asText());
        Report.require(after.toString().contains(peer), "the founder does not list it");
        JsonNode revoked = admin.run("mesh", "revoke", peer);
        JsonCommand.require(revoked, "peer", peer);
        JsonCommand.require(revoked, "ownerRemoved", true);
        JsonCommand.require(revoked, "told", TestMesh.NODE_COUNT); // Six holders and a client.
        JsonNode left = admin.run("mesh", "members");
        JsonCommand.require(left, "sequence", revoked.get("sequence").asText());
        Report.require(left.get("members").equals(before.get("members")), "members: " + left);
        return "in and out again; sequence and members as the founder lists them";
    }
}
