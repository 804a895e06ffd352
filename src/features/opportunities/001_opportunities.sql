-- Public contracts one may answer: notices, buyers' programmes, contracts that end, what is heard of.

CREATE TABLE opportunity (
    id            INTEGER PRIMARY KEY,
    state         TEXT    NOT NULL,          -- sensed | planned | sourcing | published | answering | deposited | awarded | lost | dropped
    source        TEXT    NOT NULL,          -- eforms | typed | contract
    source_id     TEXT,
    title         TEXT    NOT NULL,
    description   TEXT,
    buyer         TEXT    NOT NULL,
    buyer_id      TEXT,
    cpv           TEXT,
    place         TEXT,                      -- in the words of the source: a NUTS code, a town
    commune       TEXT,                      -- COG code
    amount        INTEGER,                   -- cents before VAT
    currency      TEXT,
    months        INTEGER,
    published_day INTEGER,
    deadline      INTEGER,                   -- instant of the first lot that closes
    deadline_day  INTEGER,
    reserved      INTEGER NOT NULL,          -- for sheltered or insertion structures
    social        INTEGER NOT NULL,
    environmental INTEGER NOT NULL,
    url           TEXT,
    folded        TEXT    NOT NULL,
    fingerprint   TEXT,
    added_by      INTEGER,
    created_at    INTEGER NOT NULL,
    updated_at    INTEGER NOT NULL
);
CREATE UNIQUE INDEX opportunity_by_source ON opportunity (source, source_id);
CREATE INDEX opportunity_by_state ON opportunity (state, deadline_day, id);
CREATE INDEX opportunity_by_cpv ON opportunity (cpv);

CREATE TABLE opportunity_lot (
    id             INTEGER PRIMARY KEY,
    opportunity_id INTEGER NOT NULL REFERENCES opportunity (id) ON DELETE CASCADE,
    number         TEXT    NOT NULL,
    title          TEXT    NOT NULL,
    description    TEXT,
    cpv            TEXT,
    place          TEXT,
    amount         INTEGER,
    months         INTEGER,
    deadline       INTEGER,
    reserved       INTEGER NOT NULL,
    social         INTEGER NOT NULL,
    environmental  INTEGER NOT NULL
);
CREATE INDEX opportunity_lot_of ON opportunity_lot (opportunity_id, id);
