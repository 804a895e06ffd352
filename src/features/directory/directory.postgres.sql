-- found_ranked(match text, page_size int, offset int) many
SELECT id FROM actor_search WHERE lexemes @@ CAST(:match AS tsquery)
ORDER BY ts_rank('{0, 0, 0.2, 1}', lexemes, CAST(:match AS tsquery)) DESC, id LIMIT :page_size OFFSET :offset;

-- found_plain(match text, page_size int, offset int) many
SELECT id FROM actor_search WHERE lexemes @@ CAST(:match AS tsquery) ORDER BY id LIMIT :page_size OFFSET :offset;

-- found_places(match text, most int) many
SELECT actor.id, actor.lon, actor.lat FROM actor_search JOIN actor ON actor.id = actor_search.id
WHERE actor_search.lexemes @@ CAST(:match AS tsquery) LIMIT :most;

-- found_count(match text) one : total int
SELECT count(*) AS total FROM actor_search WHERE lexemes @@ CAST(:match AS tsquery);

-- text_add(id int, name text, words text, facets text) none
DELETE FROM actor_search WHERE FALSE AND id = :id AND name = :name AND words = :words AND facets = :facets;

-- text_drop(id int, name text, words text, facets text) none
DELETE FROM actor_search WHERE FALSE AND id = :id AND name = :name AND words = :words AND facets = :facets;
