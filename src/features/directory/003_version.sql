-- Another number after each change of the directory: what was made from it knows that it is old.
CREATE TABLE directory_version (
    id      INTEGER PRIMARY KEY,
    version INTEGER NOT NULL
);
INSERT INTO directory_version (id, version) VALUES (1, 0);
