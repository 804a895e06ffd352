-- home_figures() one : needs int, answered int, actors int, resources int, introductions int
-- whole: the figures of the home page
SELECT (SELECT count(*) FROM need WHERE state IN ('published', 'qualified', 'in_progress')) AS needs,
    (SELECT count(*) FROM need WHERE state = 'answered') AS answered,
    (SELECT coalesce(max(total), 0) FROM search_word WHERE word = 'all') AS actors,
    (SELECT count(*) FROM resource WHERE state IN ('published', 'lent')) AS resources,
    (SELECT count(*) FROM introduction) AS introductions;

-- home_needs() many : commune_name text?
-- whole: the latest of one territory
SELECT need.id, need.title, need.state, need.theme, need.published_at,
    (SELECT territory.name FROM territory WHERE territory.code = need.commune) AS commune_name
FROM need WHERE need.state IN ('published', 'qualified', 'in_progress') AND need.published_at IS NOT NULL
ORDER BY need.id DESC LIMIT 5;

-- home_resources() many : commune_name text?
SELECT resource.id, resource.title, resource.kind, resource.terms,
    (SELECT territory.name FROM territory WHERE territory.code = resource.commune) AS commune_name
FROM resource WHERE resource.state = 'published' ORDER BY resource.id DESC LIMIT 3;

-- home_place(name text?, code text?, example int) one : name text?, code text?, example int
SELECT :name AS name, :code AS code, :example AS example;

-- demo_known() one : total int
-- whole: whether the demonstration is there
SELECT count(*) AS total FROM actor WHERE source = 'demo';

-- demo_needs() many
-- whole: the first needs of the demonstration
SELECT id, title, description, cpv, commune, lon, lat FROM need WHERE state = 'published' ORDER BY id LIMIT 3;

-- demo_named(id int) one : commune_name text?
SELECT actor.name, (SELECT territory.name FROM territory WHERE territory.code = actor.commune) AS commune_name
FROM actor WHERE actor.id = :id;
