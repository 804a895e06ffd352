-- Where files are looked for by themselves: an address of the web, or a folder of this machine (written on the command
-- line alone).

CREATE TABLE import_source (
    id         INTEGER PRIMARY KEY,
    kind       TEXT    NOT NULL,             -- of an importer
    place      TEXT    NOT NULL,             -- https://…, or /folder
    hours      INTEGER NOT NULL CHECK (hours > 0),           -- between two looks
    added_by   INTEGER,
    added_at   INTEGER NOT NULL,
    next_at    INTEGER NOT NULL,
    tried_at   INTEGER,
    success_at INTEGER,
    trouble    TEXT,                         -- why the last look failed; NULL: it did not
    hash       TEXT                          -- of what was last taken in: the same is not imported again
);
CREATE UNIQUE INDEX import_source_once ON import_source (kind, place);
CREATE INDEX import_source_by_time ON import_source (next_at);
