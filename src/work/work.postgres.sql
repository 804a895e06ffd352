-- journal_lock() one : locked int
SELECT 1 AS locked FROM pg_advisory_xact_lock(720415);
