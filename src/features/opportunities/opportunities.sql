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

-- opportunities_page(state text?, cpv_start text?, cpv_end text?, words text?, reserved int, today int, page_size int, offset int) many : lots int
-- whole: a page of what is open, by deadline
SELECT opportunity.id, opportunity.title, opportunity.state, opportunity.buyer, opportunity.cpv, opportunity.place,
    opportunity.amount, opportunity.deadline_day, opportunity.reserved, opportunity.social, opportunity.environmental,
    (SELECT count(*) FROM opportunity_lot WHERE opportunity_lot.opportunity_id = opportunity.id) AS lots
FROM opportunity
WHERE (opportunity.state = :state OR (:state IS NULL AND opportunity.state NOT IN ('awarded', 'lost', 'dropped')))
    AND (:cpv_start IS NULL OR (opportunity.cpv >= :cpv_start AND opportunity.cpv < :cpv_end)
        OR EXISTS (SELECT 1 FROM opportunity_lot WHERE opportunity_lot.opportunity_id = opportunity.id
            AND opportunity_lot.cpv >= :cpv_start AND opportunity_lot.cpv < :cpv_end))
    AND (:words IS NULL OR opportunity.folded LIKE :words) AND (:reserved = 0 OR opportunity.reserved = 1)
ORDER BY CASE WHEN coalesce(opportunity.deadline_day, 0) >= :today THEN 0 ELSE 1 END,
    coalesce(opportunity.deadline_day, 0), opportunity.id DESC LIMIT :page_size OFFSET :offset;

-- opportunities_count(state text?, cpv_start text?, cpv_end text?, words text?, reserved int) one : total int
-- whole: the total of that page
SELECT count(*) AS total FROM opportunity
WHERE (opportunity.state = :state OR (:state IS NULL AND opportunity.state NOT IN ('awarded', 'lost', 'dropped')))
    AND (:cpv_start IS NULL OR (opportunity.cpv >= :cpv_start AND opportunity.cpv < :cpv_end)
        OR EXISTS (SELECT 1 FROM opportunity_lot WHERE opportunity_lot.opportunity_id = opportunity.id
            AND opportunity_lot.cpv >= :cpv_start AND opportunity_lot.cpv < :cpv_end))
    AND (:words IS NULL OR opportunity.folded LIKE :words) AND (:reserved = 0 OR opportunity.reserved = 1);

-- opportunities_by_state() many : total int
-- whole: a count by state
SELECT state, count(*) AS total FROM opportunity GROUP BY state ORDER BY state;

-- contracts_ending(department text?, cpv_start text?, cpv_end text?, least_day int, page_size int, offset int) many
-- whole: contracts with a length, notified late enough to be still running
SELECT id, title, buyer_name, cpv, department, months, notified_day, amount FROM contract
WHERE months IS NOT NULL AND notified_day IS NOT NULL AND notified_day >= :least_day
    AND (:department IS NULL OR department = :department)
    AND (:cpv_start IS NULL OR (cpv >= :cpv_start AND cpv < :cpv_end))
ORDER BY notified_day + months * 30, id LIMIT :page_size OFFSET :offset;

-- contract_ending_by_id(id int) one
SELECT id, source_id, title, buyer_name, buyer_siret, cpv, department, commune, months, notified_day, amount
FROM contract WHERE id = :id;

-- market_searched(words text?, cpv text?, state text?, department text?, total int) one : words text?, cpv text?, state text?, department text?, total int
SELECT CAST(:words AS TEXT) AS words, CAST(:cpv AS TEXT) AS cpv, CAST(:state AS TEXT) AS state,
    CAST(:department AS TEXT) AS department, CAST(:total AS INTEGER) AS total;
