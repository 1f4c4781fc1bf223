-- For SqliteDatabaseTest.
PRAGMA auto_vacuum = INCREMENTAL;
CREATE TABLE thing (
    id INTEGER PRIMARY KEY,
    text TEXT NOT NULL
);
