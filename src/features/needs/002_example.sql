-- What a demonstration adds says everywhere that it is an example.
ALTER TABLE need ADD COLUMN example INTEGER NOT NULL DEFAULT 0;
ALTER TABLE resource ADD COLUMN example INTEGER NOT NULL DEFAULT 0;
