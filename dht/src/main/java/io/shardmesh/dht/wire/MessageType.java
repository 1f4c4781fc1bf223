package io.shardmesh.dht.wire;

import java.util.Arrays;
import java.util.Optional;

/** What a message is about; the numbers are those of the wire and never change. */
public enum MessageType {
    /** Store a record. Also the meaning of a message without a type. */
    PUT_VALUE(0),
    /** Ask for a record. */
    GET_VALUE(1),
    /** Say that the sender has the content. */
    ADD_PROVIDER(2),
    /** Ask who has the content. */
    GET_PROVIDERS(3),
    /** Ask for the peers nearest to a key. */
    FIND_NODE(4),
    /** Answered by an echo, never sent: libp2p has a ping protocol of its own. */
    PING(5);

    private final int number;

    MessageType(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    static Optional<MessageType> of(int number) {
        return Arrays.stream(values()).filter(type -> type.number == number).findFirst();
    }
}
