package io.shardmesh.libp2p.multiformats;

import java.util.Locale;

/** The components that a multiaddr may have (multiformats/multiaddr, protocols.csv). */
enum AddressProtocol {
    IP4(4, AddressValue.IP4),
    TCP(6, AddressValue.PORT),
    DCCP(33, AddressValue.PORT),
    IP6(41, AddressValue.IP6),
    IP6ZONE(42, AddressValue.NAME),
    IPCIDR(43, AddressValue.BYTE),
    DNS(53, AddressValue.NAME),
    DNS4(54, AddressValue.NAME),
    DNS6(55, AddressValue.NAME),
    DNSADDR(56, AddressValue.NAME),
    SCTP(132, AddressValue.PORT),
    UDP(273, AddressValue.PORT),
    WEBRTC_DIRECT(280, AddressValue.NONE),
    WEBRTC(281, AddressValue.NONE),
    P2P_CIRCUIT(290, AddressValue.NONE),
    UNIX(400, AddressValue.PATH),
    P2P(421, AddressValue.PEER),
    HTTPS(443, AddressValue.NONE),
    TLS(448, AddressValue.NONE),
    SNI(449, AddressValue.NAME),
    NOISE(454, AddressValue.NONE),
    QUIC(460, AddressValue.NONE),
    QUIC_V1(461, AddressValue.NONE),
    WEBTRANSPORT(465, AddressValue.NONE),
    CERTHASH(466, AddressValue.MULTIBASE),
    WS(477, AddressValue.NONE),
    WSS(478, AddressValue.NONE),
    HTTP(480, AddressValue.NONE),
    HTTP_PATH(481, AddressValue.PATH),
    MEMORY(777, AddressValue.NAME);

    /** The name that p2p had before 2018; still read, never written. */
    private static final String OLD_P2P_LABEL = "ipfs";

    private final int code;
    private final AddressValue value;
    private final String label;

    AddressProtocol(int code, AddressValue value) {
        this.code = code;
        this.value = value;
        this.label = name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    int code() {
        return code;
    }

    AddressValue value() {
        return value;
    }

    String label() {
        return label;
    }

    static AddressProtocol byCode(long code) {
        for (AddressProtocol protocol : values()) {
            if (protocol.code == code) {
                return protocol;
            }
        }
        throw new MalformedException("address component " + code + " is unknown");
    }

    static AddressProtocol byLabel(String label) {
        for (AddressProtocol protocol : values()) {
            if (protocol.label.equals(label)) {
                return protocol;
            }
        }
        if (label.equals(OLD_P2P_LABEL)) {
            return P2P;
        }
        throw new MalformedException("address component is unknown");
    }
}
