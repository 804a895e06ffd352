-- territories_put(rows text) none
INSERT INTO territory (code, kind, name, folded, vintage, siren, population, lon, lat, located, nature, epci,
    department, region)
SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]'), json_extract(value, '$[2]'),
    json_extract(value, '$[3]'), json_extract(value, '$[4]'), json_extract(value, '$[5]'),
    json_extract(value, '$[6]'), json_extract(value, '$[7]'), json_extract(value, '$[8]'),
    json_extract(value, '$[9]'), json_extract(value, '$[10]'), json_extract(value, '$[11]'),
    json_extract(value, '$[12]'), json_extract(value, '$[13]')
FROM json_each(:rows) WHERE true
ON CONFLICT (code) DO UPDATE SET name = excluded.name, folded = excluded.folded, vintage = excluded.vintage,
    siren = excluded.siren, population = excluded.population, nature = excluded.nature, epci = excluded.epci,
    department = excluded.department, region = excluded.region,
    lon = CASE WHEN territory.located = 'contour' THEN territory.lon ELSE excluded.lon END,
    lat = CASE WHEN territory.located = 'contour' THEN territory.lat ELSE excluded.lat END,
    located = CASE WHEN territory.located = 'contour' THEN territory.located ELSE excluded.located END;

-- pasts_put(rows text) none
INSERT INTO territory_past (code, nature, name, folded, vintage, population, successor)
SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]'), json_extract(value, '$[2]'),
    json_extract(value, '$[3]'), json_extract(value, '$[4]'), json_extract(value, '$[5]'), json_extract(value, '$[6]')
FROM json_each(:rows) WHERE true
ON CONFLICT (code, nature) DO UPDATE SET name = coalesce(excluded.name, territory_past.name),
    folded = coalesce(excluded.folded, territory_past.folded), vintage = excluded.vintage,
        population = excluded.population,
    successor = excluded.successor;

-- postals_put(rows text) none
INSERT INTO territory_postal (postal, commune)
SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each(:rows) WHERE true
ON CONFLICT DO NOTHING;
