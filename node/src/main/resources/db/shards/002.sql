-- Tombstones, withdrawals and leases come from packs and shard records, so all is read again once.
DROP TABLE shard;
DELETE FROM pack;
CREATE TABLE shard (
    object_key BLOB NOT NULL,
    shard_index INTEGER NOT NULL,
    owner BLOB NOT NULL,
    manifest_digest BLOB NOT NULL,
    stored_bytes INTEGER NOT NULL,
    block_bytes INTEGER,
    shard_key BLOB,
    pack_number INTEGER,
    pack_offset INTEGER,
    lease_sequence INTEGER NOT NULL,
    PRIMARY KEY (object_key, shard_index)
) WITHOUT ROWID;
CREATE INDEX shard_by_owner ON shard (owner, stored_bytes);
CREATE INDEX shard_by_pack ON shard (pack_number, pack_offset, stored_bytes) WHERE pack_number IS NOT NULL;
CREATE TABLE tombstone (
    object_key BLOB NOT NULL,
    owner BLOB NOT NULL,
    sequence INTEGER NOT NULL,
    signed BLOB NOT NULL,
    pack_number INTEGER NOT NULL,
    pack_offset INTEGER NOT NULL,
    entry_bytes INTEGER NOT NULL,
    PRIMARY KEY (object_key, owner)
) WITHOUT ROWID;
CREATE INDEX tombstone_by_pack ON tombstone (pack_number, pack_offset, entry_bytes);
-- The subject is what the entry takes back: an object key, and an index or an owner.
CREATE TABLE withdrawal (
    subject BLOB NOT NULL PRIMARY KEY,
    last_pack INTEGER NOT NULL,
    pack_number INTEGER NOT NULL,
    pack_offset INTEGER NOT NULL,
    entry_bytes INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX withdrawal_by_pack ON withdrawal (pack_number, pack_offset, entry_bytes);
