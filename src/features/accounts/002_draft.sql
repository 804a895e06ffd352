-- What somebody began to write and keeps for later: one for each form and person, without passwords nor files.
CREATE TABLE draft (
    id        INTEGER PRIMARY KEY,
    person_id INTEGER NOT NULL REFERENCES person (id),
    address   TEXT    NOT NULL,              -- where the form posts to, with its query
    title     TEXT    NOT NULL,              -- of the form: an English id
    body      TEXT    NOT NULL,              -- JSON: [["name","value"],…]
    at        INTEGER NOT NULL
);
CREATE UNIQUE INDEX draft_once ON draft (person_id, address);
