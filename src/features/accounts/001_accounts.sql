-- Persons with an account, what they may do and where, and how they come in.

CREATE TABLE person (
    id           INTEGER PRIMARY KEY,
    name         TEXT,
    email        TEXT    NOT NULL UNIQUE,
    language     TEXT    NOT NULL,
    digest       TEXT    NOT NULL,
    password     TEXT,
    created_at   INTEGER NOT NULL,
    last_seen_at INTEGER,
    erased_at    INTEGER
);

-- A role holds in a scope and between two days; ended ones stay, for the history.
CREATE TABLE role_grant (
    id         INTEGER PRIMARY KEY,
    person_id  INTEGER NOT NULL REFERENCES person (id),
    role       TEXT    NOT NULL,
    scope      TEXT    NOT NULL,
    scope_id   INTEGER NOT NULL,
    from_day   INTEGER NOT NULL,
    until_day  INTEGER,
    granted_by INTEGER NOT NULL,
    granted_at INTEGER NOT NULL
);
CREATE INDEX role_grant_of_person ON role_grant (person_id, id);

CREATE TABLE session (
    id           INTEGER PRIMARY KEY,
    person_id    INTEGER NOT NULL REFERENCES person (id),
    token_hash   TEXT    NOT NULL UNIQUE,
    csrf         TEXT    NOT NULL,
    agent        TEXT,
    created_at   INTEGER NOT NULL,
    last_seen_at INTEGER NOT NULL,
    expires_at   INTEGER NOT NULL
);
CREATE INDEX session_of_person ON session (person_id, id);

-- One asked sign-in: a link and a code sent together, either of which opens it once.
CREATE TABLE sign_in (
    id         INTEGER PRIMARY KEY,
    email      TEXT    NOT NULL,
    handle     TEXT    NOT NULL UNIQUE,
    link_hash  TEXT    NOT NULL UNIQUE,
    code_hash  TEXT    NOT NULL,
    back       TEXT,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    tries      INTEGER NOT NULL,
    used_at    INTEGER
);
CREATE INDEX sign_in_by_email ON sign_in (email, created_at);

CREATE TABLE api_token (
    id           INTEGER PRIMARY KEY,
    person_id    INTEGER NOT NULL REFERENCES person (id),
    name         TEXT    NOT NULL,
    token_hash   TEXT    NOT NULL UNIQUE,
    created_at   INTEGER NOT NULL,
    last_used_at INTEGER,
    revoked_at   INTEGER
);
CREATE INDEX api_token_of_person ON api_token (person_id, id);
