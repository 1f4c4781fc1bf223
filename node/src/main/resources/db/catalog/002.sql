-- The bundle in which a file lies; a bundle has its own key here, by which a listing leaves it out.
ALTER TABLE object ADD COLUMN bundle_key BLOB;

CREATE INDEX object_by_bundle ON object (bundle_key) WHERE bundle_key IS NOT NULL;

-- All is read again: an earlier program, which may have read these logs, passed bundles over.
DELETE FROM tag;
DELETE FROM object;
DELETE FROM log;
