-- What a contract asks beside the work itself: what the indicators of responsible purchases are counted from.
-- The words of the DECP, joined by "|"; NULL: the data do not say.
ALTER TABLE contract ADD COLUMN social TEXT;
ALTER TABLE contract ADD COLUMN environmental TEXT;
