-- What a lot asks in numbers, and what is missing on the territory to answer it: written again each night.

ALTER TABLE opportunity_lot ADD COLUMN commune TEXT;       -- COG code of where it is carried out
ALTER TABLE opportunity_lot ADD COLUMN quantity INTEGER;   -- of the unit, in the period the unit names
ALTER TABLE opportunity_lot ADD COLUMN unit TEXT;          -- "repas par jour"

CREATE TABLE market_gap (
    id             INTEGER PRIMARY KEY,
    opportunity_id INTEGER NOT NULL REFERENCES opportunity (id) ON DELETE CASCADE,
    lot            TEXT    NOT NULL,         -- its number; "" for the whole contract
    kind           TEXT    NOT NULL,         -- trade | place | volume
    division       TEXT,                     -- the first three digits of the CPV
    department     TEXT,
    commune        TEXT,
    missing        INTEGER,                  -- of the unit, for a volume
    unit           TEXT,
    at             INTEGER NOT NULL
);
CREATE INDEX market_gap_of ON market_gap (opportunity_id, id);
CREATE INDEX market_gap_by_division ON market_gap (division, department, id);

-- Which recurring gap became which need: one act, once.
CREATE TABLE market_gap_need (
    id         INTEGER PRIMARY KEY,
    kind       TEXT    NOT NULL,
    division   TEXT    NOT NULL,
    department TEXT    NOT NULL,
    need_id    INTEGER NOT NULL REFERENCES need (id),
    at         INTEGER NOT NULL
);
CREATE UNIQUE INDEX market_gap_need_once ON market_gap_need (kind, division, department);
