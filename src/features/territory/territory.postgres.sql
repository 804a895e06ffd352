-- territories_put(rows text) none
INSERT INTO territory (code, kind, name, folded, vintage, siren, population, lon, lat, located, nature, epci,
    department, region)
SELECT DISTINCT ON (one ->> 0)
    one ->> 0, one ->> 1, one ->> 2, one ->> 3, CAST(one ->> 4 AS bigint), one ->> 5, CAST(one ->> 6 AS bigint),
    CAST(one ->> 7 AS double precision), CAST(one ->> 8 AS double precision), one ->> 9, one ->> 10, one ->> 11,
    one ->> 12, one ->> 13
FROM jsonb_array_elements(CAST(:rows AS jsonb)) AS one
ON CONFLICT (code) DO UPDATE SET name = excluded.name, folded = excluded.folded, vintage = excluded.vintage,
    siren = excluded.siren, population = excluded.population, nature = excluded.nature, epci = excluded.epci,
    department = excluded.department, region = excluded.region,
    lon = CASE WHEN territory.located = 'contour' THEN territory.lon ELSE excluded.lon END,
    lat = CASE WHEN territory.located = 'contour' THEN territory.lat ELSE excluded.lat END,
    located = CASE WHEN territory.located = 'contour' THEN territory.located ELSE excluded.located END;

-- pasts_put(rows text) none
INSERT INTO territory_past (code, nature, name, folded, vintage, population, successor)
SELECT DISTINCT ON (one ->> 0, one ->> 1)
    one ->> 0, one ->> 1, one ->> 2, one ->> 3, CAST(one ->> 4 AS bigint),
    CAST(one ->> 5 AS bigint), one ->> 6
FROM jsonb_array_elements(CAST(:rows AS jsonb)) AS one
ON CONFLICT (code, nature) DO UPDATE SET name = coalesce(excluded.name, territory_past.name),
    folded = coalesce(excluded.folded, territory_past.folded), vintage = excluded.vintage,
        population = excluded.population,
    successor = excluded.successor;

-- postals_put(rows text) none
INSERT INTO territory_postal (postal, commune)
SELECT one ->> 0, one ->> 1 FROM jsonb_array_elements(CAST(:rows AS jsonb)) AS one
ON CONFLICT DO NOTHING;
