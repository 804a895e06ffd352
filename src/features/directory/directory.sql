-- actor_add(kind text, state text, name text, brand text?, college text, siret text?, siret_verdict text, siren text?, rna text?, legal_form text?, naf text?, structure text?, headcount int?, description text?, website text?, email text?, email_public int, phone text?, address text?, postal_code text?, city text?, commune text?, lon real?, lat real?, located text, zone_km int?, capacity text?, source text, source_id text?, added_by int, now int, confirmed_at int, fingerprint text?) one
INSERT INTO actor (kind, state, name, brand, college, siret, siret_verdict, siren, rna, legal_form, naf, structure, headcount,
    description, website, email, email_public, phone, address, postal_code, city, commune, lon, lat, located, zone_km, capacity,
    source, source_id, added_by, created_at, updated_at, confirmed_at, fingerprint)
VALUES (:kind, :state, :name, :brand, :college, :siret, :siret_verdict, :siren, :rna, :legal_form, :naf, :structure, :headcount,
    :description, :website, :email, :email_public, :phone, :address, :postal_code, :city, :commune, :lon, :lat, :located,
    :zone_km, :capacity, :source, :source_id, :added_by, :now, :now, :confirmed_at, :fingerprint)
RETURNING id;

-- actor_change(id int, kind text, name text, brand text?, college text, siret text?, siret_verdict text, siren text?, rna text?, legal_form text?, naf text?, structure text?, headcount int?, description text?, website text?, email text?, email_public int, phone text?, address text?, postal_code text?, city text?, commune text?, lon real?, lat real?, located text, zone_km int?, capacity text?, now int, confirmed_at int, fingerprint text?) none
UPDATE actor SET kind = :kind, name = :name, brand = :brand, college = :college, siret = :siret, siret_verdict = :siret_verdict,
    siren = :siren, rna = :rna, legal_form = :legal_form, naf = :naf, structure = :structure, headcount = :headcount,
    description = :description, website = :website, email = :email, email_public = :email_public, phone = :phone,
    address = :address, postal_code = :postal_code, city = :city, commune = :commune, lon = :lon, lat = :lat,
    located = :located, zone_km = :zone_km, capacity = :capacity, updated_at = :now, confirmed_at = :confirmed_at,
    fingerprint = :fingerprint
WHERE id = :id;

-- actor_by_id(id int) one : commune_name text?
SELECT actor.id, actor.kind, actor.state, actor.merged_into, actor.name, actor.brand, actor.college, actor.siret,
    actor.siret_verdict, actor.siren, actor.rna, actor.legal_form, actor.naf, actor.structure, actor.headcount,
    actor.description, actor.website, actor.email, actor.email_public, actor.phone, actor.address, actor.postal_code,
    actor.city, actor.commune, actor.lon, actor.lat, actor.located, actor.zone_km, actor.capacity, actor.source,
    actor.source_id, actor.created_at, actor.updated_at, actor.confirmed_at, actor.fingerprint,
    (SELECT territory.name FROM territory WHERE territory.code = actor.commune) AS commune_name
FROM actor WHERE actor.id = :id;

-- actor_by_source(source text, source_id text) one
SELECT id, fingerprint, confirmed_at FROM actor WHERE source = :source AND source_id = :source_id;

-- actor_by_siret(siret text) one
SELECT id, name, state, source FROM actor WHERE siret = :siret AND state <> 'merged' ORDER BY id LIMIT 1;

-- actor_set_state(id int, state text, now int) none
UPDATE actor SET state = :state, updated_at = :now WHERE id = :id;

-- actor_confirm(id int, now int) none
UPDATE actor SET confirmed_at = :now WHERE id = :id;

-- actor_names(most int) many : commune_name text?
SELECT actor.id, actor.name, actor.brand,
    (SELECT territory.name FROM territory WHERE territory.code = actor.commune) AS commune_name
FROM actor WHERE actor.state = 'published' ORDER BY actor.id LIMIT :most;

-- version_set(version int) none
UPDATE directory_version SET version = :version WHERE id = 1;

-- version_now() one
SELECT version FROM directory_version WHERE id = 1;

-- change_add(version int, actor_id int?) none
INSERT INTO directory_change (version, actor_id) VALUES (:version, :actor_id);

-- changes_forget(most int) none
DELETE FROM directory_change WHERE id <= (SELECT max(id) FROM directory_change) - :most;

-- change_of(version int) one
SELECT id FROM directory_change WHERE version = :version ORDER BY id DESC LIMIT 1;

-- changes_after(id int, most int) many
SELECT actor_id FROM directory_change WHERE id > :id ORDER BY id LIMIT :most;

-- columns_after(last int, most int) many
SELECT actor_search.id, actor_search.facets, actor.lon, actor.lat FROM actor_search JOIN actor ON actor.id = actor_search.id
WHERE actor_search.id > :last ORDER BY actor_search.id LIMIT :most;

-- column_of(id int) one
SELECT actor_search.facets, actor.lon, actor.lat FROM actor_search JOIN actor ON actor.id = actor_search.id
WHERE actor_search.id = :id;

-- columns_last() one
SELECT id FROM actor_search ORDER BY id DESC LIMIT 1;

-- corrected_by_hand(id int) one
SELECT id FROM journal WHERE subject = 'actor' AND subject_id = :id AND action = 'corrected' LIMIT 1;

-- fingerprint_set(id int, fingerprint text?) none
UPDATE actor SET fingerprint = :fingerprint WHERE id = :id;

-- traits_of(actor_id int) many
SELECT trait, value FROM actor_trait WHERE actor_id = :actor_id ORDER BY trait, value;

-- trait_add(actor_id int, trait text, value text) none
INSERT INTO actor_trait (actor_id, trait, value) VALUES (:actor_id, :trait, :value)
ON CONFLICT (actor_id, trait, value) DO NOTHING;

-- traits_clear(actor_id int) none
DELETE FROM actor_trait WHERE actor_id = :actor_id;

-- zones_of(actor_id int) many : name text?
SELECT actor_zone.territory, (SELECT territory.name FROM territory WHERE territory.code = actor_zone.territory) AS name
FROM actor_zone WHERE actor_zone.actor_id = :actor_id ORDER BY actor_zone.territory;

-- zone_add(actor_id int, territory text) none
INSERT INTO actor_zone (actor_id, territory) VALUES (:actor_id, :territory) ON CONFLICT (actor_id, territory) DO NOTHING;

-- zones_clear(actor_id int) none
DELETE FROM actor_zone WHERE actor_id = :actor_id;

-- home_of(code text) one
SELECT code, name, epci, department, region, lon, lat FROM territory WHERE code = :code;

-- places_of_postal(postal text) many
-- whole: a handful for one code
SELECT territory.code, territory.name, territory.lon, territory.lat FROM territory_postal
JOIN territory ON territory.code = territory_postal.commune WHERE territory_postal.postal = :postal ORDER BY territory.code;

-- places_named(folded text, department text?) many
-- whole: communes of one name
SELECT code, name, lon, lat FROM territory
WHERE kind = 'commune' AND folded = :folded AND (:department IS NULL OR department = :department) ORDER BY code LIMIT 5;

-- search_put(id int, name text, words text, facets text) none
INSERT INTO actor_search (id, name, words, facets) VALUES (:id, :name, :words, :facets)
ON CONFLICT (id) DO UPDATE SET name = excluded.name, words = excluded.words, facets = excluded.facets;

-- search_remove(id int) none
DELETE FROM actor_search WHERE id = :id;

-- search_of(id int) one
SELECT name, words, facets FROM actor_search WHERE id = :id;

-- word_more(word text, more int) none
INSERT INTO search_word (word, total) VALUES (:word, :more)
ON CONFLICT (word) DO UPDATE SET total = search_word.total + excluded.total;

-- word_total(word text) one
SELECT total FROM search_word WHERE word = :word AND total > 0;

-- word_prefix(start text, past text) one : total int
SELECT coalesce(sum(total), 0) AS total FROM search_word WHERE word >= :start AND word < :past;

-- neighbour_add(neighbour text, word text) none
INSERT INTO search_neighbour (neighbour, word) VALUES (:neighbour, :word) ON CONFLICT (neighbour, word) DO NOTHING;

-- neighbours_of(neighbour text) many
-- whole: a few words
SELECT search_word.word, search_word.total FROM search_neighbour
JOIN search_word ON search_word.word = search_neighbour.word
WHERE search_neighbour.neighbour = :neighbour AND search_word.total > 0 ORDER BY search_word.word LIMIT 50;

-- words_like(start text, past text) many
SELECT word, total FROM search_word WHERE word >= :start AND word < :past AND total > 0 ORDER BY word LIMIT 200;

-- actors_by_state(person int?, today int, state text, page_size int, offset int) many : commune_name text?
SELECT actor.id, actor.name, actor.kind, actor.college, actor.created_at, actor.siret, actor.siret_verdict,
    (SELECT territory.name FROM territory WHERE territory.code = actor.commune) AS commune_name
FROM actor WHERE actor.state = :state
  AND (:person IS NULL OR EXISTS (SELECT 1 FROM role_grant JOIN territory ON territory.id = role_grant.scope_id
        JOIN territory_part ON territory_part.territory = territory.code
        WHERE role_grant.person_id = :person AND role_grant.scope = 'territory' AND role_grant.from_day <= :today
          AND (role_grant.until_day IS NULL OR role_grant.until_day >= :today) AND territory_part.commune = actor.commune))
ORDER BY actor.id LIMIT :page_size OFFSET :offset;

-- actors_of_state(person int?, today int, state text) one : total int
SELECT count(*) AS total FROM actor WHERE actor.state = :state
  AND (:person IS NULL OR EXISTS (SELECT 1 FROM role_grant JOIN territory ON territory.id = role_grant.scope_id
        JOIN territory_part ON territory_part.territory = territory.code
        WHERE role_grant.person_id = :person AND role_grant.scope = 'territory' AND role_grant.from_day <= :today
          AND (role_grant.until_day IS NULL OR role_grant.until_day >= :today) AND territory_part.commune = actor.commune));

-- claim_add(actor_id int, person_id int, message text?, now int) none
INSERT INTO actor_claim (actor_id, person_id, message, state, at) VALUES (:actor_id, :person_id, :message, 'asked', :now)
ON CONFLICT (actor_id, person_id) DO UPDATE SET message = excluded.message, state = 'asked', at = excluded.at,
    decided_by = NULL, decided_at = NULL WHERE actor_claim.state <> 'accepted';

-- claims_waiting(person int?, today int) many
-- whole: what waits for an agent
SELECT actor_claim.id, actor_claim.actor_id, actor.name, actor_claim.person_id, actor_claim.message, actor_claim.at,
    person.email
FROM actor_claim JOIN actor ON actor.id = actor_claim.actor_id JOIN person ON person.id = actor_claim.person_id
WHERE actor_claim.state = 'asked'
  AND (:person IS NULL OR EXISTS (SELECT 1 FROM role_grant JOIN territory ON territory.id = role_grant.scope_id
        JOIN territory_part ON territory_part.territory = territory.code
        WHERE role_grant.person_id = :person AND role_grant.scope = 'territory' AND role_grant.from_day <= :today
          AND (role_grant.until_day IS NULL OR role_grant.until_day >= :today) AND territory_part.commune = actor.commune))
ORDER BY actor_claim.id LIMIT 100;

-- claim_of(actor_id int, person_id int) one
SELECT state FROM actor_claim WHERE actor_id = :actor_id AND person_id = :person_id;

-- actor_desk(keeps int, may_claim int, claim text?, stale int) one : keeps int, may_claim int, claim text?, stale int
SELECT :stale AS stale, :keeps AS keeps, :may_claim AS may_claim, :claim AS claim;

-- claim_by_id(id int) one
SELECT id, actor_id, person_id, state FROM actor_claim WHERE id = :id;

-- claim_decide(id int, state text, decided_by int, now int) none
UPDATE actor_claim SET state = :state, decided_by = :decided_by, decided_at = :now WHERE id = :id;

-- contract_by_key(source text, source_id text) one
SELECT id, fingerprint FROM contract WHERE source = :source AND source_id = :source_id;

-- contract_add(source text, source_id text, buyer_siret text?, buyer_name text, title text, cpv text?, procedure text?, nature text?, place_code text?, commune text?, department text?, months int?, notified_day int?, amount int?, social text?, environmental text?, fingerprint text) one
INSERT INTO contract (source, source_id, buyer_siret, buyer_name, title, cpv, procedure, nature, place_code, commune, department,
    months, notified_day, amount, social, environmental, fingerprint)
VALUES (:source, :source_id, :buyer_siret, :buyer_name, :title, :cpv, :procedure, :nature, :place_code, :commune, :department,
    :months, :notified_day, :amount, :social, :environmental, :fingerprint)
RETURNING id;

-- contract_remove(id int) none
DELETE FROM contract WHERE id = :id;

-- winners_remove(contract_id int) none
DELETE FROM contract_winner WHERE contract_id = :contract_id;

-- winner_add(contract_id int, siret text, siren text?, name text) none
INSERT INTO contract_winner (contract_id, siret, siren, name) VALUES (:contract_id, :siret, :siren, :name)
ON CONFLICT (contract_id, siret) DO NOTHING;

-- contracts_won(siren text, page_size int) many
SELECT contract.id, contract.title, contract.buyer_name, contract.cpv, contract.amount, contract.notified_day
FROM contract_winner JOIN contract ON contract.id = contract_winner.contract_id
WHERE contract_winner.siren = :siren ORDER BY contract_winner.id LIMIT :page_size;

-- search_shown(words text?, mended text?, near int, total int, around text?, place text?, unknown_place int, km text?, map int, counted int, here text?, only text?, first int?) one : words text?, mended text?, near int, total int, around text?, place text?, unknown_place int, km text?, map int, counted int, here text?, only text?, first int?
SELECT :words AS words, :mended AS mended, :near AS near, :total AS total, :around AS around, :place AS place,
    :unknown_place AS unknown_place, :km AS km, :map AS map, :counted AS counted,
    :here AS here, :only AS only, :first AS first;

-- actors_to_ask(before int, most int) many : keepers int, asked_email text?
-- whole: a job of the night
SELECT actor.id, actor.name, actor.email, actor.confirmed_at,
    (SELECT count(*) FROM follower WHERE follower.subject = 'actor' AND follower.subject_id = actor.id
        AND follower.person_id IS NOT NULL) AS keepers,
    (SELECT actor_ask.email FROM actor_ask WHERE actor_ask.actor_id = actor.id) AS asked_email
FROM actor
WHERE actor.state = 'published' AND actor.source <> 'demo'
  AND CASE WHEN actor.confirmed_at > 0 THEN actor.confirmed_at ELSE actor.created_at END < :before
  AND NOT EXISTS (SELECT 1 FROM actor_ask WHERE actor_ask.actor_id = actor.id AND actor_ask.asked_at >= :before)
ORDER BY actor.confirmed_at, actor.id LIMIT :most;

-- actors_to_hide(before int, asked_before int, most int) many
-- whole: a job of the night
SELECT actor.id, actor.name FROM actor JOIN actor_ask ON actor_ask.actor_id = actor.id
WHERE actor.state = 'published' AND actor.source <> 'demo'
  AND CASE WHEN actor.confirmed_at > 0 THEN actor.confirmed_at ELSE actor.created_at END < :before
  AND actor_ask.asked_at < :asked_before
ORDER BY actor.id LIMIT :most;

-- ask_put(actor_id int, now int) none
INSERT INTO actor_ask (actor_id, asked_at) VALUES (:actor_id, :now)
ON CONFLICT (actor_id) DO UPDATE SET asked_at = excluded.asked_at;

-- ask_address(actor_id int, email text, token_hash text) none
UPDATE actor_ask SET email = :email, token_hash = :token_hash WHERE actor_id = :actor_id;

-- ask_of_token(token_hash text) one
SELECT actor_ask.id, actor_ask.actor_id, actor_ask.note, actor_ask.answered_at, actor.name, actor.state, actor.description,
    actor.address, actor.city, actor.website, actor.email, actor.confirmed_at
FROM actor_ask JOIN actor ON actor.id = actor_ask.actor_id WHERE actor_ask.token_hash = :token_hash;

-- ask_of_id(id int) one
SELECT actor_ask.id, actor_ask.actor_id, actor.commune FROM actor_ask JOIN actor ON actor.id = actor_ask.actor_id
WHERE actor_ask.id = :id;

-- ask_answer(id int, note text?, now int) none
UPDATE actor_ask SET note = :note, answered_at = :now WHERE id = :id;

-- notes_waiting(person int?, today int) many
-- whole: what waits for an agent
SELECT actor_ask.id, actor_ask.actor_id, actor.name, actor_ask.note, actor_ask.answered_at
FROM actor_ask JOIN actor ON actor.id = actor_ask.actor_id WHERE actor_ask.note IS NOT NULL
  AND (:person IS NULL OR EXISTS (SELECT 1 FROM role_grant JOIN territory ON territory.id = role_grant.scope_id
        JOIN territory_part ON territory_part.territory = territory.code
        WHERE role_grant.person_id = :person AND role_grant.scope = 'territory' AND role_grant.from_day <= :today
          AND (role_grant.until_day IS NULL OR role_grant.until_day >= :today) AND territory_part.commune = actor.commune))
ORDER BY actor_ask.id LIMIT 100;

-- actors_adrift() many
-- whole: once a year, when the geography changes
SELECT id, commune FROM actor WHERE commune IS NOT NULL AND commune NOT IN (SELECT code FROM territory) ORDER BY id;

-- actor_move(id int, commune text) none
UPDATE actor SET commune = :commune WHERE id = :id;

-- contracts_adrift() many
-- whole: once a year, when the geography changes
SELECT id, commune FROM contract WHERE commune IS NOT NULL AND commune NOT IN (SELECT code FROM territory) ORDER BY id;

-- contract_move(id int, commune text) none
UPDATE contract SET commune = :commune WHERE id = :id;

-- zones_adrift() many
-- whole: once a year, when the geography changes
SELECT id, actor_id, territory FROM actor_zone WHERE territory NOT IN (SELECT code FROM territory) ORDER BY id;

-- zone_remove(id int) none
DELETE FROM actor_zone WHERE id = :id;

-- actors_after(last int, most int) many
SELECT id FROM actor WHERE id > :last ORDER BY id LIMIT :most;

-- actors_unfolded(after int) many
SELECT id, siret, source, source_id FROM actor WHERE id > :after ORDER BY id LIMIT 500;

-- actor_source_fold(id int, source text, source_id text) none
UPDATE actor SET source_id = :source_id WHERE id = :id
  AND NOT EXISTS (SELECT 1 FROM actor WHERE source = :source AND source_id = :source_id);
