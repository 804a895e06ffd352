-- need_add(state text, title text, description text?, theme text?, felt_by text?, source text, strength int, frequency text?, commune text?, place text?, lon real?, lat real?, cpv text?, sector text?, quantity text?, wanted_by int?, actor_id int?, author_id int?, author_name text?, author_email text?, token_hash text?, language text, reply_due int, typed_by int?, folded text, now int) one
INSERT INTO need (state, title, description, theme, felt_by, source, strength, frequency, commune, place, lon, lat, cpv, sector,
    quantity, wanted_by, actor_id, author_id, author_name, author_email, token_hash, language, reply_due, typed_by, folded,
    created_at, updated_at)
VALUES (:state, :title, :description, :theme, :felt_by, :source, :strength, :frequency, :commune, :place, :lon, :lat, :cpv,
    :sector, :quantity, :wanted_by, :actor_id, :author_id, :author_name, :author_email, :token_hash, :language, :reply_due,
    :typed_by, :folded, :now, :now)
RETURNING id;

-- need_change(id int, title text, description text?, theme text?, felt_by text?, source text, strength int, frequency text?, commune text?, place text?, lon real?, lat real?, cpv text?, sector text?, quantity text?, wanted_by int?, actor_id int?, folded text, now int) none
UPDATE need SET title = :title, description = :description, theme = :theme, felt_by = :felt_by, source = :source,
    strength = :strength, frequency = :frequency, commune = :commune, place = :place, lon = :lon, lat = :lat, cpv = :cpv,
    sector = :sector, quantity = :quantity, wanted_by = :wanted_by, actor_id = :actor_id, folded = :folded, updated_at = :now
WHERE id = :id;

-- need_by_id(id int) one : commune_name text?, actor_name text?
SELECT need.id, need.state, need.title, need.description, need.theme, need.felt_by, need.source, need.strength, need.frequency,
    need.commune, need.place, need.lon, need.lat, need.cpv, need.sector, need.quantity, need.wanted_by, need.actor_id,
    need.author_id, need.author_name, need.owner_id, need.reply_due, need.merged_into, need.wake_day, need.wake_when,
    need.answer, need.created_at, need.updated_at, need.published_at, need.example,
    (SELECT territory.name FROM territory WHERE territory.code = need.commune) AS commune_name,
    (SELECT actor.name FROM actor WHERE actor.id = need.actor_id) AS actor_name
FROM need WHERE need.id = :id;

-- need_state(id int) one
SELECT state, title, theme, commune, place, merged_into, wake_day, answer FROM need WHERE id = :id;

-- need_by_token(token_hash text) one : mailed int
SELECT id, title, CASE WHEN author_email IS NULL THEN 0 ELSE 1 END AS mailed FROM need WHERE token_hash = :token_hash;

-- need_set_theme(id int, theme text, now int) none
UPDATE need SET theme = :theme, updated_at = :now WHERE id = :id;

-- need_set_state(id int, state text, now int) none
UPDATE need SET state = :state, updated_at = :now,
    published_at = CASE WHEN :state = 'published' AND published_at IS NULL THEN :now ELSE published_at END
WHERE id = :id;

-- need_is_example(id int) none
UPDATE need SET example = 1 WHERE id = :id;

-- resource_is_example(id int) none
UPDATE resource SET example = 1 WHERE id = :id;

-- need_park(id int, wake_day int, wake_when text?) none
UPDATE need SET wake_day = :wake_day, wake_when = :wake_when WHERE id = :id;

-- need_merge(id int, into int) none
UPDATE need SET merged_into = :into WHERE id = :id;

-- need_answer(id int, answer text) none
UPDATE need SET answer = :answer WHERE id = :id;

-- need_own(id int, owner_id int, reply_due int) none
UPDATE need SET owner_id = :owner_id, reply_due = :reply_due WHERE id = :id;

-- needs_public(theme text?, territory text?, words text?, state text?, page_size int, offset int) many : commune_name text?, voices int
-- whole: needs of one territory, filtered; a page at a time
SELECT need.id, need.state, need.title, need.theme, need.strength, need.commune, need.place, need.lon, need.lat,
    need.published_at, need.created_at, need.example,
    (SELECT territory.name FROM territory WHERE territory.code = need.commune) AS commune_name,
    (SELECT count(*) FROM need_voice WHERE need_voice.need_id = need.id) AS voices
FROM need
WHERE need.state IN ('published', 'qualified', 'in_progress', 'answered', 'parked')
  AND (:theme IS NULL OR need.theme = :theme)
  AND (:territory IS NULL OR need.commune IN (SELECT commune FROM territory_part WHERE territory = :territory))
  AND (:words IS NULL OR ' ' || need.folded LIKE :words)
  AND (:state IS NULL OR need.state = :state OR (:state = 'open' AND need.state IN ('published', 'qualified', 'in_progress')))
ORDER BY need.published_at DESC, need.id DESC LIMIT :page_size OFFSET :offset;

-- needs_public_count(theme text?, territory text?, words text?, state text?) one : total int
-- whole: the total of that list
SELECT count(*) AS total FROM need
WHERE need.state IN ('published', 'qualified', 'in_progress', 'answered', 'parked')
  AND (:theme IS NULL OR need.theme = :theme)
  AND (:territory IS NULL OR need.commune IN (SELECT commune FROM territory_part WHERE territory = :territory))
  AND (:words IS NULL OR ' ' || need.folded LIKE :words)
  AND (:state IS NULL OR need.state = :state OR (:state = 'open' AND need.state IN ('published', 'qualified', 'in_progress')));

-- needs_by_theme(territory text?, words text?, state text?) many : total int
-- whole: the counts of a facet
SELECT need.theme, count(*) AS total FROM need
WHERE need.state IN ('published', 'qualified', 'in_progress', 'answered', 'parked')
  AND (:territory IS NULL OR need.commune IN (SELECT commune FROM territory_part WHERE territory = :territory))
  AND (:words IS NULL OR ' ' || need.folded LIKE :words)
  AND (:state IS NULL OR need.state = :state OR (:state = 'open' AND need.state IN ('published', 'qualified', 'in_progress')))
GROUP BY need.theme ORDER BY total DESC, need.theme;

-- needs_by_state(territory text?, words text?, theme text?) many : total int
-- whole: the counts of a facet
SELECT need.state, count(*) AS total FROM need
WHERE need.state IN ('published', 'qualified', 'in_progress', 'answered', 'parked')
  AND (:territory IS NULL OR need.commune IN (SELECT commune FROM territory_part WHERE territory = :territory))
  AND (:words IS NULL OR ' ' || need.folded LIKE :words)
  AND (:theme IS NULL OR need.theme = :theme)
GROUP BY need.state ORDER BY total DESC, need.state;

-- needs_to_handle(person int?, today int, page_size int, offset int) many : commune_name text?, late int
-- whole: the agent's queue: what waits for moderation, then what is owed an answer
SELECT need.id, need.state, need.title, need.theme, need.place, need.reply_due, need.created_at, need.author_name, need.example,
    (SELECT territory.name FROM territory WHERE territory.code = need.commune) AS commune_name,
    CASE WHEN need.reply_due < :today THEN 1 ELSE 0 END AS late
FROM need
WHERE need.state IN ('captured', 'published', 'qualified', 'in_progress')
  AND (:person IS NULL OR EXISTS (SELECT 1 FROM role_grant JOIN territory ON territory.id = role_grant.scope_id
        JOIN territory_part ON territory_part.territory = territory.code
        WHERE role_grant.person_id = :person AND role_grant.scope = 'territory' AND role_grant.from_day <= :today
          AND (role_grant.until_day IS NULL OR role_grant.until_day >= :today) AND territory_part.commune = need.commune))
ORDER BY CASE WHEN need.state = 'captured' THEN 0 ELSE 1 END, need.reply_due, need.id LIMIT :page_size OFFSET :offset;

-- needs_to_handle_count(person int?, today int) one : total int, late int, captured int
-- whole: the figures of that queue
SELECT count(*) AS total, coalesce(sum(CASE WHEN reply_due < :today THEN 1 ELSE 0 END), 0) AS late,
    coalesce(sum(CASE WHEN state = 'captured' THEN 1 ELSE 0 END), 0) AS captured
FROM need WHERE state IN ('captured', 'published', 'qualified', 'in_progress')
  AND (:person IS NULL OR EXISTS (SELECT 1 FROM role_grant JOIN territory ON territory.id = role_grant.scope_id
        JOIN territory_part ON territory_part.territory = territory.code
        WHERE role_grant.person_id = :person AND role_grant.scope = 'territory' AND role_grant.from_day <= :today
          AND (role_grant.until_day IS NULL OR role_grant.until_day >= :today) AND territory_part.commune = need.commune));

-- needs_like(id int) many
-- whole: duplicates are looked for among the needs of one territory
SELECT id, title, folded, state FROM need
WHERE id <> :id AND state NOT IN ('refused', 'merged') ORDER BY id DESC LIMIT 2000;

-- needs_to_wake(today int) many
-- whole: a job of the night
SELECT id FROM need WHERE state = 'parked' AND wake_day <= :today ORDER BY id LIMIT 200;

-- need_voice_add(need_id int, kind text, who text?, note text?, person_id int?, mark text, now int) none
INSERT INTO need_voice (need_id, kind, who, note, person_id, mark, at)
VALUES (:need_id, :kind, :who, :note, :person_id, :mark, :now)
ON CONFLICT (need_id, mark) DO NOTHING;

-- need_voices(need_id int) many
-- whole: those of one need; who only feels it too is counted, not listed
SELECT id, kind, who, note, at FROM need_voice WHERE need_id = :need_id AND kind <> 'me_too' ORDER BY id;

-- need_voices_count(need_id int) one : total int, data int, too int
SELECT count(*) AS total, coalesce(sum(CASE WHEN kind = 'data' THEN 1 ELSE 0 END), 0) AS data,
    coalesce(sum(CASE WHEN kind = 'me_too' THEN 1 ELSE 0 END), 0) AS too
FROM need_voice WHERE need_id = :need_id;

-- need_voices_move(id int, into int) none
UPDATE need_voice SET need_id = :into
WHERE need_id = :id AND mark NOT IN (SELECT mine.mark FROM need_voice AS mine WHERE mine.need_id = :into);

-- resource_add(state text, title text, description text?, kind text, terms text, conditions text?, availability text?, theme text?, commune text?, place text?, lon real?, lat real?, actor_id int?, author_id int?, author_name text?, author_email text?, token_hash text?, language text, folded text, now int) one
INSERT INTO resource (state, title, description, kind, terms, conditions, availability, theme, commune, place, lon, lat,
    actor_id, author_id, author_name, author_email, token_hash, language, folded, created_at, updated_at)
VALUES (:state, :title, :description, :kind, :terms, :conditions, :availability, :theme, :commune, :place, :lon, :lat,
    :actor_id, :author_id, :author_name, :author_email, :token_hash, :language, :folded, :now, :now)
RETURNING id;

-- resource_by_id(id int) one : commune_name text?, actor_name text?
SELECT resource.id, resource.state, resource.title, resource.description, resource.kind, resource.terms, resource.conditions,
    resource.availability, resource.theme, resource.commune, resource.place, resource.lon, resource.lat, resource.actor_id,
    resource.author_id, resource.author_name, resource.created_at, resource.updated_at, resource.published_at, resource.example,
    (SELECT territory.name FROM territory WHERE territory.code = resource.commune) AS commune_name,
    (SELECT actor.name FROM actor WHERE actor.id = resource.actor_id) AS actor_name
FROM resource WHERE resource.id = :id;

-- resource_state(id int) one
SELECT state, title, commune, place FROM resource WHERE id = :id;

-- resource_by_token(token_hash text) one : mailed int
SELECT id, title, CASE WHEN author_email IS NULL THEN 0 ELSE 1 END AS mailed FROM resource WHERE token_hash = :token_hash;

-- resource_set_state(id int, state text, now int) none
UPDATE resource SET state = :state, updated_at = :now,
    published_at = CASE WHEN :state = 'published' AND published_at IS NULL THEN :now ELSE published_at END
WHERE id = :id;

-- resources_public(kind text?, theme text?, territory text?, words text?, page_size int, offset int) many : commune_name text?
-- whole: resources of one territory, filtered; a page at a time
SELECT resource.id, resource.state, resource.title, resource.kind, resource.terms, resource.theme, resource.commune,
    resource.place, resource.lon, resource.lat, resource.availability, resource.published_at, resource.example,
    (SELECT territory.name FROM territory WHERE territory.code = resource.commune) AS commune_name
FROM resource
WHERE resource.state IN ('published', 'lent')
  AND (:kind IS NULL OR resource.kind = :kind)
  AND (:theme IS NULL OR resource.theme = :theme)
  AND (:territory IS NULL OR resource.commune IN (SELECT commune FROM territory_part WHERE territory = :territory))
  AND (:words IS NULL OR ' ' || resource.folded LIKE :words)
ORDER BY resource.published_at DESC, resource.id DESC LIMIT :page_size OFFSET :offset;

-- resources_public_count(kind text?, theme text?, territory text?, words text?) one : total int
-- whole: the total of that list
SELECT count(*) AS total FROM resource
WHERE resource.state IN ('published', 'lent')
  AND (:kind IS NULL OR resource.kind = :kind)
  AND (:theme IS NULL OR resource.theme = :theme)
  AND (:territory IS NULL OR resource.commune IN (SELECT commune FROM territory_part WHERE territory = :territory))
  AND (:words IS NULL OR ' ' || resource.folded LIKE :words);

-- resources_by_kind(theme text?, territory text?, words text?) many : total int
-- whole: the counts of a facet
SELECT resource.kind, count(*) AS total FROM resource
WHERE resource.state IN ('published', 'lent')
  AND (:theme IS NULL OR resource.theme = :theme)
  AND (:territory IS NULL OR resource.commune IN (SELECT commune FROM territory_part WHERE territory = :territory))
  AND (:words IS NULL OR ' ' || resource.folded LIKE :words)
GROUP BY resource.kind ORDER BY total DESC, resource.kind;

-- resources_to_handle(person int?, today int, page_size int) many : commune_name text?
SELECT resource.id, resource.state, resource.title, resource.kind, resource.place, resource.created_at, resource.author_name,
    resource.example, (SELECT territory.name FROM territory WHERE territory.code = resource.commune) AS commune_name
FROM resource WHERE resource.state = 'captured'
  AND (:person IS NULL OR EXISTS (SELECT 1 FROM role_grant JOIN territory ON territory.id = role_grant.scope_id
        JOIN territory_part ON territory_part.territory = territory.code
        WHERE role_grant.person_id = :person AND role_grant.scope = 'territory' AND role_grant.from_day <= :today
          AND (role_grant.until_day IS NULL OR role_grant.until_day >= :today) AND territory_part.commune = resource.commune))
ORDER BY resource.id LIMIT :page_size;

-- need_desk(keeps int, chooses int) one : keeps int, chooses int
SELECT :keeps AS keeps, :chooses AS chooses;

-- thanks_shown(path text, address text, days int, title text?, mailed int) one : path text, address text, days int, title text?, mailed int
SELECT :path AS path, :address AS address, :days AS days, :title AS title, :mailed AS mailed;

-- need_search_shown(words text?, view text?) one : words text?, view text?
SELECT :words AS words, :view AS view;

-- need_texts(id int) one
SELECT folded FROM need WHERE id = :id;

-- needs_named(a int, b int, c int, d int, e int) many
SELECT id, title, state FROM need WHERE id IN (:a, :b, :c, :d, :e) ORDER BY id;

-- commune_point(code text) one
SELECT name, lon, lat FROM territory WHERE code = :code;

-- needs_adrift() many
-- whole: once a year, when the geography changes
SELECT id, commune FROM need WHERE commune IS NOT NULL AND commune NOT IN (SELECT code FROM territory) ORDER BY id;

-- need_relocate(id int, commune text) none
UPDATE need SET commune = :commune WHERE id = :id;

-- resources_adrift() many
-- whole: once a year, when the geography changes
SELECT id, commune FROM resource WHERE commune IS NOT NULL AND commune NOT IN (SELECT code FROM territory) ORDER BY id;

-- resource_relocate(id int, commune text) none
UPDATE resource SET commune = :commune WHERE id = :id;

-- needs_unfolded(after int) many
SELECT id, title, description FROM need WHERE id > :after ORDER BY id LIMIT 500;

-- need_fold(id int, folded text) none
UPDATE need SET folded = :folded WHERE id = :id;

-- resources_unfolded(after int) many
SELECT id, title, description FROM resource WHERE id > :after ORDER BY id LIMIT 500;

-- resource_fold(id int, folded text) none
UPDATE resource SET folded = :folded WHERE id = :id;
