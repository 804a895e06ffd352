-- home_figures(here text) one : needs int, answered int, actors int, actors_here int, resources int, introductions int
-- whole: the figures of the home page
SELECT (SELECT count(*) FROM need WHERE state IN ('published', 'qualified', 'in_progress')) AS needs,
    (SELECT count(*) FROM need WHERE state = 'answered') AS answered,
    (SELECT coalesce(max(total), 0) FROM search_word WHERE word = 'all') AS actors,
    (SELECT coalesce(max(total), 0) FROM search_word WHERE word = :here) AS actors_here,
    (SELECT count(*) FROM resource WHERE state IN ('published', 'lent')) AS resources,
    (SELECT count(*) FROM introduction) AS introductions;

-- home_needs() many : commune_name text?
-- whole: the latest of one territory
SELECT need.id, need.title, need.state, need.theme, need.lon, need.lat, need.published_at, need.example,
    (SELECT territory.name FROM territory WHERE territory.code = need.commune) AS commune_name
FROM need WHERE need.state IN ('published', 'qualified', 'in_progress') AND need.published_at IS NOT NULL
ORDER BY need.published_at DESC, need.id DESC LIMIT 5;

-- home_resources() many : commune_name text?
-- whole: the latest of one territory
SELECT resource.id, resource.title, resource.kind, resource.terms, resource.example,
    (SELECT territory.name FROM territory WHERE territory.code = resource.commune) AS commune_name
FROM resource WHERE resource.state = 'published' ORDER BY resource.published_at DESC, resource.id DESC LIMIT 3;

-- home_place(name text?, code text?, example int, drawn int) one : name text?, code text?, example int, drawn int
SELECT :name AS name, :code AS code, :example AS example, :drawn AS drawn;

-- demo_known() one : total int
-- whole: whether the demonstration is there
SELECT count(*) AS total FROM actor WHERE source = 'demo';

-- demo_real() one : actors int, needs int, resources int
-- whole: whether somebody uses this site
SELECT (SELECT count(*) FROM actor WHERE source <> 'demo') AS actors, (SELECT count(*) FROM need WHERE example = 0) AS needs,
    (SELECT count(*) FROM resource WHERE example = 0) AS resources;

-- demo_communes(territory text?, most int) many
-- whole: once, when the demonstration is made
SELECT territory.code FROM territory WHERE territory.kind = 'commune'
    AND (:territory IS NULL OR territory.code IN (SELECT commune FROM territory_part WHERE territory_part.territory = :territory))
ORDER BY coalesce(territory.population, 0) DESC, territory.code LIMIT :most;

-- demo_needs() many : commune_name text?
-- whole: the first needs of the demonstration
SELECT need.id, need.title, need.description, need.cpv, need.commune, need.lon, need.lat, need.example,
    (SELECT territory.name FROM territory WHERE territory.code = need.commune) AS commune_name
FROM need WHERE need.state IN ('published', 'qualified', 'in_progress') ORDER BY need.id LIMIT 3;

-- demo_named(id int) one : commune_name text?
SELECT actor.name, (SELECT territory.name FROM territory WHERE territory.code = actor.commune) AS commune_name
FROM actor WHERE actor.id = :id;

-- source_shown(version text, address text?, sender text?) one : version text, address text?, sender text?
SELECT :version AS version, :address AS address, :sender AS sender;
