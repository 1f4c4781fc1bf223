-- The index of the shard store. Everything here can be made again from the store's files.
PRAGMA auto_vacuum = INCREMENTAL;
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
    PRIMARY KEY (object_key, shard_index)
) WITHOUT ROWID;
CREATE INDEX shard_by_owner ON shard (owner, stored_bytes);
CREATE TABLE pack (
    number INTEGER PRIMARY KEY,
    indexed_bytes INTEGER NOT NULL
);
