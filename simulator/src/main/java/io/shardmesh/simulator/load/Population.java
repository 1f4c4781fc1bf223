package io.shardmesh.simulator.load;

import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.simulator.SimulatedNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The machines of the mesh: those that were there from the start, and guests that come and go. */
public final class Population {
    private final List<SimulatedNode> residents;
    private final List<SimulatedNode> guests = new ArrayList<>();
    private final List<SimulatedNode> joining = new ArrayList<>();
    private final List<SimulatedNode> leaving = new ArrayList<>();
    private int guestCount;
    private int lostCount;

    /** A mesh of residents, the founder first. */
    public Population(List<SimulatedNode> residents) {
        this.residents = new ArrayList<>(residents);
    }

    /** All members. */
    public List<SimulatedNode> members() {
        List<SimulatedNode> all = new ArrayList<>(residents);
        all.addAll(guests);
        return all;
    }

    /** Who may invite and revoke. */
    public SimulatedNode founder() {
        return residents.getFirst();
    }

    /** Who has that id. */
    public Optional<SimulatedNode> byPeer(PeerId peer) {
        return members().stream().filter(node -> node.peer().equals(peer)).findFirst();
    }

    /** Holders from the start that may be lost for good; clients stay, and the founder. */
    List<SimulatedNode> replaceable() {
        return residents.stream()
                .filter(node ->
                        node != founder() && node.listens() && node.host().startsWith("10.0.0."))
                .toList();
    }

    int lostCount() {
        return lostCount;
    }

    /** It is gone with its disks, and still on the list of members. */
    void loses(SimulatedNode resident) {
        lostCount++;
        residents.remove(resident);
        if (!resident.isOff()) {
            resident.kill();
        }
    }

    List<SimulatedNode> guests() {
        return List.copyOf(guests);
    }

    int joiningCount() {
        return joining.size();
    }

    /** A host that nobody had yet. */
    String nextGuestHost() {
        guestCount++;
        return "10.0." + (2 + guestCount / 200) + "." + (1 + guestCount % 200);
    }

    void joins(SimulatedNode guest) {
        joining.add(guest);
    }

    void joined(SimulatedNode guest) {
        joining.remove(guest);
        guests.add(guest);
    }

    void leaves(SimulatedNode guest) {
        guests.remove(guest);
        leaving.add(guest);
    }

    void left(SimulatedNode guest) {
        joining.remove(guest);
        leaving.remove(guest);
        if (!guest.isOff()) {
            guest.kill();
        }
    }

    /** Whoever is neither in nor out by now is out. */
    public void endMoves() {
        List.copyOf(joining).forEach(this::left);
        List.copyOf(leaving).forEach(this::left);
    }
}
