package io.shardmesh.libp2p.negotiate;

import io.shardmesh.libp2p.multiformats.MalformedException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * One negotiation of multistream-select 1.0 (libp2p specs, connections/README.md), either side.
 *
 * <p>Send {@link #start}, then hand every received byte to {@link #receive} and send what it
 * answers, until it answers {@link Agreed}, {@link Refused} or {@link Failed}. There is no clock
 * here: a limit on the whole negotiation is its owner's. Not thread-safe.
 */
public final class Negotiation {
    /** Longest message with its newline that js, jvm and go accept. */
    public static final int MAX_MESSAGE_BYTES = 1024;

    /**
     * Proposals that a responder refuses before it gives up. An initiator has a handful of versions
     * of one protocol; this many are a search for something to attack.
     */
    public static final int MAX_REFUSED_PROPOSALS = 16;

    private static final String HEADER = "/multistream/1.0.0";
    private static final String REFUSAL = "na";

    /** What follows from the bytes received. */
    public sealed interface Step {}

    /** Nothing is decided; send these bytes, which may be none, and go on. */
    @SuppressWarnings("ArrayRecordComponent") // handed over to be sent, never compared
    public record NeedMore(byte[] toSend) implements Step {}

    /** Both sides agree; what is left in the buffer belongs to {@code protocol}. */
    @SuppressWarnings("ArrayRecordComponent") // handed over to be sent, never compared
    public record Agreed(String protocol, byte[] toSend) implements Step {}

    /** The other side has none of our proposals. */
    @SuppressWarnings("ArrayRecordComponent") // handed over to be sent, never compared
    public record Refused(byte[] toSend) implements Step {}

    /** The other side broke the rules; the stream or connection must end. */
    public record Failed(String why) implements Step {}

    private final Role role;
    private final LineReader lines = new LineReader();
    private boolean headerSeen;
    private boolean finished;

    private Negotiation(Role role) {
        this.role = role;
    }

    /**
     * The side that proposes.
     *
     * @param proposals protocol ids in order of preference, at least one
     * @throws IllegalArgumentException when there is none, or one does not fit into a message
     */
    public static Negotiation initiator(List<String> proposals) {
        return new Negotiation(new Initiator(List.copyOf(proposals)));
    }

    /** The side that answers: it takes the first proposal that {@code supported} accepts. */
    public static Negotiation responder(Predicate<String> supported) {
        return new Negotiation(new Responder(supported));
    }

    /**
     * What this side sends before it has received anything: the header and, from the initiator, the
     * first proposal in the same write, which saves a round trip.
     */
    public byte[] start() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(Line.encode(HEADER));
        role.opening().ifPresent(out::writeBytes);
        return out.toByteArray();
    }

    /**
     * Takes bytes from the other side, in pieces of any size.
     *
     * @param in everything is consumed while nothing is decided; after the deciding message the
     *     rest is left in place, since it belongs to the chosen protocol
     * @throws IllegalStateException when the negotiation was over already
     */
    public Step receive(ByteBuffer in) {
        if (finished) {
            throw new IllegalStateException("negotiation is over");
        }
        Step step = readLines(in);
        finished = !(step instanceof NeedMore);
        return step;
    }

    private Step readLines(ByteBuffer in) {
        ByteArrayOutputStream toSend = new ByteArrayOutputStream();
        try {
            Optional<String> line = lines.read(in);
            while (line.isPresent()) {
                Optional<Step> end = take(line.get(), toSend);
                if (end.isPresent()) {
                    return end.get();
                }
                line = lines.read(in);
            }
            return new NeedMore(toSend.toByteArray());
        } catch (MalformedException malformed) {
            return new Failed(String.valueOf(malformed.getMessage()));
        }
    }

    private Optional<Step> take(String line, ByteArrayOutputStream toSend) {
        if (headerSeen) {
            return role.take(line, toSend);
        }
        headerSeen = line.equals(HEADER);
        return headerSeen
                ? Optional.empty()
                : Optional.of(new Failed("first message is not the multistream header"));
    }

    private sealed interface Role {
        Optional<byte[]> opening();

        /** The end of the negotiation, or empty with the answer written to {@code toSend}. */
        Optional<Step> take(String line, ByteArrayOutputStream toSend);
    }

    private static final class Initiator implements Role {
        private final List<String> proposals;
        private int proposalIndex;

        private Initiator(List<String> proposals) {
            if (proposals.isEmpty()) {
                throw new IllegalArgumentException("nothing to propose");
            }
            proposals.forEach(Line::encode);
            this.proposals = proposals;
        }

        @Override
        public Optional<byte[]> opening() {
            return Optional.of(Line.encode(proposals.getFirst()));
        }

        @Override
        public Optional<Step> take(String line, ByteArrayOutputStream toSend) {
            if (line.equals(proposals.get(proposalIndex))) {
                return Optional.of(new Agreed(line, toSend.toByteArray()));
            }
            if (!line.equals(REFUSAL)) {
                return Optional.of(new Failed("answer is neither the proposal nor a refusal"));
            }
            proposalIndex++;
            if (proposalIndex == proposals.size()) {
                return Optional.of(new Refused(toSend.toByteArray()));
            }
            toSend.writeBytes(Line.encode(proposals.get(proposalIndex)));
            return Optional.empty();
        }
    }

    private static final class Responder implements Role {
        private final Predicate<String> supported;
        private int refusedCount;

        private Responder(Predicate<String> supported) {
            this.supported = supported;
        }

        @Override
        public Optional<byte[]> opening() {
            return Optional.empty();
        }

        @Override
        public Optional<Step> take(String line, ByteArrayOutputStream toSend) {
            if (supported.test(line)) {
                toSend.writeBytes(Line.encode(line));
                return Optional.of(new Agreed(line, toSend.toByteArray()));
            }
            refusedCount++;
            if (refusedCount > MAX_REFUSED_PROPOSALS) {
                return Optional.of(new Failed("more than " + MAX_REFUSED_PROPOSALS + " proposals"));
            }
            // The old command "ls" ends here too: like jvm we answer that we do not know it.
            toSend.writeBytes(Line.encode(REFUSAL));
            return Optional.empty();
        }
    }
}
