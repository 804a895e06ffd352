-- runs_page(page_size int, offset int) many
SELECT id, kind, source, started_at, ended_at, line_count, added, changed, same, rejected, warned
FROM import_run ORDER BY id DESC LIMIT :page_size OFFSET :offset;

-- runs_total() one : total int
-- whole: the page of imports says how many there are
SELECT count(*) AS total FROM import_run;

-- run_shown(id int) one
SELECT id, kind, source, started_at, ended_at, line_count, added, changed, same, rejected, warned
FROM import_run WHERE id = :id;

-- run_lines(run_id int, page_size int, offset int) many
SELECT line, level, column_name, reason, value FROM import_line
WHERE run_id = :run_id ORDER BY line, id LIMIT :page_size OFFSET :offset;

-- run_lines_total(run_id int) one : total int
SELECT count(*) AS total FROM import_line WHERE run_id = :run_id;

-- runs_that_do_not_add_up() one : total int
-- whole: asked by a check of the whole database
SELECT count(*) AS total FROM import_run
WHERE ended_at IS NOT NULL AND line_count <> added + changed + same + rejected;

-- jobs_page(page_size int, offset int) many
SELECT id, kind, queued_at, started_at, ended_at, tries, state, done, total, message
FROM job ORDER BY id DESC LIMIT :page_size OFFSET :offset;

-- jobs_total() one : total int
-- whole: the page of jobs says how many there are
SELECT count(*) AS total FROM job;

-- job_shown(id int) one : report text?
SELECT id, kind, queued_at, started_at, ended_at, tries, state, done, total, message,
    CASE WHEN substr(message, 1, 9) = '/imports/' THEN message END AS report FROM job WHERE id = :id;

-- ended_jobs_without_end() one : total int
-- whole: asked by a check of the whole database
SELECT count(*) AS total FROM job WHERE state IN ('done', 'failed') AND ended_at IS NULL;

-- journal_page(page_size int, offset int) many : actor_name text?, act_words text?, from_words text?, to_words text?, path text?
-- the words and the path are filled by the handler
SELECT journal.id, journal.at, journal.subject, journal.subject_id, journal.action, journal.actor_id,
    (SELECT person.name FROM person WHERE person.id = journal.actor_id) AS actor_name,
    journal.from_state, journal.to_state, journal.reason, journal.hash,
    CAST(NULL AS TEXT) AS act_words, CAST(NULL AS TEXT) AS from_words, CAST(NULL AS TEXT) AS to_words,
    CAST(NULL AS TEXT) AS path
FROM journal ORDER BY journal.id DESC LIMIT :page_size OFFSET :offset;

-- journal_chain(entries int, broken int) one : entries int, broken int
SELECT :entries AS entries, :broken AS broken;

-- journal_total() one : total int
-- whole: the page of the journal says how many entries there are
SELECT count(*) AS total FROM journal;

-- outbox_shown(page_size int, offset int) many
SELECT id, recipient, subject, queued_at, due_at, tries, state, sent_at, trouble
FROM outbox ORDER BY id DESC LIMIT :page_size OFFSET :offset;

-- outbox_by_state() many : total int
-- whole: one row a state
SELECT state, count(*) AS total FROM outbox GROUP BY state ORDER BY state;

-- post_shown(missing int, starting int) one : missing int, starting int
SELECT :missing AS missing, :starting AS starting;

-- first_steps() one : actors int, people int, outlines int
-- whole: what a new site lacks
SELECT CASE WHEN EXISTS (SELECT 1 FROM actor) THEN 1 ELSE 0 END AS actors,
    (SELECT count(*) FROM person WHERE erased_at IS NULL) AS people,
    CASE WHEN EXISTS (SELECT 1 FROM territory_contour) THEN 1 ELSE 0 END AS outlines;

-- parameters_shown() many
-- whole: a few dozen rows
SELECT id, name, from_day, value, source FROM parameter ORDER BY name, from_day DESC;

-- sources_shown() many
-- whole: the sources of a site are few
SELECT id, kind, place, hours, added_at, next_at, tried_at, success_at, trouble FROM import_source ORDER BY kind, place;

-- source_by_id(id int) one
SELECT id, kind, place, hours, next_at, hash FROM import_source WHERE id = :id;

-- sources_due(now int) many
SELECT id, kind, place, hours, hash FROM import_source WHERE next_at <= :now ORDER BY next_at LIMIT 20;

-- source_add(kind text, place text, hours int, added_by int?, now int) one
INSERT INTO import_source (kind, place, hours, added_by, added_at, next_at)
VALUES (:kind, :place, :hours, :added_by, :now, :now)
ON CONFLICT (kind, place) DO UPDATE SET hours = excluded.hours, next_at = excluded.next_at RETURNING id;

-- source_remove(id int) none
DELETE FROM import_source WHERE id = :id;

-- source_now(id int, now int) none
UPDATE import_source SET next_at = :now WHERE id = :id;

-- source_tried(id int, now int, next_at int, trouble text?, hash text?, good int) none
UPDATE import_source SET tried_at = :now, next_at = :next_at, trouble = :trouble,
    success_at = CASE WHEN :good = 1 THEN :now ELSE success_at END, hash = coalesce(:hash, hash) WHERE id = :id;

-- sources_total() one : total int
-- whole: the sources of a site are few
SELECT count(*) AS total FROM import_source;
