-- Who is there: organisations, persons and informal groups; what they can do, for whom, where.

CREATE TABLE actor (
    id            INTEGER PRIMARY KEY,
    kind          TEXT    NOT NULL,          -- organisation | person | group
    state         TEXT    NOT NULL,          -- proposed | published | hidden | merged
    merged_into   INTEGER REFERENCES actor (id),
    name          TEXT    NOT NULL,
    brand         TEXT,                      -- the name people know, a sigle
    college       TEXT    NOT NULL,          -- one of the eight families
    siret         TEXT,                      -- as given, plain; kept even when wrong
    siret_verdict TEXT    NOT NULL,          -- sound | wrong | absent
    siren         TEXT,
    rna           TEXT,
    legal_form    TEXT,
    naf           TEXT,
    structure     TEXT,                      -- ACI, EI, AI, ETTI, ESAT, EA… or another kind of its own
    headcount     INTEGER,
    description   TEXT,
    website       TEXT,
    email         TEXT,                      -- shown only when email_public
    email_public  INTEGER NOT NULL,
    phone         TEXT,
    address       TEXT,
    postal_code   TEXT,
    city          TEXT,
    commune       TEXT,                      -- COG code of the seat, in force
    lon           REAL,
    lat           REAL,
    located       TEXT    NOT NULL,          -- exact | commune | none
    zone_km       INTEGER,                   -- acts as far as this around its seat; NULL: see actor_zone
    capacity      TEXT,                      -- in its own words: "2 000 repas par jour"
    source        TEXT    NOT NULL,          -- typed | siae | inclusion | contracts | demo…
    source_id     TEXT,
    added_by      INTEGER NOT NULL,
    created_at    INTEGER NOT NULL,
    updated_at    INTEGER NOT NULL,
    confirmed_at  INTEGER NOT NULL,          -- last time someone who knows said it is true
    fingerprint   TEXT                       -- of the imported line, so that a second import changes nothing
);
CREATE UNIQUE INDEX actor_by_source ON actor (source, source_id);
CREATE INDEX actor_by_siret ON actor (siret);
CREATE INDEX actor_by_siren ON actor (siren);
CREATE INDEX actor_by_commune ON actor (commune);
CREATE INDEX actor_by_place ON actor (lat, lon);
CREATE INDEX actor_by_state ON actor (state, id);
CREATE INDEX actor_by_name ON actor (name, id);

-- What it does: purchase sectors, CPV codes, skills, labels, services. value is a code or words.
CREATE TABLE actor_trait (
    id       INTEGER PRIMARY KEY,
    actor_id INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
    trait    TEXT    NOT NULL,               -- sector | cpv | skill | label | service
    value    TEXT    NOT NULL
);
CREATE UNIQUE INDEX actor_trait_once ON actor_trait (actor_id, trait, value);
CREATE INDEX actor_trait_by_value ON actor_trait (trait, value, actor_id);

-- Where it acts, which is not where it sits: territory codes of any kind.
CREATE TABLE actor_zone (
    id        INTEGER PRIMARY KEY,
    actor_id  INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
    territory TEXT    NOT NULL
);
CREATE UNIQUE INDEX actor_zone_once ON actor_zone (actor_id, territory);

-- Who speaks for it on this site: claimed by a person, accepted by an agent.
CREATE TABLE actor_claim (
    id         INTEGER PRIMARY KEY,
    actor_id   INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
    person_id  INTEGER NOT NULL,
    message    TEXT,
    state      TEXT    NOT NULL,             -- asked | accepted | refused
    at         INTEGER NOT NULL,
    decided_by INTEGER,
    decided_at INTEGER
);
CREATE UNIQUE INDEX actor_claim_once ON actor_claim (actor_id, person_id);

-- The folded words of each published actor; the full-text index of either database stands on this table.
CREATE TABLE actor_search (
    id     INTEGER PRIMARY KEY REFERENCES actor (id) ON DELETE CASCADE,
    name   TEXT NOT NULL,                    -- fold_for_search of name and brand
    words  TEXT NOT NULL,                    -- of description, sectors, skills, services, NAF label, city
    facets TEXT NOT NULL                     -- c_ess dep_59 com_59350 epci_245900410 k_organisation s_12 l_label…
);

-- Awarded public contracts: references of structures, past cases for matching, contracts about to end.
CREATE TABLE contract (
    id            INTEGER PRIMARY KEY,
    source        TEXT    NOT NULL,
    source_id     TEXT    NOT NULL,
    buyer_siret   TEXT,
    buyer_name    TEXT    NOT NULL,
    title         TEXT    NOT NULL,
    cpv           TEXT,
    procedure     TEXT,
    nature        TEXT,
    place_code    TEXT,
    commune       TEXT,
    department    TEXT,
    months        INTEGER,
    notified_day  INTEGER,
    amount        INTEGER,
    fingerprint   TEXT    NOT NULL
);
CREATE UNIQUE INDEX contract_by_source ON contract (source, source_id);
CREATE INDEX contract_by_cpv ON contract (cpv);
CREATE INDEX contract_by_buyer ON contract (buyer_siret);
CREATE INDEX contract_by_department ON contract (department, id);

CREATE TABLE contract_winner (
    id          INTEGER PRIMARY KEY,
    contract_id INTEGER NOT NULL REFERENCES contract (id) ON DELETE CASCADE,
    siret       TEXT    NOT NULL,
    siren       TEXT,
    name        TEXT    NOT NULL
);
CREATE UNIQUE INDEX contract_winner_once ON contract_winner (contract_id, siret);
CREATE INDEX contract_winner_by_siren ON contract_winner (siren);

-- The vocabulary of actor_search, with how many actors hold each word, and its deletion neighbours: how typing errors are forgiven.
CREATE TABLE search_word (
    word  TEXT PRIMARY KEY NOT NULL,
    total INTEGER NOT NULL
);
CREATE TABLE search_neighbour (
    neighbour TEXT NOT NULL,
    word      TEXT NOT NULL,
    PRIMARY KEY (neighbour, word)
);
