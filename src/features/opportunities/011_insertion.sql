-- The insertion clause of a contract: the hours each part owes, and those that were done. Nobody's name: hours only.

CREATE TABLE insertion_due (
    id             INTEGER PRIMARY KEY,
    opportunity_id INTEGER NOT NULL REFERENCES opportunity (id) ON DELETE CASCADE,
    part           TEXT    NOT NULL,         -- a lot, or the whole
    due            INTEGER NOT NULL CHECK (due > 0),         -- hundredths of an hour
    start_day      INTEGER NOT NULL,
    end_day        INTEGER NOT NULL,
    most_trained   INTEGER NOT NULL,         -- percent of due that training may make
    added_at       INTEGER NOT NULL
);
CREATE UNIQUE INDEX insertion_due_once ON insertion_due (opportunity_id, part);

CREATE TABLE insertion_hour (
    id       INTEGER PRIMARY KEY,
    due_id   INTEGER NOT NULL REFERENCES insertion_due (id) ON DELETE CASCADE,
    day      INTEGER NOT NULL,
    mode     TEXT    NOT NULL,               -- hired | lent | subcontracted | trained
    amount   INTEGER NOT NULL CHECK (amount > 0),            -- hundredths of an hour
    employer TEXT,
    added_by INTEGER,
    added_at INTEGER NOT NULL
);
CREATE INDEX insertion_hour_of ON insertion_hour (due_id, day, id);
