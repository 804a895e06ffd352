-- A supplier stands in a joint offer once it agreed: nobody is offered to buyers without a word.

ALTER TABLE joint_offer_supplier ADD COLUMN agreed_day INTEGER;
UPDATE joint_offer_supplier SET agreed_day = 1;            -- those of before, known to who published them
