-- What was proposed for a need, what was refused and why, and how each introduction went.

CREATE TABLE match_refusal (
    id        INTEGER PRIMARY KEY,
    need_id   INTEGER NOT NULL REFERENCES need (id),
    actor_id  INTEGER NOT NULL REFERENCES actor (id),
    motive    TEXT    NOT NULL,
    note      TEXT,
    person_id INTEGER NOT NULL,
    at        INTEGER NOT NULL
);
CREATE UNIQUE INDEX match_refusal_once ON match_refusal (need_id, actor_id);
CREATE INDEX match_refusal_by_motive ON match_refusal (motive, id);

CREATE TABLE introduction (
    id         INTEGER PRIMARY KEY,
    need_id    INTEGER NOT NULL REFERENCES need (id),
    actor_id   INTEGER NOT NULL REFERENCES actor (id),
    state      TEXT    NOT NULL,             -- prepared | contacted | seen | interested | met | agreed | declined
    message    TEXT    NOT NULL,
    recipient  TEXT,
    token_hash TEXT    UNIQUE,               -- of the private link in the message
    score      REAL    NOT NULL,
    reasons    TEXT    NOT NULL,
    person_id  INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    moved_at   INTEGER NOT NULL
);
CREATE UNIQUE INDEX introduction_once ON introduction (need_id, actor_id);
CREATE INDEX introduction_by_state ON introduction (state, id);
CREATE INDEX introduction_by_actor ON introduction (actor_id, id);
