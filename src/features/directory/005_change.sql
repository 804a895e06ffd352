-- Which actors the last changes of the directory touched, so that what is kept of all of them in memory follows without
-- being read again. actor_id NULL: none of them; 0: too many to be named.
CREATE TABLE directory_change (
    id       INTEGER PRIMARY KEY,
    version  INTEGER NOT NULL,
    actor_id INTEGER
);
CREATE INDEX directory_change_by_version ON directory_change (version, id);
