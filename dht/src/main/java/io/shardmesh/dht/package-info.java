/**
 * Kademlia as a state machine: {@link io.shardmesh.dht.Dht} takes a {@link
 * io.shardmesh.dht.DhtEvent} and the time, and returns {@link io.shardmesh.dht.DhtEffect}s. Read
 * these three in this order.
 *
 * <p>May depend on {@code libp2p.multiformats}, on {@code crypto} for SHA-256 and {@code
 * RandomSource}, and on its own packages. The state belongs to one {@code Dht}, and that to one
 * thread: the owner's event loop. There is no clock, thread or socket in here.
 *
 * <h2>How the owner drives it</h2>
 *
 * <p>Every step is {@code for (DhtEffect effect : dht.step(event, clock.nanoTime()))
 * execute(effect)}, on the owner's loop. Effects are executed in order and never call {@code step}
 * before the list is through: what happens at once (an open that fails at once) is posted to the
 * loop as an event.
 *
 * <ol>
 *   <li>At the start: {@code AddressesChanged}, {@code TrustedPeersChanged}, then {@code Bootstrap}
 *       if there are addresses. A mesh whose members find each other needs none: the first {@code
 *       PeerIdentified} that serves the DHT starts a refresh.
 *   <li>Each connection that another peer has dialled: {@code Reached} with the address of our own
 *       end. The first at an address of ours makes us a server; until then we are a client, and for
 *       good where we listen nowhere.
 *   <li>{@code StartServing}: register an acceptor for the protocol and push identify; {@code
 *       StopServing}: the reverse. On an accepted stream keep a {@link
 *       io.shardmesh.dht.FrameReader}; each whole message gets a fresh request id and goes in as
 *       {@code RequestReceived}, and {@code Reply} or {@code Reset} for it comes out of the same
 *       step. The stream goes on serving until its other side closes; then close ours. A {@code
 *       MalformedException} of the reader resets the stream. Streams that idle are the owner's to
 *       end; so is a limit of streams per peer.
 *   <li>{@code SendRequest}: open a stream to the peer (swarm: connection, else these addresses and
 *       the address book), write the frame, close the writing side, read one message through a
 *       {@code FrameReader} and report {@code ReplyReceived}, then close. Anything else, also a
 *       clean end without a message, is {@code RequestFailed}. Reports for ids that are no longer
 *       waited for are ignored, so it does no harm to be late. Deadlines are the {@code Dht}'s:
 *       when one passes, {@code CancelRequest} comes and the stream is to be reset.
 *   <li>{@code Ping}: ping over libp2p's own protocol, dialling when needed. {@code Dial}: dial a
 *       bootstrap address, check or learn its peer id.
 *   <li>Each identify and identify push: {@code PeerIdentified} with the listen addresses and
 *       whether the protocols contain {@code config().protocol()}. This alone takes a peer into the
 *       table, or out of it; having asked us something does not. Identified must be reported for
 *       connections in both directions, also those that a {@code SendRequest} has made.
 *   <li>{@code SetTimer}: one timer; a new one replaces the old. When it fires: {@code Tick}.
 *   <li>A newer membership list: {@code TrustedPeersChanged} with all members.
 *   <li>When the owner stops it just drops the {@code Dht}; there is nothing to close.
 * </ol>
 */
@NullMarked
package io.shardmesh.dht;

import org.jspecify.annotations.NullMarked;
