-- found_ranked(match text, page_size int, offset int) many
SELECT id FROM actor_search WHERE lexemes @@ CAST(:match AS tsquery)
ORDER BY ts_rank('{0, 0, 0.2, 1}', lexemes, CAST(:match AS tsquery)) DESC, id LIMIT :page_size OFFSET :offset;

-- found_plain(match text, page_size int, offset int) many
SELECT id FROM actor_search WHERE lexemes @@ CAST(:match AS tsquery) ORDER BY id LIMIT :page_size OFFSET :offset;

-- text_add(id int, name text, words text, facets text) none
DELETE FROM actor_search WHERE FALSE AND id = :id AND name = :name AND words = :words AND facets = :facets;

-- text_drop(id int, name text, words text, facets text) none
DELETE FROM actor_search WHERE FALSE AND id = :id AND name = :name AND words = :words AND facets = :facets;

-- found_ids(match text) many
-- whole: every answer is counted
SELECT id FROM actor_search WHERE lexemes @@ CAST(:match AS tsquery) ORDER BY id;

-- actor_cards(ids text, stale_before int) many : commune_name text?, distance_km real?, example int, stale int
-- whole: one page of actors, in the order of their numbers in ids
SELECT actor.id, actor.name, actor.brand, actor.kind, actor.college, actor.structure, actor.commune, actor.lon, actor.lat,
    actor.siret, actor.naf, actor.confirmed_at, actor.zone_km, CAST(NULL AS DOUBLE PRECISION) AS distance_km,
    CASE WHEN actor.source = 'demo' THEN 1 ELSE 0 END AS example,
    CASE WHEN actor.source <> 'demo' AND CASE WHEN actor.confirmed_at > 0 THEN actor.confirmed_at ELSE actor.created_at END
        < :stale_before THEN 1 ELSE 0 END AS stale,
    (SELECT territory.name FROM territory WHERE territory.code = actor.commune) AS commune_name
FROM unnest(CAST(:ids AS bigint[])) WITH ORDINALITY AS wanted (id, position) JOIN actor ON actor.id = wanted.id
ORDER BY wanted.position;
