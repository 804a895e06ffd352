-- opportunity_add(state text, source text, source_id text?, title text, description text?, buyer text, buyer_id text?, cpv text?, place text?, commune text?, amount int?, currency text?, months int?, published_day int?, deadline int?, deadline_day int?, reserved int, social int, environmental int, url text?, folded text, fingerprint text?, added_by int?, now int) one
INSERT INTO opportunity (state, source, source_id, title, description, buyer, buyer_id, cpv, place, commune, amount,
    currency, months, published_day, deadline, deadline_day, reserved, social, environmental, url, folded, fingerprint,
    added_by, created_at, updated_at)
VALUES (:state, :source, :source_id, :title, :description, :buyer, :buyer_id, :cpv, :place, :commune, :amount,
    :currency, :months, :published_day, :deadline, :deadline_day, :reserved, :social, :environmental, :url, :folded,
    :fingerprint, :added_by, :now, :now) RETURNING id;

-- opportunity_refresh(id int, title text, description text?, buyer text, buyer_id text?, cpv text?, place text?, amount int?, currency text?, months int?, published_day int?, deadline int?, deadline_day int?, reserved int, social int, environmental int, url text?, folded text, fingerprint text?, now int) none
UPDATE opportunity SET title = :title, description = :description, buyer = :buyer, buyer_id = :buyer_id, cpv = :cpv,
    place = :place, amount = :amount, currency = :currency, months = :months, published_day = :published_day,
    deadline = :deadline, deadline_day = :deadline_day, reserved = :reserved, social = :social,
    environmental = :environmental, url = :url, folded = :folded, fingerprint = :fingerprint, updated_at = :now
WHERE id = :id;

-- opportunity_by_key(source text, source_id text) one
SELECT id, fingerprint, state FROM opportunity WHERE source = :source AND source_id = :source_id;

-- opportunity_set_state(id int, state text, now int) none
UPDATE opportunity SET state = :state, updated_at = :now WHERE id = :id;

-- opportunity_by_id(id int) one : commune_name text?
SELECT opportunity.id, opportunity.state, opportunity.source, opportunity.source_id, opportunity.title,
    opportunity.description, opportunity.buyer, opportunity.buyer_id, opportunity.cpv, opportunity.place,
    opportunity.commune, opportunity.amount, opportunity.currency, opportunity.months, opportunity.published_day,
    opportunity.deadline, opportunity.deadline_day, opportunity.reserved, opportunity.social,
    opportunity.environmental, opportunity.url, opportunity.updated_at,
    (SELECT territory.name FROM territory WHERE territory.code = opportunity.commune) AS commune_name
FROM opportunity WHERE opportunity.id = :id;

-- opportunity_lots_clear(opportunity_id int) none
DELETE FROM opportunity_lot WHERE opportunity_id = :opportunity_id;

-- opportunity_lot_add(opportunity_id int, number text, title text, description text?, cpv text?, place text?, amount int?, months int?, deadline int?, reserved int, social int, environmental int) none
INSERT INTO opportunity_lot (opportunity_id, number, title, description, cpv, place, amount, months, deadline, reserved,
    social, environmental)
VALUES (:opportunity_id, :number, :title, :description, :cpv, :place, :amount, :months, :deadline, :reserved, :social,
    :environmental);

-- opportunity_lots(opportunity_id int) many
-- whole: the lots of one contract
SELECT id, number, title, description, cpv, place, amount, months, deadline, reserved, social, environmental
FROM opportunity_lot WHERE opportunity_id = :opportunity_id ORDER BY id;

-- opportunities_page(state text?, cpv_start text?, cpv_end text?, words text?, second text?, third text?, reserved int, least int?, most int?, until int?, territory text?, today int, page_size int, offset int) many : lots int
-- whole: a page of what is open, by deadline
WITH here AS (SELECT place FROM territory_place WHERE territory = :territory)
SELECT opportunity.id, opportunity.title, opportunity.state, opportunity.buyer, opportunity.cpv, opportunity.place,
    opportunity.amount, opportunity.deadline_day, opportunity.reserved, opportunity.social, opportunity.environmental,
    (SELECT count(*) FROM opportunity_lot WHERE opportunity_lot.opportunity_id = opportunity.id) AS lots
FROM opportunity
WHERE (opportunity.state = :state OR (:state IS NULL AND opportunity.state NOT IN ('awarded', 'lost', 'dropped')))
    AND (:cpv_start IS NULL OR (opportunity.cpv >= :cpv_start AND opportunity.cpv < :cpv_end)
        OR EXISTS (SELECT 1 FROM opportunity_lot WHERE opportunity_lot.opportunity_id = opportunity.id
            AND opportunity_lot.cpv >= :cpv_start AND opportunity_lot.cpv < :cpv_end))
    AND (:words IS NULL OR opportunity.folded LIKE :words) AND (:second IS NULL OR opportunity.folded LIKE :second)
    AND (:third IS NULL OR opportunity.folded LIKE :third) AND (:reserved = 0 OR opportunity.reserved = 1)
    AND (:least IS NULL OR opportunity.amount >= :least) AND (:most IS NULL OR opportunity.amount <= :most)
    AND (:until IS NULL OR (opportunity.deadline_day >= :today AND opportunity.deadline_day <= :until))
    AND (:territory IS NULL OR opportunity.commune IN (SELECT place FROM here)
        OR opportunity.place IN (SELECT place FROM here))
ORDER BY CASE WHEN coalesce(opportunity.deadline_day, 0) >= :today THEN 0 ELSE 1 END,
    coalesce(opportunity.deadline_day, 0), opportunity.id DESC LIMIT :page_size OFFSET :offset;

-- opportunities_count(state text?, cpv_start text?, cpv_end text?, words text?, second text?, third text?, reserved int, least int?, most int?, until int?, territory text?, today int) one : total int
-- whole: the total of that page
WITH here AS (SELECT place FROM territory_place WHERE territory = :territory)
SELECT count(*) AS total FROM opportunity
WHERE (opportunity.state = :state OR (:state IS NULL AND opportunity.state NOT IN ('awarded', 'lost', 'dropped')))
    AND (:cpv_start IS NULL OR (opportunity.cpv >= :cpv_start AND opportunity.cpv < :cpv_end)
        OR EXISTS (SELECT 1 FROM opportunity_lot WHERE opportunity_lot.opportunity_id = opportunity.id
            AND opportunity_lot.cpv >= :cpv_start AND opportunity_lot.cpv < :cpv_end))
    AND (:words IS NULL OR opportunity.folded LIKE :words) AND (:second IS NULL OR opportunity.folded LIKE :second)
    AND (:third IS NULL OR opportunity.folded LIKE :third) AND (:reserved = 0 OR opportunity.reserved = 1)
    AND (:least IS NULL OR opportunity.amount >= :least) AND (:most IS NULL OR opportunity.amount <= :most)
    AND (:until IS NULL OR (opportunity.deadline_day >= :today AND opportunity.deadline_day <= :until))
    AND (:territory IS NULL OR opportunity.commune IN (SELECT place FROM here)
        OR opportunity.place IN (SELECT place FROM here));

-- opportunities_by_state() many : total int
-- whole: a count by state
SELECT state, count(*) AS total FROM opportunity GROUP BY state ORDER BY state;

-- contracts_ending(department text?, buyer text?, siren text?, cpv_start text?, cpv_end text?, least_day int, page_size int, offset int) many
-- whole: contracts with a length, notified late enough to be still running
SELECT id, title, buyer_name, cpv, department, months, notified_day, amount FROM contract
WHERE months IS NOT NULL AND notified_day IS NOT NULL AND notified_day >= :least_day
    AND (:department IS NULL OR department = :department)
    AND (:buyer IS NULL OR lower(buyer_name) LIKE :buyer) AND (:siren IS NULL OR buyer_siret LIKE :siren)
    AND (:cpv_start IS NULL OR (cpv >= :cpv_start AND cpv < :cpv_end))
ORDER BY notified_day + months * 30, id LIMIT :page_size OFFSET :offset;

-- contract_ending_by_id(id int) one
SELECT id, source_id, title, buyer_name, buyer_siret, cpv, department, commune, months, notified_day, amount
FROM contract WHERE id = :id;

-- market_searched(words text?, cpv text?, state text?, department text?, buyer text?, place text?, place_name text?, least text?, most text?, until text?, unknown int, total int) one : words text?, cpv text?, state text?, department text?, buyer text?, place text?, place_name text?, least text?, most text?, until text?, unknown int, total int, more int
SELECT CAST(:words AS TEXT) AS words, CAST(:cpv AS TEXT) AS cpv, CAST(:state AS TEXT) AS state,
    CAST(:department AS TEXT) AS department, CAST(:buyer AS TEXT) AS buyer, CAST(:place AS TEXT) AS place,
    CAST(:place_name AS TEXT) AS place_name, CAST(:least AS TEXT) AS least, CAST(:most AS TEXT) AS most,
    CAST(:until AS TEXT) AS until, CAST(:unknown AS INTEGER) AS unknown, CAST(:total AS INTEGER) AS total,
    CASE WHEN coalesce(:cpv, :least, :most, :until) IS NULL THEN 0 ELSE 1 END AS more;

-- opportunity_lot_type(opportunity_id int, number text, title text, cpv text?, commune text?, place text?, quantity int?, unit text?, amount int?) one
INSERT INTO opportunity_lot (opportunity_id, number, title, cpv, commune, place, quantity, unit, amount, reserved, social,
    environmental)
VALUES (:opportunity_id, :number, :title, :cpv, :commune, :place, :quantity, :unit, :amount, 0, 0, 0) RETURNING id;

-- lots_to_cover(opportunity_id int, page_size int, offset int) many : commune text?, cpv text?
-- whole: the lots of one contract
SELECT opportunity_lot.number, opportunity_lot.title, opportunity_lot.description, opportunity_lot.quantity,
    opportunity_lot.unit, coalesce(opportunity_lot.cpv, opportunity.cpv) AS cpv,
    coalesce(opportunity_lot.commune, opportunity.commune) AS commune
FROM opportunity_lot JOIN opportunity ON opportunity.id = opportunity_lot.opportunity_id
WHERE opportunity_lot.opportunity_id = :opportunity_id ORDER BY opportunity_lot.id LIMIT :page_size OFFSET :offset;

-- lots_of_total(opportunity_id int) one : total int
SELECT count(*) AS total FROM opportunity_lot WHERE opportunity_id = :opportunity_id;

-- who_covers(actor_id int, commune text) one : zoned int
SELECT actor.name, actor.capacity, actor.zone_km, actor.city,
    (SELECT count(*) FROM actor_zone JOIN territory_part ON territory_part.territory = actor_zone.territory
        WHERE actor_zone.actor_id = actor.id AND territory_part.commune = :commune) AS zoned
FROM actor WHERE actor.id = :actor_id;

-- place_of_lot(code text) one
SELECT name, department, lon, lat FROM territory WHERE code = :code;

-- coverage_lines(lot text, actor_id int, name text, km real?, capacity text?, covers int, reasons text) many : lot text, actor_id int, name text, km real?, capacity text?, covers int, reasons text
SELECT CAST(:lot AS TEXT) AS lot, CAST(:actor_id AS INTEGER) AS actor_id, CAST(:name AS TEXT) AS name,
    CAST(:km AS REAL) AS km, CAST(:capacity AS TEXT) AS capacity, CAST(:covers AS INTEGER) AS covers,
    CAST(:reasons AS TEXT) AS reasons;

-- coverage_gaps(lot text, missing text, could text?) many : lot text, missing text, could text?
SELECT CAST(:lot AS TEXT) AS lot, CAST(:missing AS TEXT) AS missing, CAST(:could AS TEXT) AS could;

-- gaps_clear(opportunity_id int) none
DELETE FROM market_gap WHERE opportunity_id = :opportunity_id;

-- gaps_clear_closed() none
-- whole: a job of the night
DELETE FROM market_gap WHERE opportunity_id IN (SELECT id FROM opportunity WHERE state IN ('lost', 'dropped', 'awarded'));

-- gap_add(opportunity_id int, lot text, kind text, division text?, department text?, commune text?, missing int?, unit text?, now int) none
INSERT INTO market_gap (opportunity_id, lot, kind, division, department, commune, missing, unit, at)
VALUES (:opportunity_id, :lot, :kind, :division, :department, :commune, :missing, :unit, :now);

-- opportunities_open_after(last int, page_size int) many
-- whole: a job of the night
SELECT id FROM opportunity WHERE id > :last AND state IN ('sensed', 'planned', 'sourcing', 'published', 'answering')
ORDER BY id LIMIT :page_size;

-- gaps_recurring(least int) many : contracts int, missing int?, unit text?, department_name text?, need_id int?
-- whole: the gaps of a territory, gathered
SELECT market_gap.kind, market_gap.division, market_gap.department, count(DISTINCT market_gap.opportunity_id) AS contracts,
    sum(market_gap.missing) AS missing, min(market_gap.unit) AS unit,
    (SELECT territory.name FROM territory WHERE territory.code = market_gap.department) AS department_name,
    (SELECT market_gap_need.need_id FROM market_gap_need WHERE market_gap_need.kind = market_gap.kind
        AND market_gap_need.division = market_gap.division AND market_gap_need.department = market_gap.department)
        AS need_id
FROM market_gap WHERE market_gap.division IS NOT NULL AND market_gap.department IS NOT NULL
GROUP BY market_gap.kind, market_gap.division, market_gap.department
HAVING count(DISTINCT market_gap.opportunity_id) >= :least
ORDER BY contracts DESC, market_gap.division, market_gap.department, market_gap.kind LIMIT 200;

-- gap_recurring(kind text, division text, department text) one : contracts int, missing int?, unit text?, commune text?
-- whole: the gaps of one trade in one département
SELECT count(DISTINCT opportunity_id) AS contracts, sum(missing) AS missing, min(unit) AS unit, min(commune) AS commune
FROM market_gap WHERE kind = :kind AND division = :division AND department = :department;

-- gap_need_add(kind text, division text, department text, need_id int, now int) none
INSERT INTO market_gap_need (kind, division, department, need_id, at)
VALUES (:kind, :division, :department, :need_id, :now);

-- gap_need_of(kind text, division text, department text) one
SELECT need_id FROM market_gap_need WHERE kind = :kind AND division = :division AND department = :department;

-- purchases_of_year(buyer text?, department text?, from_day int, until_day int) one : contracts int, amount int, told int, told_amount int, clause int, clause_amount int, criterion int, criterion_amount int, reserved int, reserved_amount int, any_social int, any_social_amount int, green int, green_amount int, sse int, sse_amount int, insertion int, insertion_amount int
-- whole: the contracts of one year, counted
SELECT count(*) AS contracts, coalesce(sum(amount), 0) AS amount,
    coalesce(sum(told), 0) AS told, coalesce(sum(told * amount), 0) AS told_amount,
    coalesce(sum(clause), 0) AS clause, coalesce(sum(clause * amount), 0) AS clause_amount,
    coalesce(sum(criterion), 0) AS criterion, coalesce(sum(criterion * amount), 0) AS criterion_amount,
    coalesce(sum(reserved), 0) AS reserved, coalesce(sum(reserved * amount), 0) AS reserved_amount,
    coalesce(sum(any_social), 0) AS any_social, coalesce(sum(any_social * amount), 0) AS any_social_amount,
    coalesce(sum(green), 0) AS green, coalesce(sum(green * amount), 0) AS green_amount,
    coalesce(sum(sse), 0) AS sse, coalesce(sum(sse * amount), 0) AS sse_amount,
    coalesce(sum(insertion), 0) AS insertion, coalesce(sum(insertion * amount), 0) AS insertion_amount
FROM (SELECT coalesce(contract.amount, 0) AS amount,
        CASE WHEN contract.social IS NOT NULL OR contract.environmental IS NOT NULL THEN 1 ELSE 0 END AS told,
        CASE WHEN contract.social LIKE '%Clause sociale%' THEN 1 ELSE 0 END AS clause,
        CASE WHEN contract.social LIKE '%Critère social%' THEN 1 ELSE 0 END AS criterion,
        CASE WHEN contract.social LIKE '%réservé%' THEN 1 ELSE 0 END AS reserved,
        CASE WHEN contract.social LIKE '%Clause sociale%' OR contract.social LIKE '%Critère social%'
            OR contract.social LIKE '%réservé%' THEN 1 ELSE 0 END AS any_social,
        CASE WHEN contract.environmental LIKE '%Clause environnementale%'
            OR contract.environmental LIKE '%Critère environnemental%' THEN 1 ELSE 0 END AS green,
        CASE WHEN EXISTS (SELECT 1 FROM contract_winner JOIN actor ON actor.siren = contract_winner.siren
            WHERE contract_winner.contract_id = contract.id AND actor.state = 'published' AND actor.college = 'sse')
            THEN 1 ELSE 0 END AS sse,
        CASE WHEN EXISTS (SELECT 1 FROM contract_winner JOIN actor ON actor.siren = contract_winner.siren
            WHERE contract_winner.contract_id = contract.id AND actor.state = 'published' AND actor.structure IN ('ACI',
                'EI', 'AI', 'ETTI', 'EITI', 'GEIQ', 'EA', 'EATT', 'ESAT')) THEN 1 ELSE 0 END AS insertion
    FROM contract
    WHERE contract.notified_day >= :from_day AND contract.notified_day < :until_day
        AND (:buyer IS NULL OR substr(contract.buyer_siret, 1, 9) = :buyer)
        AND (:department IS NULL OR contract.department = :department)) AS bought;

-- contract_years(none text?) one : first_day int?, last_day int?
-- whole: the first and the last notification
SELECT min(notified_day) AS first_day, max(notified_day) AS last_day FROM contract WHERE :none IS NULL;

-- buyer_named(siren text) one
-- whole: one buyer among those of the contracts
SELECT buyer_name FROM contract WHERE substr(buyer_siret, 1, 9) = :siren ORDER BY notified_day DESC LIMIT 1;

-- purchase_lines(year int, what text, contracts int, of_contracts int, share real?, amount int, amount_share real?) many : year int, what text, contracts int, of_contracts int, share real?, amount int, amount_share real?
SELECT CAST(:year AS INTEGER) AS year, CAST(:what AS TEXT) AS what, CAST(:contracts AS INTEGER) AS contracts,
    CAST(:of_contracts AS INTEGER) AS of_contracts, CAST(:share AS REAL) AS share, CAST(:amount AS INTEGER) AS amount,
    CAST(:amount_share AS REAL) AS amount_share;

-- purchases_shown(buyer text?, name text?, department text?) one : buyer text?, name text?, department text?
SELECT CAST(:buyer AS TEXT) AS buyer, CAST(:name AS TEXT) AS name, CAST(:department AS TEXT) AS department;

-- alert_add(person_id int, words text?, pattern text?, cpv text?, cpv_start text?, cpv_end text?, territory text?, least int?, token text, now int) one
INSERT INTO market_alert (person_id, words, pattern, cpv, cpv_start, cpv_end, territory, least, token, last_id, created_at)
VALUES (:person_id, :words, :pattern, :cpv, :cpv_start, :cpv_end, :territory, :least, :token,
    (SELECT coalesce(max(opportunity.id), 0) FROM opportunity), :now)
RETURNING id;

-- alerts_of(person_id int) many : territory_name text?
SELECT id, words, cpv, territory, least, token, created_at,
    (SELECT territory.name FROM territory WHERE territory.code = market_alert.territory) AS territory_name
FROM market_alert WHERE person_id = :person_id ORDER BY id LIMIT 50;

-- alert_by_token(token text) one : territory_name text?
SELECT id, person_id, words, pattern, cpv, cpv_start, cpv_end, territory, least, token, created_at,
    (SELECT territory.name FROM territory WHERE territory.code = market_alert.territory) AS territory_name
FROM market_alert WHERE token = :token;

-- alert_remove(token text) none
DELETE FROM market_alert WHERE token = :token;

-- alert_told(id int, last_id int) none
UPDATE market_alert SET last_id = :last_id WHERE id = :id;

-- alerts_after(last int, page_size int) many
SELECT id, words, pattern, cpv, cpv_start, cpv_end, territory, least, token, last_id FROM market_alert
WHERE id > :last ORDER BY id LIMIT :page_size;

-- alert_finds(words text?, second text?, third text?, cpv_start text?, cpv_end text?, territory text?, least int?, after int, page_size int) many
-- whole: what a kept search finds, the newest first
WITH here AS (SELECT place FROM territory_place WHERE territory = :territory)
SELECT opportunity.id, opportunity.title, opportunity.buyer, opportunity.state, opportunity.deadline_day,
    opportunity.amount, opportunity.updated_at
FROM opportunity
WHERE opportunity.id > :after AND opportunity.state NOT IN ('awarded', 'lost', 'dropped')
    AND (:words IS NULL OR opportunity.folded LIKE :words) AND (:second IS NULL OR opportunity.folded LIKE :second)
    AND (:third IS NULL OR opportunity.folded LIKE :third)
    AND (:cpv_start IS NULL OR (opportunity.cpv >= :cpv_start AND opportunity.cpv < :cpv_end)
        OR EXISTS (SELECT 1 FROM opportunity_lot WHERE opportunity_lot.opportunity_id = opportunity.id
            AND opportunity_lot.cpv >= :cpv_start AND opportunity_lot.cpv < :cpv_end))
    AND (:territory IS NULL OR opportunity.commune IN (SELECT place FROM here)
        OR opportunity.place IN (SELECT place FROM here))
    AND (:least IS NULL OR opportunity.amount >= :least)
ORDER BY opportunity.id DESC LIMIT :page_size;

-- sourcing_of(opportunity_id int, whole int) many : who text?, noted text?
-- who was met and what was noted only for whole = 1
SELECT id, day, way, told, CASE WHEN :whole = 1 THEN who END AS who, CASE WHEN :whole = 1 THEN noted END AS noted, added_at
FROM sourcing WHERE opportunity_id = :opportunity_id ORDER BY day DESC, id DESC LIMIT 1000;

-- sourcing_add(opportunity_id int, day int, way text, who text, told text, noted text?, added_by int?, now int) one
INSERT INTO sourcing (opportunity_id, day, way, who, told, noted, added_by, added_at)
VALUES (:opportunity_id, :day, :way, :who, :told, :noted, :added_by, :now) RETURNING id;

-- sourcing_total(opportunity_id int) one : total int
SELECT count(*) AS total FROM sourcing WHERE opportunity_id = :opportunity_id;

-- sourcing_shown(id int, title text, keeps int) one : id int, title text, keeps int
SELECT :id AS id, :title AS title, :keeps AS keeps;

-- insertion_dues(opportunity_id int) many
SELECT id, part, due, start_day, end_day, most_trained FROM insertion_due
WHERE opportunity_id = :opportunity_id ORDER BY part, id LIMIT 200;

-- insertion_due_add(opportunity_id int, part text, due int, start_day int, end_day int, most_trained int, now int) one
INSERT INTO insertion_due (opportunity_id, part, due, start_day, end_day, most_trained, added_at)
VALUES (:opportunity_id, :part, :due, :start_day, :end_day, :most_trained, :now)
ON CONFLICT (opportunity_id, part) DO UPDATE SET due = excluded.due, start_day = excluded.start_day,
    end_day = excluded.end_day, most_trained = excluded.most_trained
RETURNING id;

-- insertion_hours_of(opportunity_id int) many : hours real
-- whole: the hours of one contract
SELECT insertion_hour.id, insertion_hour.due_id, insertion_due.part, insertion_hour.day, insertion_hour.mode,
    insertion_hour.amount / 100.0 AS hours, insertion_hour.amount, insertion_hour.employer
FROM insertion_due JOIN insertion_hour ON insertion_hour.due_id = insertion_due.id
WHERE insertion_due.opportunity_id = :opportunity_id ORDER BY insertion_hour.day DESC, insertion_hour.id DESC LIMIT 5000;

-- insertion_hour_add(due_id int, day int, mode text, amount int, employer text?, added_by int?, now int) one
INSERT INTO insertion_hour (due_id, day, mode, amount, employer, added_by, added_at)
VALUES (:due_id, :day, :mode, :amount, :employer, :added_by, :now) RETURNING id;

-- insertion_hour_drop(id int, opportunity_id int) none
DELETE FROM insertion_hour WHERE id = :id
    AND due_id IN (SELECT insertion_due.id FROM insertion_due WHERE insertion_due.opportunity_id = :opportunity_id);

-- insertion_shown(id int, title text, dues int) one : id int, title text, dues int
SELECT :id AS id, :title AS title, :dues AS dues;

-- market_open(answerable int) one : answerable int
SELECT CAST(:answerable AS INTEGER) AS answerable;

-- opportunities_unfolded(after int) many
SELECT id, title, buyer, description FROM opportunity WHERE id > :after ORDER BY id LIMIT 500;

-- opportunity_fold(id int, folded text) none
UPDATE opportunity SET folded = :folded WHERE id = :id;

-- alerts_unfolded(after int) many
SELECT id, words FROM market_alert WHERE id > :after ORDER BY id LIMIT 500;

-- alert_fold(id int, pattern text?) none
UPDATE market_alert SET pattern = :pattern WHERE id = :id;
