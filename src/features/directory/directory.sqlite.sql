-- found_ranked(match text, page_size int, offset int) many
-- whole: ranked only when the answers are few
SELECT actor_text.rowid AS id FROM actor_text WHERE actor_text MATCH :match
ORDER BY bm25(actor_text, 8.0, 1.0, 0.0), actor_text.rowid LIMIT :page_size OFFSET :offset;

-- found_plain(match text, page_size int, offset int) many
SELECT actor_text.rowid AS id FROM actor_text WHERE actor_text MATCH :match
ORDER BY actor_text.rowid LIMIT :page_size OFFSET :offset;

-- text_add(id int, name text, words text, facets text) none
INSERT INTO actor_text (rowid, name, words, facets) VALUES (:id, :name, :words, :facets);

-- text_drop(id int, name text, words text, facets text) none
INSERT INTO actor_text (actor_text, rowid, name, words, facets) VALUES ('delete', :id, :name, :words, :facets);

-- found_ids(match text) many
-- whole: every answer is counted
SELECT actor_text.rowid AS id FROM actor_text WHERE actor_text MATCH :match ORDER BY actor_text.rowid;

-- actor_cards(ids text, stale_before int) many : commune_name text?, distance_km real?, example int, stale int
-- whole: one page of actors, in the order of their numbers in ids
SELECT actor.id, actor.name, actor.brand, actor.kind, actor.college, actor.structure, actor.commune, actor.lon, actor.lat,
    actor.siret, actor.naf, actor.confirmed_at, actor.zone_km, CAST(NULL AS DOUBLE PRECISION) AS distance_km,
    CASE WHEN actor.source = 'demo' THEN 1 ELSE 0 END AS example,
    CASE WHEN actor.source <> 'demo' AND CASE WHEN actor.confirmed_at > 0 THEN actor.confirmed_at ELSE actor.created_at END
        < :stale_before THEN 1 ELSE 0 END AS stale,
    (SELECT territory.name FROM territory WHERE territory.code = actor.commune) AS commune_name
FROM json_each(:ids) AS wanted JOIN actor ON actor.id = wanted.value ORDER BY wanted.key;
