-- past_put(code text, nature text, name text?, folded text?, vintage int, population int?, successor text) none
INSERT INTO territory_past (code, nature, name, folded, vintage, population, successor)
VALUES (:code, :nature, :name, :folded, :vintage, :population, :successor)
ON CONFLICT (code, nature) DO UPDATE SET name = coalesce(excluded.name, territory_past.name),
    folded = coalesce(excluded.folded, territory_past.folded), vintage = excluded.vintage,
        population = excluded.population,
    successor = excluded.successor;

-- postals_clear() none
DELETE FROM territory_postal;

-- communes_ended(vintage int) many : successor text?
-- whole: once a year, when the geography is loaded again
SELECT code, name, folded, vintage, population,
    (SELECT min(territory_past.successor) FROM territory_past
     WHERE territory_past.code = territory.code AND territory_past.successor <> territory.code) AS successor
FROM territory WHERE kind = 'commune' AND vintage < :vintage ORDER BY code;

-- territory_remove(code text) none
DELETE FROM territory WHERE code = :code;

-- territories_ended_remove(vintage int) none
-- whole: once a year
DELETE FROM territory WHERE kind IN ('epci', 'department', 'region') AND vintage < :vintage;

-- part_add(territory text, commune text) none
INSERT INTO territory_part (territory, commune) VALUES (:territory, :commune) ON CONFLICT DO NOTHING;

-- part_remove(territory text, commune text) none
DELETE FROM territory_part WHERE territory = :territory AND commune = :commune;

-- parts_clear(territory text) none
DELETE FROM territory_part WHERE territory = :territory;

-- parts_of_perimeters(commune text) many
-- whole: perimeters are few
SELECT territory_part.territory FROM territory JOIN territory_part ON territory_part.territory = territory.code
WHERE territory.kind = 'perimeter' AND territory_part.commune = :commune;

-- parts_clear_official() none
-- whole: before all of them are written again
DELETE FROM territory_part WHERE territory NOT IN (SELECT code FROM territory WHERE kind = 'perimeter');

-- parts_fill_communes() none
-- whole: every commune, when the geography is loaded
INSERT INTO territory_part (territory, commune) SELECT code, code FROM territory WHERE kind = 'commune';

-- parts_fill_epci() none
-- whole: every commune, when the geography is loaded
INSERT INTO territory_part (territory, commune) SELECT epci, code FROM territory WHERE kind = 'commune'
    AND epci IS NOT NULL;

-- parts_fill_departments() none
-- whole: every commune, when the geography is loaded
INSERT INTO territory_part (territory, commune)
SELECT department, code FROM territory WHERE kind = 'commune' AND department IS NOT NULL;

-- parts_fill_regions() none
-- whole: every commune, when the geography is loaded
INSERT INTO territory_part (territory, commune) SELECT region, code FROM territory WHERE kind = 'commune'
    AND region IS NOT NULL;

-- parts_fill_country() none
-- whole: every commune, when the geography is loaded
INSERT INTO territory_part (territory, commune) SELECT 'FR', code FROM territory WHERE kind = 'commune';

-- sums_fill() none
-- whole: every territory that is made of communes, when the geography is loaded
UPDATE territory SET population = sums.population
FROM (SELECT territory_part.territory AS code, sum(coalesce(commune.population, 0)) AS population
    FROM territory_part JOIN territory AS commune ON commune.code = territory_part.commune
        GROUP BY territory_part.territory) AS sums
WHERE territory.code = sums.code AND territory.kind <> 'commune'
    AND (territory.population IS NULL OR territory.kind IN ('perimeter', 'department', 'region', 'country'));

-- sums_fill_one(code text) none
UPDATE territory SET population = coalesce((SELECT sum(commune.population) FROM territory_part
        JOIN territory AS commune ON commune.code = territory_part.commune
            WHERE territory_part.territory = territory.code), 0)
WHERE code = :code;

-- middles_fill() none
-- whole: every territory that is made of communes, when the geography is loaded
UPDATE territory SET located = 'approximate', lon = middles.lon, lat = middles.lat
FROM (SELECT territory_part.territory AS code, avg(commune.lon) AS lon, avg(commune.lat) AS lat
    FROM territory_part JOIN territory AS commune ON commune.code = territory_part.commune
        GROUP BY territory_part.territory) AS middles
WHERE territory.code = middles.code AND territory.kind NOT IN ('commune', 'country') AND territory.located <> 'contour';

-- middle_fill(code text) none
UPDATE territory SET located = 'approximate',
    lon = (SELECT avg(commune.lon) FROM territory_part
        JOIN territory AS commune ON commune.code = territory_part.commune
            WHERE territory_part.territory = territory.code),
    lat = (SELECT avg(commune.lat) FROM territory_part
        JOIN territory AS commune ON commune.code = territory_part.commune
            WHERE territory_part.territory = territory.code)
WHERE code = :code AND located <> 'contour';

-- epci_homes_fill() none
-- whole: every EPCI, when the geography is loaded; it belongs where its largest commune does
UPDATE territory SET department = homes.department, region = homes.region
FROM (SELECT territory_part.territory AS code, commune.department, commune.region, row_number() OVER (
        PARTITION BY territory_part.territory ORDER BY coalesce(commune.population, 0) DESC, commune.code) AS place
    FROM territory_part JOIN territory AS commune ON commune.code = territory_part.commune) AS homes
WHERE homes.place = 1 AND territory.code = homes.code AND territory.kind = 'epci';

-- communes_total() one : total int
SELECT count(*) AS total FROM territory WHERE kind = 'commune';

-- territory_of_code(code text) one
SELECT id, code, kind, name, vintage, siren, population, lon, lat, located, nature, epci, department, region,
    description
FROM territory WHERE code = :code;

-- territory_of_id(id int) one
SELECT id, code, kind, name, description FROM territory WHERE id = :id;

-- past_of_code(code text) many
SELECT nature, name, successor FROM territory_past WHERE code = :code ORDER BY nature;

-- past_of_successor(successor text) many
-- whole: a handful for one commune
SELECT code, nature, name, population FROM territory_past
WHERE successor = :successor AND name IS NOT NULL ORDER BY nature, name;

-- ancestors_of(code text) one : epci_name text?, department_name text?, region_name text?
SELECT epci, (SELECT name FROM territory AS e WHERE e.code = territory.epci) AS epci_name,
    department, (SELECT name FROM territory AS d WHERE d.code = territory.department) AS department_name,
    region, (SELECT name FROM territory AS r WHERE r.code = territory.region) AS region_name
FROM territory WHERE code = :code;

-- perimeters_of(code text) many
-- whole: perimeters are few
SELECT perimeter.code, perimeter.name FROM territory AS perimeter
JOIN territory_part ON territory_part.territory = perimeter.code AND territory_part.commune = :code
WHERE perimeter.kind = 'perimeter' ORDER BY perimeter.name;

-- postals_of(commune text) many
-- whole: the postal codes of one commune, on its own page
SELECT postal FROM territory_postal WHERE commune = :commune ORDER BY postal;

-- communes_of(territory text) many
-- whole: a territory has as many as it has
SELECT commune.code, commune.name, commune.population, commune.lon, commune.lat, commune.located, commune.epci,
    commune.department, commune.region
FROM territory_part JOIN territory AS commune ON commune.code = territory_part.commune
WHERE territory_part.territory = :territory ORDER BY commune.folded, commune.code;

-- members_page(territory text, kind text, page_size int, offset int) many : department_name text?, epci_name text?, region_name text?
-- whole: the communes of one territory, the EPCI that share communes with it, or the départements of a région, a page at a time
WITH codes AS (
    SELECT commune AS code FROM territory_part WHERE :kind = 'commune' AND territory = :territory
    UNION SELECT commune.epci FROM territory_part JOIN territory AS commune ON commune.code = territory_part.commune
        WHERE :kind = 'epci' AND territory_part.territory = :territory
    UNION SELECT code FROM territory WHERE :kind = 'department' AND kind = 'department' AND (region = :territory
        OR :territory = 'FR'))
SELECT member.code, member.kind, member.name, member.siren, member.population, member.lon, member.lat, member.located,
    member.nature, member.department, (SELECT name FROM territory AS d
        WHERE d.code = member.department) AS department_name,
    member.epci, (SELECT name FROM territory AS e WHERE e.code = member.epci) AS epci_name,
    member.region, (SELECT name FROM territory AS r WHERE r.code = member.region) AS region_name
FROM codes JOIN territory AS member ON member.code = codes.code
ORDER BY member.folded, member.code LIMIT :page_size OFFSET :offset;

-- members_total(territory text, kind text) one : total int
-- whole: the total of that page
WITH codes AS (
    SELECT commune AS code FROM territory_part WHERE :kind = 'commune' AND territory = :territory
    UNION SELECT commune.epci FROM territory_part JOIN territory AS commune ON commune.code = territory_part.commune
        WHERE :kind = 'epci' AND territory_part.territory = :territory AND commune.epci IS NOT NULL
    UNION SELECT code FROM territory WHERE :kind = 'department' AND kind = 'department' AND (region = :territory
        OR :territory = 'FR'))
SELECT count(*) AS total FROM codes;

-- territories_page(only text?, kind text?, start text?, within_words text?, page_size int, offset int) many : department_name text?, parts int
-- whole: a public list, a page at a time
SELECT code, kind, name, siren, population, lon, lat, located, nature, department, vintage,
    (SELECT name FROM territory AS d WHERE d.code = territory.department) AS department_name,
    (SELECT count(*) FROM territory_part WHERE territory_part.territory = territory.code) AS parts
FROM territory
WHERE (:only IS NULL OR code = :only) AND (:kind IS NULL OR kind = :kind)
    AND (:start IS NULL OR folded LIKE :start OR folded LIKE :within_words)
ORDER BY folded, code LIMIT :page_size OFFSET :offset;

-- territories_count(start text?, within_words text?) many : total int
-- whole: the totals of that list, by kind
SELECT kind, count(*) AS total FROM territory
WHERE :start IS NULL OR folded LIKE :start OR folded LIKE :within_words
GROUP BY kind ORDER BY kind;

-- communes_named(folded text) many
-- whole: the communes of one name
SELECT code, name, folded, population, lon, lat, department, located FROM territory
WHERE folded = :folded AND kind = 'commune' ORDER BY population DESC, code;

-- communes_between(start text, beyond text) many
-- whole: the communes whose names start alike
SELECT code, name, folded, population, lon, lat, department, located FROM territory
WHERE folded >= :start AND folded < :beyond AND kind = 'commune' ORDER BY population DESC, code LIMIT 200;

-- names_stamp() one : stamp int
-- whole: another number when a geography was loaded; counted in an index, which takes a millisecond
SELECT (SELECT count(*) FROM territory WHERE kind = 'commune') * 1000003
    + (SELECT COALESCE(max(id), 0) FROM territory) * 31
    + (SELECT COALESCE(max(vintage), 0) FROM territory WHERE kind = 'country')
    + (SELECT COALESCE(max(id), 0) FROM territory_past) * 7 AS stamp;

-- names_all() many
-- whole: the index of names is made of them all, once for each geography
SELECT code, folded, population FROM territory WHERE kind = 'commune' ORDER BY code;

-- past_names() many
-- whole: the same for names of the past
SELECT name, folded, successor FROM territory_past WHERE folded IS NOT NULL ORDER BY code, nature;

-- past_between(start text, beyond text) many
-- whole: those whose names start alike
SELECT past.code AS past_code, past.name AS past_name, past.folded AS past_folded, past.nature,
    now.code, now.name, now.folded, now.population, now.lon, now.lat, now.department, now.located
FROM territory_past AS past JOIN territory AS now ON now.code = past.successor
WHERE past.folded >= :start AND past.folded < :beyond ORDER BY past.folded, past.code LIMIT 50;

-- communes_of_postal(postal text) many
-- whole: the communes of one postal code
SELECT commune.code, commune.name, commune.folded, commune.population, commune.lon, commune.lat, commune.department,
    commune.located
FROM territory_postal JOIN territory AS commune ON commune.code = territory_postal.commune
WHERE territory_postal.postal = :postal ORDER BY commune.population DESC, commune.code;

-- is_part(territory text, commune text) one
SELECT commune FROM territory_part WHERE territory = :territory AND commune = :commune;

-- contour_put(territory text, rings text, source text) none
INSERT INTO territory_contour (territory, rings, source) VALUES (:territory, :rings, :source)
ON CONFLICT (territory) DO UPDATE SET rings = excluded.rings, source = excluded.source;

-- contour_of(territory text) one
SELECT territory, rings, source FROM territory_contour WHERE territory = :territory;

-- outlines_of_members(territory text, kind text) many : rings text?
-- whole: what one territory is made of, with its outlines, for its map
WITH codes AS (
    SELECT commune AS code FROM territory_part WHERE :kind = 'commune' AND territory = :territory
    UNION SELECT commune.epci FROM territory_part JOIN territory AS commune ON commune.code = territory_part.commune
        WHERE :kind = 'epci' AND territory_part.territory = :territory
    UNION SELECT code FROM territory WHERE :kind = 'department' AND kind = 'department' AND (region = :territory
        OR :territory = 'FR'))
SELECT member.code, member.name, member.population, member.lon, member.lat,
    (SELECT territory_contour.rings FROM territory_contour WHERE territory_contour.territory = member.code) AS rings
FROM codes JOIN territory AS member ON member.code = codes.code ORDER BY member.code;

-- ground_of(territory text, every int, metropolitan int) many
-- whole: where the communes of one territory are, one in so many
SELECT commune.lon, commune.lat FROM territory_part JOIN territory AS commune ON commune.code = territory_part.commune
WHERE territory_part.territory = :territory AND commune.id % :every = 0 AND commune.lon IS NOT NULL
    AND commune.lat IS NOT NULL AND (:metropolitan = 0 OR commune.code < '97') ORDER BY territory_part.commune;

-- outlines_of_communes(territory text) many
-- whole: the outlines of one territory
SELECT territory_contour.rings FROM territory_part JOIN territory_contour
    ON territory_contour.territory = territory_part.commune
WHERE territory_part.territory = :territory ORDER BY territory_part.commune;

-- place_by_contour(code text, lon real, lat real) none
UPDATE territory SET lon = :lon, lat = :lat, located = 'contour' WHERE code = :code;

-- perimeter_add(code text, name text, folded text, vintage int, description text?) one
INSERT INTO territory (code, kind, name, folded, vintage, located, description)
VALUES (:code, 'perimeter', :name, :folded, :vintage, 'none', :description) RETURNING id;

-- perimeter_set(id int, name text, folded text, description text?) none
UPDATE territory SET name = :name, folded = :folded, description = :description WHERE id = :id AND kind = 'perimeter';

-- roles_on(id int, today int) one : total int
-- whole: before a perimeter is deleted
SELECT count(*) AS total FROM role_grant
WHERE scope = 'territory' AND scope_id = :id AND (until_day IS NULL OR until_day >= :today);

-- contour_drop(code text) none
DELETE FROM territory_contour WHERE territory = :code;

-- scope_holds(id int, commune text) one
SELECT territory.id FROM territory JOIN territory_part ON territory_part.territory = territory.code
WHERE territory.id = :id AND territory_part.commune = :commune;

-- perimeters_unfolded(after int) many
-- whole: the few perimeters drawn here, once for each new way of folding
SELECT id, name FROM territory WHERE id > :after AND kind = 'perimeter' ORDER BY id LIMIT 500;

-- perimeter_fold(id int, folded text) none
UPDATE territory SET folded = :folded WHERE id = :id;
