-- journal_last() one
-- whole: only its last row is read
SELECT id, hash FROM journal ORDER BY id DESC LIMIT 1;

-- journal_append(at int, subject text, subject_id int, action text, actor_id int, from_state text?, to_state text?, reason text?, previous text, hash text) none
INSERT INTO journal (at, subject, subject_id, action, actor_id, from_state, to_state, reason, previous, hash)
VALUES (:at, :subject, :subject_id, :action, :actor_id, :from_state, :to_state, :reason, :previous, :hash);

-- journal_after(id int, page_size int) many
SELECT id, at, subject, subject_id, action, actor_id, from_state, to_state, reason, previous, hash
FROM journal WHERE id > :id ORDER BY id LIMIT :page_size;

-- journal_of(subject text, subject_id int) many
SELECT id, at, action, actor_id, from_state, to_state, reason FROM journal
WHERE subject = :subject AND subject_id = :subject_id ORDER BY id;

-- follower_add(subject text, subject_id int, person_id int?, email text?, link text?, stop_token text, since int) none
INSERT INTO follower (subject, subject_id, person_id, email, link, stop_token, since)
VALUES (:subject, :subject_id, :person_id, :email, :link, :stop_token, :since)
ON CONFLICT DO NOTHING;

-- followers_of(subject text, subject_id int) many
-- whole: a handful for one thing
SELECT id, person_id, email, link, stop_token FROM follower
WHERE subject = :subject AND subject_id = :subject_id ORDER BY id;

-- follower_remove(token text) none
DELETE FROM follower WHERE stop_token = :token;

-- follower_remove_person(subject text, subject_id int, person_id int) none
DELETE FROM follower WHERE subject = :subject AND subject_id = :subject_id AND person_id = :person_id;

-- notice_add(person_id int, subject text, subject_id int, title text, body text, path text, at int) none
INSERT INTO notice (person_id, subject, subject_id, title, body, path, at)
VALUES (:person_id, :subject, :subject_id, :title, :body, :path, :at);

-- notices_read(person_id int, at int) none
UPDATE notice SET read_at = :at WHERE person_id = :person_id AND read_at IS NULL;

-- notices_mailed(person_id int, at int, last_id int) none
UPDATE notice SET mailed_at = :at WHERE person_id = :person_id AND mailed_at IS NULL AND id <= :last_id;

-- outbox_add(recipient text, subject text, body text, unsubscribe text?, urgent int, now int) none
INSERT INTO outbox (recipient, subject, body, unsubscribe, urgent, queued_at, due_at, tries, state)
VALUES (:recipient, :subject, :body, :unsubscribe, :urgent, :now, :now, 0, 'waiting');

-- outbox_due(now int) many
-- whole: only what waits
SELECT id, recipient, subject, body, unsubscribe, tries FROM outbox
WHERE state = 'waiting' AND due_at <= :now ORDER BY urgent DESC, due_at, id LIMIT 20;

-- outbox_claim(id int, now int, until int) one
UPDATE outbox SET due_at = :until, tries = tries + 1
WHERE id = :id AND state = 'waiting' AND due_at <= :now RETURNING id, tries;

-- outbox_sent(id int, now int) none
UPDATE outbox SET state = 'sent', sent_at = :now, trouble = NULL WHERE id = :id;

-- outbox_delay(id int, due_at int, trouble text) none
UPDATE outbox SET due_at = :due_at, trouble = :trouble WHERE id = :id;

-- outbox_give_up(id int, trouble text) none
UPDATE outbox SET state = 'failed', trouble = :trouble WHERE id = :id;

-- outbox_last_to(recipient text) one
SELECT id, subject, body, unsubscribe, queued_at, state FROM outbox
WHERE recipient = :recipient ORDER BY id DESC LIMIT 1;

-- outbox_forget(before int) none
-- whole: a job of the night
DELETE FROM outbox WHERE state <> 'waiting' AND queued_at < :before;

-- job_insert(kind text, argument text?, person_id int, now int, due_at int) one
INSERT INTO job (kind, argument, person_id, queued_at, due_at, taken_until, tries, state, done, total)
VALUES (:kind, :argument, :person_id, :now, :due_at, 0, 0, 'waiting', 0, 0) RETURNING id;

-- job_claim(now int, until int) one
-- whole: only what waits or runs
UPDATE job SET taken_until = :until, tries = tries + 1, started_at = :now, state = 'running'
WHERE id = (SELECT waiting.id FROM job AS waiting
            WHERE waiting.state IN ('waiting', 'running') AND waiting.due_at <= :now AND waiting.taken_until < :now
            ORDER BY waiting.due_at, waiting.id LIMIT 1)
  AND taken_until < :now
RETURNING id, kind, argument, person_id, tries;

-- job_step(id int, done int, total int, until int) none
UPDATE job SET done = :done, total = :total, taken_until = :until WHERE id = :id;

-- job_note(id int, message text) none
UPDATE job SET message = :message WHERE id = :id;

-- job_end(id int, state text, now int) none
UPDATE job SET state = :state, ended_at = :now, taken_until = 0 WHERE id = :id;

-- job_again(id int, due_at int) none
UPDATE job SET state = 'waiting', due_at = :due_at, taken_until = 0 WHERE id = :id;

-- setting_read(name text) one
SELECT value FROM setting_value WHERE name = :name;

-- setting_write(name text, value text) none
INSERT INTO setting_value (name, value) VALUES (:name, :value)
ON CONFLICT (name) DO UPDATE SET value = excluded.value;

-- setting_forget(name text) none
DELETE FROM setting_value WHERE name = :name;

-- parameter_in_force(name text, day int) one
SELECT value, from_day, source FROM parameter WHERE name = :name AND from_day <= :day ORDER BY from_day DESC LIMIT 1;

-- parameter_put(name text, from_day int, value real, source text) none
INSERT INTO parameter (name, from_day, value, source) VALUES (:name, :from_day, :value, :source)
ON CONFLICT (name, from_day) DO UPDATE SET value = excluded.value, source = excluded.source;

-- file_insert(name text, type text, size int, hash text, person_id int, at int) one
INSERT INTO file (name, type, size, hash, person_id, at)
VALUES (:name, :type, :size, :hash, :person_id, :at) RETURNING id;

-- file_piece_add(file_id int, position int, bytes blob) none
INSERT INTO file_piece (file_id, position, bytes) VALUES (:file_id, :position, :bytes);

-- file_by_id(id int) one
SELECT id, name, type, size, hash, person_id, at FROM file WHERE id = :id;

-- file_pieces(file_id int) many
SELECT position, bytes FROM file_piece WHERE file_id = :file_id ORDER BY position;

-- file_delete_pieces(id int) none
DELETE FROM file_piece WHERE file_id = :id;

-- file_delete(id int) none
DELETE FROM file WHERE id = :id;

-- import_start(kind text, source text, person_id int, now int) one
INSERT INTO import_run (kind, source, person_id, started_at, line_count, added, changed, same, rejected, warned, current, expected)
VALUES (:kind, :source, :person_id, :now, 0, 0, 0, 0, 0, 0, 0, 0) RETURNING id;

-- import_counts(id int, line_count int, added int, changed int, same int, rejected int, warned int, current int, expected int) none
UPDATE import_run SET line_count = :line_count, added = :added, changed = :changed, same = :same, rejected = :rejected,
    warned = :warned, current = :current, expected = :expected
WHERE id = :id;

-- import_end(id int, now int) none
UPDATE import_run SET ended_at = :now WHERE id = :id;

-- import_line_add(run_id int, line int, level text, column_name text?, reason text, value text?, file text?) none
INSERT INTO import_line (run_id, line, level, column_name, reason, value, file)
VALUES (:run_id, :line, :level, :column_name, :reason, :value, :file);

-- import_by_id(id int) one
SELECT id, kind, source, person_id, started_at, ended_at, line_count, added, changed, same, rejected, warned, current, expected
FROM import_run WHERE id = :id;

-- import_rejects(run_id int, page_size int) many
SELECT file, line, reason, column_name, value FROM import_line
WHERE run_id = :run_id AND level = 'rejected' ORDER BY line, id LIMIT :page_size;

-- job_insert_periodic(kind text, now int, since int) none
INSERT INTO job (kind, person_id, queued_at, due_at, taken_until, tries, state, done, total)
SELECT :kind, 0, :now, :now, 0, 0, 'waiting', 0, 0
WHERE NOT EXISTS (SELECT 1 FROM job WHERE kind = :kind AND queued_at > :since);
