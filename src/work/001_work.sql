-- What surrounds every request: the journal, followers and their messages, the outbox, jobs, settings, files, imports.

CREATE TABLE journal (
    id         INTEGER PRIMARY KEY,
    at         INTEGER NOT NULL,
    subject    TEXT    NOT NULL,
    subject_id INTEGER NOT NULL,
    action     TEXT    NOT NULL,
    actor_id   INTEGER NOT NULL,
    from_state TEXT,
    to_state   TEXT,
    reason     TEXT,
    previous   TEXT    NOT NULL UNIQUE,
    hash       TEXT    NOT NULL UNIQUE
);
CREATE INDEX journal_by_subject ON journal (subject, subject_id, id);
CREATE INDEX journal_by_actor ON journal (actor_id, id);

-- Who is told when something happens to a thing: a person, or an address that has a private link.
CREATE TABLE follower (
    id         INTEGER PRIMARY KEY,
    subject    TEXT    NOT NULL,
    subject_id INTEGER NOT NULL,
    person_id  INTEGER,
    email      TEXT,
    link       TEXT,
    stop_token TEXT    NOT NULL UNIQUE,
    since      INTEGER NOT NULL
);
CREATE UNIQUE INDEX follower_person ON follower (subject, subject_id, person_id);
CREATE UNIQUE INDEX follower_email ON follower (subject, subject_id, email);
CREATE INDEX follower_of_person ON follower (person_id);

-- One message to one person, shown on their page and gathered in their digest.
CREATE TABLE notice (
    id         INTEGER PRIMARY KEY,
    person_id  INTEGER NOT NULL,
    subject    TEXT    NOT NULL,
    subject_id INTEGER NOT NULL,
    title      TEXT    NOT NULL,
    body       TEXT    NOT NULL,
    path       TEXT    NOT NULL,
    at         INTEGER NOT NULL,
    read_at    INTEGER,
    mailed_at  INTEGER
);
CREATE INDEX notice_of_person ON notice (person_id, id);
CREATE INDEX notice_to_mail ON notice (mailed_at, person_id, id);

CREATE TABLE outbox (
    id          INTEGER PRIMARY KEY,
    recipient   TEXT    NOT NULL,
    subject     TEXT    NOT NULL,
    body        TEXT    NOT NULL,
    unsubscribe TEXT,
    urgent      INTEGER NOT NULL,
    queued_at   INTEGER NOT NULL,
    due_at      INTEGER NOT NULL,
    tries       INTEGER NOT NULL,
    state       TEXT    NOT NULL,
    sent_at     INTEGER,
    trouble     TEXT
);
CREATE INDEX outbox_due ON outbox (state, urgent, due_at);
CREATE INDEX outbox_by_recipient ON outbox (recipient, id);

CREATE TABLE job (
    id          INTEGER PRIMARY KEY,
    kind        TEXT    NOT NULL,
    argument    TEXT,
    person_id   INTEGER NOT NULL,
    queued_at   INTEGER NOT NULL,
    due_at      INTEGER NOT NULL,
    taken_until INTEGER NOT NULL,
    started_at  INTEGER,
    ended_at    INTEGER,
    tries       INTEGER NOT NULL,
    state       TEXT    NOT NULL,
    done        INTEGER NOT NULL,
    total       INTEGER NOT NULL,
    message     TEXT
);
CREATE INDEX job_due ON job (state, due_at, id);
CREATE INDEX job_by_kind ON job (kind, id);

CREATE TABLE setting_value (
    name  TEXT PRIMARY KEY NOT NULL,
    value TEXT NOT NULL
);

-- What the law or an authority sets, with the day from which it holds.
CREATE TABLE parameter (
    id       INTEGER PRIMARY KEY,
    name     TEXT    NOT NULL,
    from_day INTEGER NOT NULL,
    value    REAL    NOT NULL,
    source   TEXT    NOT NULL
);
CREATE UNIQUE INDEX parameter_by_day ON parameter (name, from_day);

CREATE TABLE file (
    id        INTEGER PRIMARY KEY,
    name      TEXT    NOT NULL,
    type      TEXT    NOT NULL,
    size      INTEGER NOT NULL,
    hash      TEXT    NOT NULL,
    person_id INTEGER NOT NULL,
    at        INTEGER NOT NULL
);
CREATE TABLE file_piece (
    id       INTEGER PRIMARY KEY,
    file_id  INTEGER NOT NULL REFERENCES file (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    bytes    BLOB    NOT NULL
);
CREATE UNIQUE INDEX file_piece_in_order ON file_piece (file_id, position);

CREATE TABLE import_run (
    id         INTEGER PRIMARY KEY,
    kind       TEXT    NOT NULL,
    source     TEXT    NOT NULL,
    person_id  INTEGER NOT NULL,
    started_at INTEGER NOT NULL,
    ended_at   INTEGER,
    line_count INTEGER NOT NULL,
    added      INTEGER NOT NULL,
    changed    INTEGER NOT NULL,
    same       INTEGER NOT NULL,
    rejected   INTEGER NOT NULL,
    warned     INTEGER NOT NULL,
    current    INTEGER NOT NULL,
    expected   INTEGER NOT NULL
);
CREATE TABLE import_line (
    id          INTEGER PRIMARY KEY,
    run_id      INTEGER NOT NULL REFERENCES import_run (id) ON DELETE CASCADE,
    line        INTEGER NOT NULL,
    level       TEXT    NOT NULL,
    column_name TEXT,
    reason      TEXT    NOT NULL,
    value       TEXT
);
CREATE INDEX import_line_of_run ON import_line (run_id, line, id);
