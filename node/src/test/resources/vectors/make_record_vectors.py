#!/usr/bin/env python3
"""Makes the record-*.txt vectors from the byte offsets in docs/formats, without any of our code.

Run:  python3 make_record_vectors.py     in this folder
Uses: Ed25519 of the Python package "cryptography" (48.0.0) and the program b3sum (BLAKE3).

Lines of a file:   good = HEX            decodes, verifies, and is what our encoder writes
                   forged WHY = HEX      decodes, but must not verify
                   bad FIELD = HEX       must be refused naming FIELD
"""
import base64
import struct
import subprocess
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat


def b3(data):
    return bytes.fromhex(
        subprocess.run(["b3sum", "--no-names"], input=data, capture_output=True, check=True)
        .stdout.decode().strip())


class Key:
    def __init__(self, seed_byte):
        self.private = Ed25519PrivateKey.from_private_bytes(bytes([seed_byte]) * 32)
        self.public = self.private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        self.peer = bytes.fromhex("002408011220") + self.public


OWNER, HOLDER, ADMIN, OTHER = Key(1), Key(2), Key(3), Key(4)
MESH = b3(ADMIN.public)
NOW = 1_750_000_000_000  # milliseconds
DAY = 86_400_000


def u8(n): return struct.pack(">B", n)
def u16(n): return struct.pack(">H", n)
def u32(n): return struct.pack(">I", n)
def u64(n): return struct.pack(">Q", n)
def i64(n): return struct.pack(">q", n)
def l8(b): return u8(len(b)) + b
def l16(b): return u16(len(b)) + b
def l32(b): return u32(len(b)) + b
def magic(letter): return b"SM" + letter + u8(1)


NO_EXTENSIONS = u16(0)
EXTENSIONS = u16(9) + u16(7) + u16(5) + b"later"
CRITICAL = u16(4) + u16(0x8001) + u16(0)


def signed(kind, key, body, mesh=MESH):
    name = b"shardmesh/" + kind + b"/1"
    return body + key.private.sign(l16(name) + mesh + body)


def write(name, *entries):
    with open(f"record-{name}.txt", "w") as out:
        out.write("# Origin: make_record_vectors.py in this folder (Python, cryptography 48.0.0,"
                  " b3sum); run it to make this file anew.\n")
        out.write(f"# Format: docs/formats/{name.removesuffix('-inline')}.md\n")
        for label, data in entries:
            out.write(f"{label} = {data.hex() if isinstance(data, bytes) else data}\n")


def common(record, body, finish):
    """Refusals that every kind of record shares."""
    whole = finish(body)
    return [
        (f"bad {record}.magic", b"XM" + whole[2:]),
        (f"bad {record}.kind", whole[:2] + b"Z" + whole[3:]),
        (f"bad {record}.version", whole[:3] + u8(2) + whole[4:]),
        (f"bad {record}.version", whole[:3] + u8(0) + whole[4:]),
    ]


def forgeries(kind, key, body):
    whole = signed(kind, key, body)
    return [
        ("forged other-mesh", signed(kind, key, body, b3(b"another mesh"))),
        ("forged other-key", signed(kind, OTHER, body)),
        ("forged other-context", signed(b"other", key, body)),
        ("forged damaged-signature", whole[:-1] + u8(whole[-1] ^ 1)),
    ]


# object header --------------------------------------------------------------------------------
RANDOM = bytes(range(32))


def header(form=1, k=4, m=2, log2=20):
    return magic(b"H") + u8(form) + u8(k) + u8(m) + u8(log2) + OWNER.public + RANDOM


HEADER = header()
OBJECT_KEY = b3(HEADER)
write("object-header",
      ("good", HEADER), ("objectKey", OBJECT_KEY),
      *common("header", HEADER, lambda body: body),
      ("bad header.format", header(form=2)),
      ("bad header.data", header(k=0)),
      ("bad header.parity", header(k=200, m=56)),
      ("bad header.blockSize", header(log2=13)),
      ("bad header.blockSize", header(log2=21)))

# manifest -------------------------------------------------------------------------------------
SEALED_BYTES = 6_000_000
COMMITMENT = bytes([7]) * 32
SEALED_METADATA = bytes([8]) * 540
SHARD_KEYS = [bytes([0x10 + i]) * 32 for i in range(6)]
INLINE = bytes([9]) * 1040


def manifest(key=None, k=4, m=2, log2=20, form=0, size=SEALED_BYTES, metadata=None, tail=None,
             extensions=NO_EXTENSIONS):
    if tail is None:
        tail = b"".join(SHARD_KEYS)
    return (magic(b"M") + (key or OBJECT_KEY) + u8(k) + u8(m) + u8(log2) + u8(form) + u64(size)
            + COMMITMENT + (metadata if metadata is not None else l16(SEALED_METADATA))
            + tail + extensions)


def sign_manifest(body): return signed(b"manifest", OWNER, body)


MANIFEST = sign_manifest(manifest())
write("manifest",
      ("good", MANIFEST),
      ("extended", sign_manifest(manifest(extensions=EXTENSIONS))),
      *forgeries(b"manifest", OWNER, manifest()),
      ("forged other-object", sign_manifest(manifest(key=bytes(32)))),
      ("forged other-scheme", sign_manifest(manifest(k=3, m=3))),
      ("forged other-block-size", sign_manifest(manifest(log2=19))),
      *common("manifest", manifest(), sign_manifest),
      ("bad manifest.data", sign_manifest(manifest(k=0))),
      ("bad manifest.parity", sign_manifest(manifest(k=254, m=2))),
      ("bad manifest.blockSize", sign_manifest(manifest(log2=21))),
      ("bad manifest.form", sign_manifest(manifest(form=2))),
      ("bad manifest.sealedBytes", sign_manifest(manifest(size=1039))),
      ("bad manifest.sealedBytes", sign_manifest(manifest(size=2**48 + 1))),
      ("bad manifest.sealedBytes", sign_manifest(manifest(size=2**64 - 1))),
      ("bad manifest.sealedBytes", sign_manifest(manifest(size=65536 * 5 + 16))),
      ("bad manifest.sealedBytes", sign_manifest(manifest(size=8208))),
      ("bad manifest.sealedMetadata", sign_manifest(manifest(metadata=u16(0)))),
      ("bad manifest.sealedMetadata", sign_manifest(manifest(metadata=l16(bytes(4161))))),
      ("bad manifest.extensions", sign_manifest(manifest(extensions=CRITICAL))),
      ("bad manifest.extensions", sign_manifest(manifest(extensions=u16(4097) + bytes(4097)))))


def inline(content=None, size=1040):
    return manifest(form=1, size=size, tail=l16(INLINE) if content is None else content)


write("manifest-inline",
      ("good", sign_manifest(inline())),
      *forgeries(b"manifest", OWNER, inline()),
      ("bad manifest.inlineContent", sign_manifest(inline(l16(bytes(8209)), 8209))),
      ("bad manifest.inlineContent", sign_manifest(inline(l16(bytes(1039)), 1040))),
      ("bad manifest.sealedBytes", sign_manifest(inline(l16(bytes(1041)), 1040))))

# metadata -------------------------------------------------------------------------------------


def metadata(name=b"holiday/caf\xc3\xa9.jpg", mode=0o644, nanos=123_456_789, kind=b"image/jpeg"):
    return (magic(b"D") + u64(5_999_999) + u16(mode) + i64(-86_400) + u32(nanos)
            + i64(1_750_000_000) + u32(0) + l16(name) + l8(kind) + NO_EXTENSIONS)


def pad(data, size=512): return data + bytes(size - len(data))


write("metadata",
      ("good", pad(metadata())),
      *common("metadata", metadata(), pad),
      ("bad metadata.mode", pad(metadata(mode=0o10000))),
      ("bad metadata.modified", pad(metadata(nanos=1_000_000_000))),
      ("bad metadata.name", pad(metadata(name=b"\xc3\x28"))),
      ("bad metadata.name", pad(metadata(name=bytes([97]) * 1025), 2048)),
      ("bad metadata.text", pad(metadata(name=b"a\0b"))),
      ("bad metadata.text", pad(metadata(kind=b"image/\n"))),
      ("bad metadata.padding", pad(metadata(), 511)),
      ("bad metadata.padding", pad(metadata(), 1024)),
      ("bad metadata.padding", pad(metadata())[:-1] + b"\x01"))

# envelope -------------------------------------------------------------------------------------
WRAPPED = [bytes([0x20 + i]) * 129 for i in range(2)]


def envelope(key=None, sequence=NOW, wrapped=None, count=None, extensions=NO_EXTENSIONS):
    wrapped = WRAPPED if wrapped is None else wrapped
    return (magic(b"E") + (key or OBJECT_KEY) + u64(sequence)
            + u8(len(wrapped) if count is None else count) + b"".join(wrapped) + extensions)


def sign_envelope(body): return signed(b"envelope", OWNER, body)


ENVELOPE = sign_envelope(envelope())
write("envelope",
      ("good", ENVELOPE),
      ("extended", sign_envelope(envelope(extensions=EXTENSIONS))),
      *forgeries(b"envelope", OWNER, envelope()),
      ("forged other-object", sign_envelope(envelope(key=bytes(32)))),
      *common("envelope", envelope(), sign_envelope),
      ("bad envelope.sequence", sign_envelope(envelope(sequence=2**63))),
      ("bad envelope.wrappedKeys", sign_envelope(envelope(wrapped=[]))),
      ("bad envelope.wrappedKeys", sign_envelope(envelope(wrapped=[bytes(129)] * 65))),
      ("bad envelope.wrappedKeys", sign_envelope(envelope(count=4))),
      ("bad envelope.extensions", sign_envelope(envelope(extensions=CRITICAL))))

# claim ----------------------------------------------------------------------------------------


def claim(index=2, state=2, key=None, peer=None, time=NOW + 5, extensions=NO_EXTENSIONS):
    key = u8(1) + SHARD_KEYS[2] if key is None else key
    return (magic(b"C") + OBJECT_KEY + u8(index) + u8(state) + key + u64(NOW) + u64(time)
            + (l8(HOLDER.peer) if peer is None else peer) + extensions)


def sign_claim(body): return signed(b"claim", HOLDER, body)


CLAIM = sign_claim(claim())
write("claim",
      ("good", CLAIM),
      ("extended", sign_claim(claim(extensions=EXTENSIONS))),
      *forgeries(b"claim", HOLDER, claim()),
      ("forged holder-without-key", sign_claim(claim(peer=l8(bytes.fromhex("1220") + bytes(32))))),
      *common("claim", claim(), sign_claim),
      ("bad claim.index", sign_claim(claim(index=255))),
      ("bad claim.state", sign_claim(claim(state=0))),
      ("bad claim.state", sign_claim(claim(state=4))),
      ("bad claim.keyPresent", sign_claim(claim(key=u8(2) + SHARD_KEYS[2]))),
      ("bad claim.time", sign_claim(claim(time=253_402_300_800_000))),
      ("bad claim.holder", sign_claim(claim(peer=u8(0)))),
      ("bad claim.holder", sign_claim(claim(peer=l8(bytes(45))))),
      ("bad claim.holder", sign_claim(claim(peer=l8(bytes(38))))))

# lease ----------------------------------------------------------------------------------------


def lease(key=None, size=SEALED_BYTES, end=NOW + 180 * DAY, extensions=NO_EXTENSIONS):
    return (magic(b"L") + (key or OBJECT_KEY) + u64(size) + u64(end) + u64(NOW) + OWNER.public
            + extensions)


def sign_lease(body): return signed(b"lease", OWNER, body)


LEASE = sign_lease(lease())
write("lease",
      ("good", LEASE),
      ("extended", sign_lease(lease(extensions=EXTENSIONS))),
      *forgeries(b"lease", OWNER, lease()),
      *common("lease", lease(), sign_lease),
      ("bad lease.sizeBytes", sign_lease(lease(size=2**48 + 1))),
      ("bad lease.notAfter", sign_lease(lease(end=2**63))))


# tombstone ------------------------------------------------------------------------------------


def tombstone(key=None, end=NOW + 180 * DAY, sequence=NOW + DAY, extensions=NO_EXTENSIONS):
    return (magic(b"T") + (key or OBJECT_KEY) + u64(end) + u64(sequence) + OWNER.public
            + extensions)


def sign_tombstone(body): return signed(b"tombstone", OWNER, body)


write("tombstone",
      ("good", sign_tombstone(tombstone())),
      ("extended", sign_tombstone(tombstone(extensions=EXTENSIONS))),
      *forgeries(b"tombstone", OWNER, tombstone()),
      *common("tombstone", tombstone(), sign_tombstone),
      ("bad tombstone.notAfter", sign_tombstone(tombstone(end=2**63))),
      ("bad tombstone.sequence", sign_tombstone(tombstone(sequence=2**63))))

# shard record ---------------------------------------------------------------------------------


def shard(head=HEADER, man=MANIFEST, env=ENVELOPE, lea=LEASE, cla=CLAIM):
    return magic(b"S") + head + l32(man) + l32(env) + l32(lea) + l32(cla) + NO_EXTENSIONS


def hashed(body): return body + b3(body)


write("shard-record",
      ("good", hashed(shard())),
      ("forged manifest", hashed(shard(man=MANIFEST[:-1] + u8(MANIFEST[-1] ^ 1)))),
      ("forged envelope", hashed(shard(env=ENVELOPE[:-1] + u8(ENVELOPE[-1] ^ 1)))),
      ("forged lease", hashed(shard(lea=LEASE[:-1] + u8(LEASE[-1] ^ 1)))),
      ("forged claim", hashed(shard(cla=CLAIM[:-1] + u8(CLAIM[-1] ^ 1)))),
      *common("shard record", shard(), lambda body: body),
      ("bad shard record.hash", shard() + bytes(32)),
      ("bad header.format", hashed(shard(head=header(form=2)))),
      ("bad shard record.manifest", hashed(shard(head=header(k=5)))),
      ("bad shard record.envelope", hashed(shard(env=sign_envelope(envelope(key=bytes(32)))))),
      ("bad shard record.lease", hashed(shard(lea=sign_lease(lease(key=bytes(32)))))),
      ("bad shard record.lease", hashed(shard(lea=sign_lease(lease(size=5_999_999))))),
      ("bad shard record.claim", hashed(shard(cla=sign_claim(claim(index=3))))),
      ("bad shard record.claim", hashed(shard(cla=sign_claim(claim(index=6))))),
      ("bad shard record.claim", hashed(shard(cla=sign_claim(claim(key=u8(0)))))),
      ("bad shard record.manifest", hashed(shard(man=b""))),
      ("bad claim.length", hashed(shard(cla=CLAIM + b"\0"))))

# membership list ------------------------------------------------------------------------------


def member(peer=HOLDER.peer, owner=OWNER.public, roles=1, machine=b"attic", region=b"home",
           end=u8(0)):
    return l8(peer) + owner + u16(roles) + l8(machine) + l8(region) + end + NO_EXTENSIONS


def owner(key=OWNER.public, quota=u8(0)): return key + quota + NO_EXTENSIONS


MEMBERS = sorted([(HOLDER.peer, member()),
                  (OTHER.peer, member(OTHER.peer, OTHER.public, 8, "käse".encode(), b"",
                                      u8(1) + u64(NOW + 30 * DAY)))])
OWNERS = sorted([(OWNER.public, owner()),
                 (OTHER.public, owner(OTHER.public, u8(1) + u64(10**12)))])


def mesh_list(admin=ADMIN.public, sequence=NOW, name=b"family", members=None, owners=None,
              extensions=NO_EXTENSIONS):
    members = [entry for _, entry in MEMBERS] if members is None else members
    owners = [entry for _, entry in OWNERS] if owners is None else owners
    return (magic(b"B") + admin + u64(sequence) + l8(name) + u16(len(members)) + b"".join(members)
            + u16(len(owners)) + b"".join(owners) + extensions)


def sign_list(body): return signed(b"membership-list", ADMIN, body)


LIST = sign_list(mesh_list())
write("membership-list",
      ("good", LIST),
      ("extended", sign_list(mesh_list(extensions=EXTENSIONS))),
      *forgeries(b"membership-list", ADMIN, mesh_list()),
      ("forged other-admin", signed(b"membership-list", OTHER, mesh_list(admin=OTHER.public))),
      *common("membership list", mesh_list(), sign_list),
      ("bad membership list.sequence", sign_list(mesh_list(sequence=0))),
      ("bad membership list.name", sign_list(mesh_list(name=bytes([97]) * 65))),
      ("bad membership list.entries", sign_list(mesh_list(name=b"a\nb"))),
      ("bad membership list.machine", sign_list(mesh_list(members=[member(machine=b"")]))),
      ("bad membership list.labels", sign_list(mesh_list(members=[member(region=b"a\x1b[31m")]))),
      ("bad membership list.endPresent", sign_list(mesh_list(members=[member(end=u8(2))]))),
      ("bad membership list.members",
       sign_list(mesh_list(members=[entry for _, entry in reversed(MEMBERS)]))),
      ("bad membership list.entries", sign_list(mesh_list(members=[member(), member()]))),
      ("bad membership list.entries", sign_list(mesh_list(owners=[owner(), owner()]))),
      ("bad membership list.quotaPresent", sign_list(mesh_list(owners=[owner(quota=u8(9))]))),
      ("bad membership list.members",
       sign_list(magic(b"B") + ADMIN.public + u64(1) + l8(b"") + u16(1001))))

# owner certificate ----------------------------------------------------------------------------


def certificate(mesh=MESH, end=NOW + 30 * DAY, extensions=NO_EXTENSIONS):
    return magic(b"O") + mesh + l8(HOLDER.peer) + u64(end) + OWNER.public + extensions


def sign_certificate(body): return signed(b"owner-certificate", OWNER, body)


write("owner-certificate",
      ("good", sign_certificate(certificate())),
      ("extended", sign_certificate(certificate(extensions=EXTENSIONS))),
      *forgeries(b"owner-certificate", OWNER, certificate()),
      ("forged names-other-mesh", sign_certificate(certificate(mesh=bytes(32)))),
      ("forged ended", sign_certificate(certificate(end=NOW))),
      ("forged ends-too-late", sign_certificate(certificate(end=NOW + 31 * DAY))),
      *common("owner certificate", certificate(), sign_certificate),
      ("bad owner certificate.notAfter", sign_certificate(certificate(end=2**62))))

# invite ---------------------------------------------------------------------------------------
TOKEN = bytes([0xa0 + i for i in range(16)])
ADDRESSES = [bytes.fromhex("047f000001069fa7"), bytes.fromhex("290000000000000000000000000000000106" "9fa7")]


def invite(addresses=None, quota=u8(0)):
    addresses = ADDRESSES if addresses is None else addresses
    return (magic(b"I") + MESH + u16(1) + quota + u64(NOW + DAY) + TOKEN + l8(HOLDER.peer)
            + u8(len(addresses)) + b"".join(l16(a) for a in addresses) + NO_EXTENSIONS)


def text(body, check=None):
    whole = body + (b3(body)[:4] if check is None else check)
    return "shmi1" + base64.b32encode(whole).decode().lower().rstrip("=")


GOOD_INVITE = text(invite())
write("invite",
      ("good", GOOD_INVITE),
      ("limited", text(invite(quota=u8(1) + u64(10**9)))),
      ("skips", text(invite(addresses=[bytes.fromhex("ffff7f00"), ADDRESSES[0]]))),
      ("bad prefix", "shmi2" + GOOD_INVITE[5:]),
      ("bad case", GOOD_INVITE.upper()),
      ("bad letter", GOOD_INVITE[:40] + ("b" if GOOD_INVITE[40] == "a" else "a") + GOOD_INVITE[41:]),
      ("bad checksum", text(invite(), bytes(4))),
      ("bad addresses", text(invite(addresses=[]))),
      ("bad addresses", text(invite(addresses=[ADDRESSES[0]] * 9))),
      ("bad addresses", text(invite(addresses=[bytes.fromhex("ffff7f00")]))),
      ("bad trailing", text(invite() + b"\0")),
      ("bad truncated", GOOD_INVITE[:-8]),
      ("bad empty", "shmi1"))

# object key text ------------------------------------------------------------------------------
ALPHABET = "abcdefghijklmnopqrstuvwxyz234567"


def polymod(values):
    check = 1
    for value in values:
        top = check >> 25
        check = (check & 0x1ffffff) << 5 ^ value
        for i, g in enumerate([0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3]):
            check ^= g if top >> i & 1 else 0
    return check


def key_text(key, constant=0x2bc830a3):
    values = [ALPHABET.index(c) for c in base64.b32encode(key).decode().lower().rstrip("=")]
    prefix = [ord(c) & 31 for c in "shm1"]
    check = polymod(prefix + values + [0] * 6) ^ constant
    values += [check >> 5 * (5 - i) & 31 for i in range(6)]
    return "shm1" + "".join(ALPHABET[v] for v in values)


with open("object-key-text.txt", "w") as out:
    out.write("# Origin: make_record_vectors.py in this folder; run it to make this file anew.\n"
              "# Format: docs/formats/object-key-text.md; lines: HEX TEXT, or bad TEXT\n")
    for key in (bytes(32), bytes([255]) * 32, OBJECT_KEY):
        out.write(f"{key.hex()} {key_text(key)}\n")
    good = key_text(OBJECT_KEY)
    for bad in ("shm1", good.upper(), good[:-1], good + "a", "shm2" + good[4:],
                key_text(OBJECT_KEY, 1), good[:20] + "0" + good[21:]):
        out.write(f"bad {bad}\n")
