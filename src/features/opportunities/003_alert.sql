-- A search of contracts that a person keeps: what is new comes by mail and by Atom.
CREATE TABLE market_alert (
    id         INTEGER PRIMARY KEY,
    person_id  INTEGER NOT NULL,
    words      TEXT,                         -- as typed
    pattern    TEXT,                         -- folded, between %
    cpv        TEXT,                         -- a code or its beginning
    cpv_start  TEXT,
    cpv_end    TEXT,
    territory  TEXT,                         -- code of a territory
    least      INTEGER,                      -- cents
    token      TEXT    NOT NULL,             -- of its private address: reads it and stops it
    last_id    INTEGER NOT NULL,             -- the last opportunity that was told
    created_at INTEGER NOT NULL
);
CREATE UNIQUE INDEX market_alert_token ON market_alert (token);
CREATE INDEX market_alert_by_person ON market_alert (person_id, id);
