-- The file of a folder in which a line stood; NULL: the only one.
ALTER TABLE import_line ADD COLUMN file TEXT;
