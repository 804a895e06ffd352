-- directory_stamp() one
SELECT version FROM directory_version WHERE id = 1;

-- offers_all(most int) many : epci text?, department text?
SELECT actor.id, actor.name, actor.brand, actor.description, actor.structure, actor.naf, actor.siren, actor.commune,
    territory.epci, territory.department, actor.lon, actor.lat, actor.zone_km, actor.capacity, actor.headcount, actor.confirmed_at
FROM actor LEFT JOIN territory ON territory.code = actor.commune
WHERE actor.state = 'published' ORDER BY actor.id LIMIT :most;

-- offers_traits() many
-- whole: read once, when the offers are prepared
SELECT actor_id, trait, value FROM actor_trait ORDER BY actor_id, trait, value;

-- offers_zones() many
-- whole: read once, when the offers are prepared
SELECT actor_id, territory FROM actor_zone ORDER BY actor_id, territory;

-- cases_all(most int) many : lon real?, lat real?, actor_id int?
-- whole: read once, when the offers are prepared
SELECT contract.title, contract.cpv, contract.buyer_siret, territory.lon, territory.lat, contract_winner.name,
    (SELECT min(actor.id) FROM actor WHERE actor.siren = contract_winner.siren AND NOT actor.state <> 'published') AS actor_id
FROM contract_winner JOIN contract ON contract.id = contract_winner.contract_id
LEFT JOIN territory ON territory.code = contract.commune
ORDER BY contract_winner.id LIMIT :most;

-- territories_around(code text) one
SELECT code, kind, name, epci, department, region, lon, lat, population FROM territory WHERE code = :code;

-- territory_spread(code text) one : wide real?, high real?
-- How far its communes lie from its middle, in squared degrees.
SELECT avg(territory.lon * territory.lon) - avg(territory.lon) * avg(territory.lon) AS wide,
    avg(territory.lat * territory.lat) - avg(territory.lat) * avg(territory.lat) AS high
FROM territory_part JOIN territory ON territory.code = territory_part.commune WHERE territory_part.territory = :code;

-- need_asked(id int) one
SELECT id, state, title, description, theme, cpv, sector, commune, lon, lat, quantity, example FROM need WHERE id = :id;

-- needs_open(most int) many : commune_name text?
-- whole: the open needs of one territory
SELECT need.id, need.title, need.description, need.theme, need.cpv, need.sector, need.commune, need.lon, need.lat, need.published_at,
    (SELECT territory.name FROM territory WHERE territory.code = need.commune) AS commune_name
FROM need WHERE need.state IN ('published', 'qualified', 'in_progress') ORDER BY need.id DESC LIMIT :most;

-- resources_open(most int) many : commune_name text?
-- whole: the open resources of one territory
SELECT resource.id, resource.title, resource.description, resource.kind, resource.theme, resource.commune, resource.lon, resource.lat,
    (SELECT territory.name FROM territory WHERE territory.code = resource.commune) AS commune_name
FROM resource WHERE resource.state = 'published' ORDER BY resource.id DESC LIMIT :most;

-- offer_shown(id int, score real, reasons text, rank int, proposed int) many : score real, reasons text, rank int, commune_name text?, introduction_id int?, introduction_state text?, proposed int
SELECT actor.id, actor.name, actor.college, actor.structure, actor.siret, actor.commune, actor.lon, actor.lat,
    (SELECT territory.name FROM territory WHERE territory.code = actor.commune) AS commune_name,
    CAST(:score AS DOUBLE PRECISION) AS score, :reasons AS reasons, :rank AS rank, :proposed AS proposed,
    (SELECT introduction.id FROM introduction WHERE introduction.actor_id = actor.id AND introduction.need_id = :proposed) AS introduction_id,
    (SELECT introduction.state FROM introduction WHERE introduction.actor_id = actor.id AND introduction.need_id = :proposed) AS introduction_state
FROM actor WHERE actor.id = :id;

-- resource_shown(id int, score real, reasons text) many : score real, reasons text, commune_name text?
SELECT resource.id, resource.title, resource.kind, resource.terms, resource.example,
    (SELECT territory.name FROM territory WHERE territory.code = resource.commune) AS commune_name,
    CAST(:score AS DOUBLE PRECISION) AS score, :reasons AS reasons
FROM resource WHERE resource.id = :id;

-- need_served(id int, score real, reasons text) many : score real, reasons text, commune_name text?
SELECT need.id, need.title, need.theme, need.state, need.example,
    (SELECT territory.name FROM territory WHERE territory.code = need.commune) AS commune_name,
    CAST(:score AS DOUBLE PRECISION) AS score, :reasons AS reasons
FROM need WHERE need.id = :id;

-- actor_asked(id int) one
SELECT id, name, state, email, email_public FROM actor WHERE id = :id;

-- refusals_of(need_id int) many : name text
SELECT match_refusal.need_id, match_refusal.actor_id, match_refusal.motive, match_refusal.note, match_refusal.at,
    (SELECT actor.name FROM actor WHERE actor.id = match_refusal.actor_id) AS name
FROM match_refusal WHERE match_refusal.need_id = :need_id ORDER BY match_refusal.actor_id;

-- refusal_add(need_id int, actor_id int, motive text, note text?, person_id int, now int) none
INSERT INTO match_refusal (need_id, actor_id, motive, note, person_id, at)
VALUES (:need_id, :actor_id, :motive, :note, :person_id, :now) ON CONFLICT (need_id, actor_id) DO NOTHING;

-- refusal_remove(need_id int, actor_id int) none
DELETE FROM match_refusal WHERE need_id = :need_id AND actor_id = :actor_id;

-- introduction_add(need_id int, actor_id int, state text, message text, recipient text?, token_hash text, score real, reasons text, person_id int, now int) one
INSERT INTO introduction (need_id, actor_id, state, message, recipient, token_hash, score, reasons, person_id, created_at, moved_at)
VALUES (:need_id, :actor_id, :state, :message, :recipient, :token_hash, :score, :reasons, :person_id, :now, :now)
ON CONFLICT (need_id, actor_id) DO NOTHING RETURNING id;

-- introduction_by_id(id int) one : need_title text, actor_name text, commune text?
SELECT introduction.id, introduction.need_id, introduction.actor_id, introduction.state, introduction.message,
    introduction.recipient, introduction.score, introduction.reasons, introduction.created_at, introduction.moved_at,
    (SELECT need.commune FROM need WHERE need.id = introduction.need_id) AS commune,
    (SELECT need.title FROM need WHERE need.id = introduction.need_id) AS need_title,
    (SELECT actor.name FROM actor WHERE actor.id = introduction.actor_id) AS actor_name
FROM introduction WHERE introduction.id = :id;

-- answers_desk(keeps int) one : keeps int
SELECT :keeps AS keeps;

-- link_shown(open int) one : open int
SELECT :open AS open;

-- introduction_by_token(token_hash text) one
SELECT id, state FROM introduction WHERE token_hash = :token_hash;

-- introduction_set_state(id int, state text, now int) none
UPDATE introduction SET state = :state, moved_at = :now WHERE id = :id;

-- introductions_page(person int?, today int, state text?, reached int?, page_size int, offset int) many : need_title text, actor_name text
-- whole: introductions of one territory, a page at a time
SELECT introduction.id, introduction.state, introduction.need_id, introduction.actor_id, introduction.created_at, introduction.moved_at,
    (SELECT need.title FROM need WHERE need.id = introduction.need_id) AS need_title,
    (SELECT actor.name FROM actor WHERE actor.id = introduction.actor_id) AS actor_name
FROM introduction JOIN need ON need.id = introduction.need_id
WHERE (:state IS NULL OR introduction.state = :state)
  AND (:person IS NULL OR EXISTS (SELECT 1 FROM role_grant JOIN territory ON territory.id = role_grant.scope_id
        JOIN territory_part ON territory_part.territory = territory.code
        WHERE role_grant.person_id = :person AND role_grant.scope = 'territory' AND role_grant.from_day <= :today
          AND (role_grant.until_day IS NULL OR role_grant.until_day >= :today) AND territory_part.commune = need.commune))
  AND (:reached IS NULL OR (SELECT max(CASE journal.to_state WHEN 'contacted' THEN 1 WHEN 'seen' THEN 2 WHEN 'interested' THEN 3 WHEN 'met' THEN 4 WHEN 'agreed' THEN 5 ELSE 0 END)
      FROM journal WHERE journal.subject = 'introduction' AND journal.subject_id = introduction.id) >= :reached)
ORDER BY introduction.id DESC LIMIT :page_size OFFSET :offset;

-- introductions_by_step(person int?, today int) many : step int, total int
-- whole: the funnel counts them all, by the farthest step each reached, whatever came of it
SELECT far.step AS step, count(*) AS total FROM (
    SELECT journal.subject_id, max(CASE journal.to_state WHEN 'contacted' THEN 1 WHEN 'seen' THEN 2 WHEN 'interested' THEN 3 WHEN 'met' THEN 4 WHEN 'agreed' THEN 5 ELSE 0 END) AS step
    FROM journal JOIN introduction ON introduction.id = journal.subject_id JOIN need ON need.id = introduction.need_id
    WHERE journal.subject = 'introduction'
      AND (:person IS NULL OR EXISTS (SELECT 1 FROM role_grant JOIN territory ON territory.id = role_grant.scope_id
        JOIN territory_part ON territory_part.territory = territory.code
        WHERE role_grant.person_id = :person AND role_grant.scope = 'territory' AND role_grant.from_day <= :today
          AND (role_grant.until_day IS NULL OR role_grant.until_day >= :today) AND territory_part.commune = need.commune))
    GROUP BY journal.subject_id) AS far
GROUP BY far.step ORDER BY far.step;

-- introductions_count(person int?, today int, state text?, reached int?) one : total int
-- whole: the total of that list
SELECT count(*) AS total FROM introduction JOIN need ON need.id = introduction.need_id
WHERE (:state IS NULL OR introduction.state = :state)
  AND (:person IS NULL OR EXISTS (SELECT 1 FROM role_grant JOIN territory ON territory.id = role_grant.scope_id
        JOIN territory_part ON territory_part.territory = territory.code
        WHERE role_grant.person_id = :person AND role_grant.scope = 'territory' AND role_grant.from_day <= :today
          AND (role_grant.until_day IS NULL OR role_grant.until_day >= :today) AND territory_part.commune = need.commune))
  AND (:reached IS NULL OR (SELECT max(CASE journal.to_state WHEN 'contacted' THEN 1 WHEN 'seen' THEN 2 WHEN 'interested' THEN 3 WHEN 'met' THEN 4 WHEN 'agreed' THEN 5 ELSE 0 END)
      FROM journal WHERE journal.subject = 'introduction' AND journal.subject_id = introduction.id) >= :reached);

-- actor_cards_shown(id int) many : commune_name text?
SELECT actor.id, actor.name, actor.siret,
    (SELECT territory.name FROM territory WHERE territory.code = actor.commune) AS commune_name
FROM actor WHERE actor.id = :id;

-- partner_companies(most int) many : siren text
-- whole: read once, for the partners of one answer
SELECT actor.siren, actor.siret, actor.name, actor.naf, actor.lon, actor.lat FROM actor
WHERE actor.state = 'published' AND actor.siren IS NOT NULL ORDER BY actor.id LIMIT :most;

-- partner_contracts(most int) many : kind text?, lon real?, lat real?, population int?
-- whole: read once, for the partners of one answer
SELECT contract.id, contract.title, contract.cpv, contract.buyer_siret,
    territory.kind, territory.lon, territory.lat, territory.population
FROM contract LEFT JOIN territory ON territory.code = coalesce(contract.commune,
    (SELECT home.code FROM territory_postal JOIN territory AS home ON home.code = territory_postal.commune
        WHERE territory_postal.postal = contract.place_code ORDER BY home.population DESC, home.code LIMIT 1), contract.department)
ORDER BY contract.id LIMIT :most;

-- partner_winners() many
-- whole: read once, for the partners of one answer
SELECT contract_id, siret, siren, name FROM contract_winner ORDER BY contract_id, id;

-- largest_of_postal(postal text) one
-- whole: a postal code has a few communes
SELECT territory.code FROM territory_postal JOIN territory ON territory.code = territory_postal.commune
WHERE territory_postal.postal = :postal ORDER BY territory.population DESC, territory.code LIMIT 1;
