-- person_by_id(id int) one
SELECT id, name, email, language, digest, password, created_at, last_seen_at, erased_at FROM person WHERE id = :id;

-- person_by_email(email text) one
SELECT id, name, password FROM person WHERE email = :email AND erased_at IS NULL;

-- person_add(name text?, email text, language text, created_at int) one
INSERT INTO person (name, email, language, digest, created_at)
VALUES (:name, :email, :language, 'daily', :created_at) RETURNING id;

-- person_set(id int, name text?, language text, digest text) none
UPDATE person SET name = :name, language = :language, digest = :digest WHERE id = :id;

-- person_set_password(id int, password text?) none
UPDATE person SET password = :password WHERE id = :id;

-- person_seen(id int, now int) none
UPDATE person SET last_seen_at = :now WHERE id = :id;

-- person_erase(id int, email text, now int) none
UPDATE person SET name = NULL, email = :email, password = NULL, digest = 'none', erased_at = :now WHERE id = :id;

-- persons_page(words text?, page_size int, offset int) many : roles text?
-- whole: an administrator's list, a page at a time
SELECT person.id, person.name, person.email, person.created_at, person.last_seen_at,
    (SELECT min(role_grant.role) FROM role_grant WHERE role_grant.person_id = person.id) AS roles
FROM person
WHERE person.erased_at IS NULL AND (:words IS NULL OR person.email LIKE :words OR lower(person.name) LIKE :words)
ORDER BY person.id DESC LIMIT :page_size OFFSET :offset;

-- persons_count(words text?) one : total int
-- whole: the total of that list
SELECT count(*) AS total FROM person
WHERE person.erased_at IS NULL AND (:words IS NULL OR person.email LIKE :words OR lower(person.name) LIKE :words);

-- grant_add(person_id int, role text, scope text, scope_id int, from_day int, until_day int?, granted_by int, now int) one
INSERT INTO role_grant (person_id, role, scope, scope_id, from_day, until_day, granted_by, granted_at)
VALUES (:person_id, :role, :scope, :scope_id, :from_day, :until_day, :granted_by, :now) RETURNING id;

-- grant_end(id int, day int) none
UPDATE role_grant SET until_day = :day WHERE id = :id;

-- grant_by_id(id int) one
SELECT id, person_id, role, scope, scope_id, until_day FROM role_grant WHERE id = :id;

-- grants_of(person_id int) many : scope_name text?, scope_path text?
SELECT id, role, scope, scope_id, from_day, until_day, CAST(NULL AS TEXT) AS scope_name, CAST(NULL AS TEXT) AS scope_path
FROM role_grant WHERE person_id = :person_id ORDER BY id;

-- grants_now(person_id int, day int) many
SELECT role, scope, scope_id FROM role_grant
WHERE person_id = :person_id AND from_day <= :day AND (until_day IS NULL OR until_day >= :day) ORDER BY id;

-- admins_now(day int) one : total int
-- whole: a handful of rows
SELECT count(DISTINCT person_id) AS total FROM role_grant
WHERE role = 'admin' AND scope = 'site' AND from_day <= :day AND (until_day IS NULL OR until_day >= :day);

-- session_add(person_id int, token_hash text, csrf text, agent text?, now int, expires_at int) one
INSERT INTO session (person_id, token_hash, csrf, agent, created_at, last_seen_at, expires_at)
VALUES (:person_id, :token_hash, :csrf, :agent, :now, :now, :expires_at) RETURNING id;

-- session_find(token_hash text, now int, idle_since int) one
SELECT session.id, session.person_id, session.csrf, session.last_seen_at, person.name, person.email, person.language
FROM session JOIN person ON person.id = session.person_id
WHERE session.token_hash = :token_hash AND session.expires_at > :now AND session.last_seen_at > :idle_since;

-- session_touch(id int, now int) none
UPDATE session SET last_seen_at = :now WHERE id = :id;

-- session_end(id int, person_id int) none
DELETE FROM session WHERE id = :id AND person_id = :person_id;

-- sessions_end_others(id int, person_id int) none
DELETE FROM session WHERE person_id = :person_id AND id <> :id;

-- sessions_end_all(person_id int) none
DELETE FROM session WHERE person_id = :person_id;

-- sessions_of(person_id int, now int) many
-- whole: a handful for one person
SELECT id, agent, created_at, last_seen_at FROM session
WHERE person_id = :person_id AND expires_at > :now ORDER BY last_seen_at DESC, id;

-- sessions_forget(now int, idle_since int) none
-- whole: a job of the night
DELETE FROM session WHERE expires_at <= :now OR last_seen_at <= :idle_since;

-- sign_in_add(email text, handle text, link_hash text, code_hash text, back text?, now int, expires_at int) none
INSERT INTO sign_in (email, handle, link_hash, code_hash, back, created_at, expires_at, tries)
VALUES (:email, :handle, :link_hash, :code_hash, :back, :now, :expires_at, 0);

-- sign_ins_since(email text, since int) one : total int
SELECT count(*) AS total FROM sign_in WHERE email = :email AND created_at > :since;

-- sign_in_by_handle(handle text) one
SELECT id, email, code_hash, back, expires_at, tries, used_at FROM sign_in WHERE handle = :handle;

-- sign_in_by_link(link_hash text) one
SELECT id, email, back, expires_at, used_at FROM sign_in WHERE link_hash = :link_hash;

-- sign_in_try(id int, most int) one
UPDATE sign_in SET tries = tries + 1 WHERE id = :id AND tries < :most AND used_at IS NULL RETURNING tries;

-- sign_in_use(id int, now int) one
UPDATE sign_in SET used_at = :now WHERE id = :id AND used_at IS NULL RETURNING id;

-- sign_ins_forget(before int) none
-- whole: a job of the night
DELETE FROM sign_in WHERE created_at < :before;

-- token_add(person_id int, name text, token_hash text, now int) one
INSERT INTO api_token (person_id, name, token_hash, created_at) VALUES (:person_id, :name, :token_hash, :now) RETURNING id;

-- token_find(token_hash text) one
SELECT api_token.id, api_token.person_id, api_token.last_used_at, person.name, person.email, person.language
FROM api_token JOIN person ON person.id = api_token.person_id
WHERE api_token.token_hash = :token_hash AND api_token.revoked_at IS NULL AND person.erased_at IS NULL;

-- token_used(token_hash text, now int) none
UPDATE api_token SET last_used_at = :now WHERE token_hash = :token_hash;

-- token_revoke(id int, person_id int, now int) none
UPDATE api_token SET revoked_at = :now WHERE id = :id AND person_id = :person_id AND revoked_at IS NULL;

-- tokens_of(person_id int) many
SELECT id, name, created_at, last_used_at FROM api_token
WHERE person_id = :person_id AND revoked_at IS NULL ORDER BY id;

-- tokens_revoke_all(person_id int, now int) none
UPDATE api_token SET revoked_at = :now WHERE person_id = :person_id AND revoked_at IS NULL;

-- persons_with_mail(now int) many : oldest int
-- whole: who has messages waiting for the digest
SELECT notice.person_id, person.email, person.digest, person.language, min(notice.at) AS oldest
FROM notice JOIN person ON person.id = notice.person_id
WHERE notice.mailed_at IS NULL AND notice.at <= :now
GROUP BY notice.person_id, person.email, person.digest, person.language ORDER BY notice.person_id LIMIT 500;

-- messages_total(person_id int) one : total int
SELECT count(*) AS total FROM notice WHERE person_id = :person_id;

-- messages_to_mail(person_id int) many
SELECT id, title, body, path, at FROM notice
WHERE person_id = :person_id AND mailed_at IS NULL ORDER BY id LIMIT 50;

-- messages_of(person_id int, page_size int, offset int) many
SELECT id, title, body, path, at, read_at FROM notice
WHERE person_id = :person_id ORDER BY id DESC LIMIT :page_size OFFSET :offset;

-- token_shown(token text) one : token text
SELECT :token AS token;

-- draft_put(person_id int, address text, title text, body text, now int) one
INSERT INTO draft (person_id, address, title, body, at) VALUES (:person_id, :address, :title, :body, :now)
ON CONFLICT (person_id, address) DO UPDATE SET body = excluded.body, title = excluded.title, at = excluded.at
RETURNING id;

-- draft_drop(person_id int, address text) none
DELETE FROM draft WHERE person_id = :person_id AND address = :address;

-- draft_remove(id int, person_id int) none
DELETE FROM draft WHERE id = :id AND person_id = :person_id;

-- drafts_of(person_id int) many
-- whole: a few for one person
SELECT id, address, title, body, at FROM draft WHERE person_id = :person_id ORDER BY at DESC, id DESC;

-- draft_by_id(id int, person_id int) one
SELECT id, address, title, body, at FROM draft WHERE id = :id AND person_id = :person_id;

-- drafts_beyond(person_id int, most int) none
-- whole: a few for one person
DELETE FROM draft WHERE person_id = :person_id AND id NOT IN (
    SELECT kept.id FROM draft AS kept WHERE kept.person_id = :person_id ORDER BY kept.at DESC, kept.id DESC LIMIT :most);

-- drafts_erase(person_id int) none
DELETE FROM draft WHERE person_id = :person_id;

-- drafts_forget(before int) none
-- whole: a job of the night
DELETE FROM draft WHERE at < :before;

-- sign_in_wanted(page text?) one : page text?
SELECT :page AS page;
