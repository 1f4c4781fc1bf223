package io.shardmesh.node.record;

import java.time.Duration;

/**
 * Every limit of the records of {@code node.record} and {@code node.mesh}, with its reason. They
 * are part of the formats: decoders refuse more before they allocate anything.
 */
public final class RecordLimits {
    /** 255 shard keys (8,160), inline content (8,208) and metadata (4,124) fit three times over. */
    public static final int MANIFEST_BYTES = 64 << 10;

    /** 64 wrapped keys of 129 bytes and the extensions fit. */
    public static final int ENVELOPE_BYTES = 16 << 10;

    /** The fields take under 250 bytes; the rest is room for extensions. */
    public static final int SMALL_RECORD_BYTES = 8 << 10;

    /** A manifest, an envelope, a lease and a claim at their largest, and the header. */
    public static final int SHARD_RECORD_BYTES = 128 << 10;

    /** A thousand members and owners at their longest take about 430 KiB. */
    public static final int MEMBERSHIP_LIST_BYTES = 1 << 20;

    /** A redeem answer is a membership list and a few bytes. */
    public static final int REDEEM_ANSWER_BYTES = MEMBERSHIP_LIST_BYTES + 16;

    /** Later fields of one record; small, because holders keep what they do not understand. */
    public static final int EXTENSION_BYTES = 4 << 10;

    /** Later fields of one entry in a list. */
    public static final int ENTRY_EXTENSION_BYTES = 256;

    /** Smallest block: below 16 KiB the messages cost more than the bytes. */
    public static final int MIN_BLOCK_SIZE_LOG2 = 14;

    /** Largest block: k+m of them are in memory at once for each put. */
    public static final int MAX_BLOCK_SIZE_LOG2 = 20;

    /** Objects of at most this padded size lie in the manifest: shards would cost more. */
    public static final int INLINE_PADDED_BYTES = 8_192;

    /** An inline object is one sealed segment: the padded bytes and a tag. */
    public static final int INLINE_SEALED_BYTES = INLINE_PADDED_BYTES + 16;

    /** The least padded size and its tag; nothing shorter can be a sealed object. */
    public static final int MIN_SEALED_BYTES = 1_024 + 16;

    /** 2^32 segments of 64 KiB: the counter of the content cipher ends there. */
    public static final long MAX_SEALED_BYTES = 1L << 48;

    /** Metadata in clear: the longest name and type fit, with 2 KiB left for later fields. */
    public static final int METADATA_BYTES = 4_096;

    /** Nonce and tag around the metadata, with some room for another cipher. */
    public static final int SEALED_METADATA_BYTES = METADATA_BYTES + 64;

    /** Four times the longest file name of common file systems, so short paths fit too. */
    public static final int NAME_BYTES = 1_024;

    /** The longest media type that RFC 6838 allows: two names of 127 characters and a slash. */
    public static final int TYPE_BYTES = 255;

    /** Readers of one object: each is tried in turn by an opener, and all are stored k+m times. */
    public static final int READER_COUNT = 64;

    /** ECIES of a 32-byte key: ephemeral key 65, nonce 16, tag 16, ciphertext 32. */
    public static final int WRAPPED_KEY_BYTES = 129;

    /**
     * Longest peer id that libp2p has: code, length and a key message of 42; Ed25519 ids have 38.
     */
    public static final int PEER_ID_BYTES = 44;

    /** How long a lease lasts when its owner does not say. */
    public static final Duration LEASE_DURATION = Duration.ofDays(180);

    /** How long a holder keeps what a lease covered when that has ended: its owner may be ill. */
    public static final Duration LEASE_GRACE = Duration.ofDays(30);

    /** Members of one mesh: a list is sent whole, to everybody, on every change. */
    public static final int MEMBER_COUNT = 1_000;

    /** Owners of one mesh: each has at least one member. */
    public static final int OWNER_COUNT = MEMBER_COUNT;

    /** Machine and region labels, in UTF-8: they stand in one column of a terminal. */
    public static final int LABEL_BYTES = 64;

    /** Name of a mesh, in UTF-8. */
    public static final int MESH_NAME_BYTES = 64;

    /** Longest life of an owner certificate: nobody can revoke one before its end. */
    public static final Duration CERTIFICATE_DURATION = Duration.ofDays(30);

    /** Addresses in an invite: it has to stay one line that people can paste. */
    public static final int INVITE_ADDRESS_COUNT = 8;

    /** One address in an invite, in its binary form. */
    public static final int INVITE_ADDRESS_BYTES = 256;

    /** An invite in its binary form: at most 4,400 characters of text. */
    public static final int INVITE_BYTES = 2_750;

    /** Invites that one admin remembers; expired ones make room. */
    public static final int INVITE_COUNT = 256;

    /** All remembered invites, at under 200 bytes each. */
    public static final int INVITE_BOOK_BYTES = 64 << 10;

    /** Longest life of an invite: a forgotten one must not open a mesh for ever. */
    public static final Duration INVITE_DURATION = Duration.ofDays(30);

    /** A full list of segments, its owner's key and signature, and room for extensions. */
    public static final int CATALOG_HEAD_BYTES = 56 << 10;

    /** What a node remembers of each of the members of the largest mesh, at most 69 bytes. */
    public static final int REPUTATION_BYTES = 80 << 10;

    private RecordLimits() {}
}
