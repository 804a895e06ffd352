-- What is copied of the contract: what the buyer reckons a lot at, and its place when only words say it.

ALTER TABLE groupement_lot ADD COLUMN estimate INTEGER;    -- cents before VAT, as the buyer says
ALTER TABLE groupement_lot ADD COLUMN place TEXT;
