-- Index of the catalog's logs. Keys and devices are blobs, times are hybrid times; no name is in clear.
PRAGMA auto_vacuum = INCREMENTAL;

-- How far each log was read.
CREATE TABLE log (
    device BLOB NOT NULL PRIMARY KEY,
    log_id BLOB NOT NULL,
    end_offset INTEGER NOT NULL,
    last_sequence INTEGER NOT NULL,
    last_time INTEGER NOT NULL
) WITHOUT ROWID;

-- name_key to put_offset are null until a put was seen, tags_* until a put or a tag was.
CREATE TABLE object (
    id INTEGER PRIMARY KEY,
    object_key BLOB NOT NULL UNIQUE,
    name_key BLOB,
    first_time INTEGER,
    first_device BLOB,
    put_time INTEGER,
    put_device BLOB,
    put_offset INTEGER,
    tags_time INTEGER,
    tags_device BLOB,
    tags_offset INTEGER,
    deleted INTEGER NOT NULL
);

CREATE INDEX object_by_name ON object (name_key, first_time, first_device);
CREATE INDEX object_by_time ON object (first_time, first_device);

CREATE TABLE tag (
    object INTEGER NOT NULL REFERENCES object (id),
    tag_key BLOB NOT NULL,
    PRIMARY KEY (object, tag_key)
) WITHOUT ROWID;

CREATE INDEX tag_by_key ON tag (tag_key, object);
