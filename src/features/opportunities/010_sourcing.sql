-- Whom a buyer met before writing its contract: a register that only grows. told is public, for everybody must have the
-- same information; who and noted stay with those who keep the contract.

CREATE TABLE sourcing (
    id             INTEGER PRIMARY KEY,
    opportunity_id INTEGER NOT NULL REFERENCES opportunity (id) ON DELETE CASCADE,
    day            INTEGER NOT NULL,
    way            TEXT    NOT NULL,         -- meeting | call | mail | visit | fair | survey
    who            TEXT    NOT NULL,
    told           TEXT    NOT NULL,
    noted          TEXT,
    added_by       INTEGER,
    added_at       INTEGER NOT NULL
);
CREATE INDEX sourcing_of_opportunity ON sourcing (opportunity_id, day, id);
