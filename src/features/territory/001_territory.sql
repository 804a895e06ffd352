-- Territories: what INSEE and the DGCL define each year, and the perimeters drawn here. Codes are public keys: in addresses, in
-- exports, in the tables of other features.

CREATE TABLE territory (
    id          INTEGER PRIMARY KEY,
    code        TEXT    NOT NULL UNIQUE,     -- 59350 | 245900410 (SIREN) | 59 | R32 | FR | p-vallee-de-la-lys
    kind        TEXT    NOT NULL,            -- commune | epci | department | region | country | perimeter
    name        TEXT    NOT NULL,
    folded      TEXT    NOT NULL,            -- the name as people search it, see territory_fold
    vintage     INTEGER NOT NULL,            -- of the geography it was taken from; of its drawing for a perimeter
    siren       TEXT,
    population  INTEGER,
    lon         REAL,
    lat         REAL,
    located     TEXT    NOT NULL,            -- contour | point | approximate | none
    nature      TEXT,                        -- of an EPCI: CC, CA, CU, METRO, EPT…
    epci        TEXT,                        -- the codes of what holds it
    department  TEXT,
    region      TEXT,
    description TEXT                         -- of a perimeter
);
CREATE INDEX territory_by_name ON territory (folded, code);
CREATE INDEX territory_by_kind ON territory (kind, folded, code);
CREATE INDEX territory_by_department ON territory (department, kind);
CREATE INDEX territory_by_epci ON territory (epci);

-- The communes of every territory (a commune is its own): one join answers "in this territory?", whatever its kind.
CREATE TABLE territory_part (
    territory TEXT NOT NULL,
    commune   TEXT NOT NULL,
    PRIMARY KEY (territory, commune)
);

CREATE TABLE territory_postal (
    postal  TEXT NOT NULL,
    commune TEXT NOT NULL,
    PRIMARY KEY (postal, commune)
);

-- Codes that are no commune (any more), and the commune that answers for them now.
CREATE TABLE territory_past (
    id         INTEGER PRIMARY KEY,
    code       TEXT    NOT NULL,
    nature     TEXT    NOT NULL,             -- delegated | associated | district | former
    name       TEXT,
    folded     TEXT,
    vintage    INTEGER NOT NULL,             -- the year for which the successor is said
    population INTEGER,
    successor  TEXT    NOT NULL
);
CREATE UNIQUE INDEX territory_past_once ON territory_past (code, nature);
CREATE INDEX territory_past_by_name ON territory_past (folded, code);
CREATE INDEX territory_past_by_successor ON territory_past (successor);

-- Outlines: "lon lat,lon lat;…", a ring after the other. Dissolved ones were made of those of the communes.
CREATE TABLE territory_contour (
    territory TEXT PRIMARY KEY NOT NULL,
    rings     TEXT NOT NULL,
    source    TEXT NOT NULL                  -- file | dissolved
);
