-- found_ranked(match text, page_size int, offset int) many
-- whole: ranked only when the answers are few
SELECT actor_text.rowid AS id FROM actor_text WHERE actor_text MATCH :match
ORDER BY bm25(actor_text, 8.0, 1.0, 0.0), actor_text.rowid LIMIT :page_size OFFSET :offset;

-- found_plain(match text, page_size int, offset int) many
SELECT actor_text.rowid AS id FROM actor_text WHERE actor_text MATCH :match
ORDER BY actor_text.rowid LIMIT :page_size OFFSET :offset;

-- found_places(match text, most int) many
SELECT actor.id, actor.lon, actor.lat FROM actor_text JOIN actor ON actor.id = actor_text.rowid
WHERE actor_text MATCH :match LIMIT :most;

-- found_count(match text) one : total int
SELECT count(*) AS total FROM actor_text WHERE actor_text MATCH :match;

-- text_add(id int, name text, words text, facets text) none
INSERT INTO actor_text (rowid, name, words, facets) VALUES (:id, :name, :words, :facets);

-- text_drop(id int, name text, words text, facets text) none
INSERT INTO actor_text (actor_text, rowid, name, words, facets) VALUES ('delete', :id, :name, :words, :facets);
