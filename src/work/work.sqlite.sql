-- journal_lock() one : locked int
SELECT 1 AS locked;
