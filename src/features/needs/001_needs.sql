-- What people lack and what they can bring. A need is never deleted: it is answered, merged or parked.

CREATE TABLE need (
    id           INTEGER PRIMARY KEY,
    state        TEXT    NOT NULL,           -- captured | published | qualified | in_progress | answered | parked | merged | refused
    title        TEXT    NOT NULL,
    description  TEXT,
    theme        TEXT,
    felt_by      TEXT,                       -- the public that feels it
    source       TEXT    NOT NULL,           -- box | interview | questionnaire | workshop | data
    strength     INTEGER NOT NULL,           -- 1 comfort … 4 vital
    frequency    TEXT,
    commune      TEXT,                       -- COG code
    place        TEXT,                       -- the place in their words
    lon          REAL,
    lat          REAL,
    cpv          TEXT,
    sector       TEXT,
    quantity     TEXT,
    wanted_by    INTEGER,                    -- day
    actor_id     INTEGER REFERENCES actor (id),
    author_id    INTEGER,                    -- person, when signed in
    author_name  TEXT,
    author_email TEXT,
    token_hash   TEXT    UNIQUE,             -- of the private link given to the author
    language     TEXT    NOT NULL,
    owner_id     INTEGER,                    -- who answers for it
    reply_due    INTEGER NOT NULL,           -- day by which an answer is owed
    merged_into  INTEGER REFERENCES need (id),
    wake_day     INTEGER,
    wake_when    TEXT,
    answer       TEXT,                       -- what answered it, in words
    typed_by     INTEGER,                    -- the agent who typed for someone
    folded       TEXT    NOT NULL,           -- fold_for_search of title and description
    created_at   INTEGER NOT NULL,
    updated_at   INTEGER NOT NULL,
    published_at INTEGER
);
CREATE INDEX need_by_state ON need (state, id);
CREATE INDEX need_by_theme ON need (theme, state, id);
CREATE INDEX need_by_commune ON need (commune, state, id);
CREATE INDEX need_by_author ON need (author_id, id);
CREATE INDEX need_by_actor ON need (actor_id, id);
CREATE INDEX need_by_due ON need (reply_due, id);
CREATE INDEX need_by_owner ON need (owner_id, state, id);

-- Each independent voice or datum behind a need: what lets it be qualified.
CREATE TABLE need_voice (
    id        INTEGER PRIMARY KEY,
    need_id   INTEGER NOT NULL REFERENCES need (id),
    kind      TEXT    NOT NULL,              -- box | interview | questionnaire | workshop | data | me_too
    who       TEXT,                          -- a role or a public, never a vulnerable person's name
    note      TEXT,
    person_id INTEGER,
    mark      TEXT    NOT NULL,              -- person, or a hash of the visitor: one voice each
    at        INTEGER NOT NULL
);
CREATE UNIQUE INDEX need_voice_once ON need_voice (need_id, mark);

CREATE TABLE resource (
    id           INTEGER PRIMARY KEY,
    state        TEXT    NOT NULL,           -- captured | published | lent | withdrawn | refused
    title        TEXT    NOT NULL,
    description  TEXT,
    kind         TEXT    NOT NULL,           -- place | equipment | land | skill | time | network | data | money
    terms        TEXT    NOT NULL,           -- free | at_cost | paid | exchange
    conditions   TEXT,
    availability TEXT,
    theme        TEXT,
    commune      TEXT,
    place        TEXT,
    lon          REAL,
    lat          REAL,
    actor_id     INTEGER REFERENCES actor (id),
    author_id    INTEGER,
    author_name  TEXT,
    author_email TEXT,
    token_hash   TEXT    UNIQUE,
    language     TEXT    NOT NULL,
    folded       TEXT    NOT NULL,
    created_at   INTEGER NOT NULL,
    updated_at   INTEGER NOT NULL,
    published_at INTEGER
);
CREATE INDEX resource_by_state ON resource (state, id);
CREATE INDEX resource_by_theme ON resource (theme, state, id);
CREATE INDEX resource_by_commune ON resource (commune, state, id);
CREATE INDEX resource_by_author ON resource (author_id, id);
CREATE INDEX resource_by_actor ON resource (actor_id, id);
