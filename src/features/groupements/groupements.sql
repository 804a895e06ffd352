-- groupement_add(title text, buyer text, reference text?, contract_key text?, opportunity_id int?, cpv text?, commune text?, deadline int?, deadline_day int?, several_allowed int, person_id int, now int) one
INSERT INTO groupement (state, title, buyer, reference, contract_key, opportunity_id, cpv, commune, deadline, deadline_day,
    several_allowed, habilitation, fee_kind, fee_value, created_by, created_at, updated_at)
VALUES ('exploration', :title, :buyer, :reference, :contract_key, :opportunity_id, :cpv, :commune, :deadline, :deadline_day,
    :several_allowed, 0, 'none', 0, :person_id, :now, :now) RETURNING id;

-- groupement_change(id int, title text, buyer text, reference text?, contract_key text?, cpv text?, commune text?, deadline int?, deadline_day int?, several_allowed int, now int) none
UPDATE groupement SET title = :title, buyer = :buyer, reference = :reference, contract_key = :contract_key, cpv = :cpv,
    commune = :commune, deadline = :deadline, deadline_day = :deadline_day, several_allowed = :several_allowed,
    updated_at = :now WHERE id = :id;

-- groupement_terms(id int, form text, habilitation int, fee_kind text, fee_value int, payment text?, insurance text?, penalties text?, exit_rule text?, property text?, now int) none
UPDATE groupement SET form = :form, habilitation = :habilitation, fee_kind = :fee_kind, fee_value = :fee_value,
    payment = :payment, insurance = :insurance, penalties = :penalties, exit_rule = :exit_rule, property = :property,
    updated_at = :now WHERE id = :id;

-- groupement_set_state(id int, state text, now int) none
UPDATE groupement SET state = :state, updated_at = :now WHERE id = :id;

-- groupement_deposit(id int, now int) none
UPDATE groupement SET deposited_at = :now, updated_at = :now WHERE id = :id;

-- groupement_outcome(id int, outcome text, now int) none
UPDATE groupement SET outcome = :outcome, updated_at = :now WHERE id = :id;

-- groupement_by_id(id int) one : commune_name text?, answers text?
SELECT groupement.id, groupement.state, groupement.title, groupement.buyer, groupement.reference,
    groupement.contract_key, groupement.opportunity_id, groupement.cpv, groupement.commune, groupement.deadline,
    groupement.deadline_day, groupement.several_allowed, groupement.form, groupement.habilitation, groupement.fee_kind,
    groupement.fee_value, groupement.payment, groupement.insurance, groupement.penalties, groupement.exit_rule,
    groupement.property, groupement.deposited_at, groupement.outcome, groupement.created_by, groupement.created_at,
    groupement.updated_at,
    (SELECT territory.name FROM territory WHERE territory.code = groupement.commune) AS commune_name,
    (SELECT opportunity.title FROM opportunity WHERE opportunity.id = groupement.opportunity_id) AS answers
FROM groupement WHERE groupement.id = :id;

-- members_held(id int, person_id int, today int) many
-- whole: the members of one group that one person speaks for
SELECT groupement_member.id, groupement_member.state, groupement_member.role, groupement_member.secret_day
FROM groupement_member JOIN role_grant ON role_grant.scope_id = groupement_member.actor_id
WHERE groupement_member.groupement_id = :id AND role_grant.person_id = :person_id
    AND role_grant.scope = 'organisation' AND role_grant.role = 'member' AND role_grant.from_day <= :today
    AND (role_grant.until_day IS NULL OR role_grant.until_day >= :today)
    AND groupement_member.state IN ('invited', 'accepted')
ORDER BY groupement_member.id;

-- groupements_mine(person_id int, today int, page_size int, offset int) many : members int
-- whole: the groups of one person, a page at a time
SELECT groupement.id, groupement.title, groupement.state, groupement.buyer, groupement.deadline_day,
    (SELECT count(*) FROM groupement_member WHERE groupement_member.groupement_id = groupement.id
        AND groupement_member.state = 'accepted') AS members
FROM groupement WHERE groupement.created_by = :person_id OR EXISTS (
    SELECT 1 FROM groupement_member JOIN role_grant ON role_grant.scope_id = groupement_member.actor_id
    WHERE groupement_member.groupement_id = groupement.id AND groupement_member.state IN ('invited', 'accepted')
        AND role_grant.person_id = :person_id AND role_grant.scope = 'organisation' AND role_grant.role = 'member'
        AND role_grant.from_day <= :today AND (role_grant.until_day IS NULL OR role_grant.until_day >= :today))
ORDER BY groupement.updated_at DESC, groupement.id DESC LIMIT :page_size OFFSET :offset;

-- groupements_mine_count(person_id int, today int) one : total int
-- whole: the groups of one person
SELECT count(*) AS total FROM groupement WHERE groupement.created_by = :person_id OR EXISTS (
    SELECT 1 FROM groupement_member JOIN role_grant ON role_grant.scope_id = groupement_member.actor_id
    WHERE groupement_member.groupement_id = groupement.id AND groupement_member.state IN ('invited', 'accepted')
        AND role_grant.person_id = :person_id AND role_grant.scope = 'organisation' AND role_grant.role = 'member'
        AND role_grant.from_day <= :today AND (role_grant.until_day IS NULL OR role_grant.until_day >= :today));

-- lot_add(groupement_id int, number text, title text, cpv text?, commune text?, quantity int?, unit text?, offer_cents int?) one
INSERT INTO groupement_lot (groupement_id, number, title, cpv, commune, quantity, unit, offer_cents)
VALUES (:groupement_id, :number, :title, :cpv, :commune, :quantity, :unit, :offer_cents)
ON CONFLICT (groupement_id, number) DO UPDATE SET title = excluded.title, cpv = excluded.cpv,
    commune = excluded.commune, quantity = excluded.quantity, unit = excluded.unit, offer_cents = excluded.offer_cents
RETURNING id;

-- opportunity_answered(id int) one : deadline_day int?
-- The day of a contract that ends says when, not until when one may answer the next one.
SELECT id, state, title, buyer, source_id, cpv, commune, deadline,
    CASE WHEN source <> 'contract' THEN deadline_day END AS deadline_day FROM opportunity WHERE id = :id;

-- lots_copy(groupement_id int, opportunity_id int) none
-- whole: the lots of one contract
INSERT INTO groupement_lot (groupement_id, number, title, cpv, commune, place, quantity, unit, estimate)
SELECT :groupement_id, opportunity_lot.number, opportunity_lot.title, coalesce(opportunity_lot.cpv, opportunity.cpv),
    coalesce(opportunity_lot.commune, opportunity.commune), coalesce(opportunity_lot.place, opportunity.place),
    opportunity_lot.quantity * 1000, opportunity_lot.unit, opportunity_lot.amount
FROM opportunity_lot JOIN opportunity ON opportunity.id = opportunity_lot.opportunity_id
WHERE opportunity_lot.opportunity_id = :opportunity_id AND NOT EXISTS (
    SELECT 1 FROM opportunity_lot AS sooner WHERE sooner.opportunity_id = opportunity_lot.opportunity_id
        AND sooner.number = opportunity_lot.number AND sooner.id < opportunity_lot.id);

-- lots_count(groupement_id int) one : total int
SELECT count(*) AS total FROM groupement_lot WHERE groupement_id = :groupement_id;

-- lot_copy_whole(groupement_id int, opportunity_id int) none
INSERT INTO groupement_lot (groupement_id, number, title, cpv, commune, place, estimate)
SELECT :groupement_id, '1', opportunity.title, opportunity.cpv, opportunity.commune, opportunity.place,
    opportunity.amount FROM opportunity WHERE opportunity.id = :opportunity_id;

-- groupements_answering(opportunity_id int, person_id int, today int) many
-- whole: the groups of one person for one contract
SELECT groupement.id, groupement.title, groupement.state FROM groupement
WHERE groupement.opportunity_id = :opportunity_id AND (groupement.created_by = :person_id OR EXISTS (
    SELECT 1 FROM groupement_member JOIN role_grant ON role_grant.scope_id = groupement_member.actor_id
    WHERE groupement_member.groupement_id = groupement.id AND groupement_member.state IN ('invited', 'accepted')
        AND role_grant.person_id = :person_id AND role_grant.scope = 'organisation' AND role_grant.role = 'member'
        AND role_grant.from_day <= :today AND (role_grant.until_day IS NULL OR role_grant.until_day >= :today)))
ORDER BY groupement.id;

-- lots_of(groupement_id int) many : commune_name text?, split_cents int, split_quantity int
-- whole: the lots of one group
SELECT groupement_lot.id, groupement_lot.number, groupement_lot.title, groupement_lot.cpv, groupement_lot.commune,
    groupement_lot.quantity, groupement_lot.unit, groupement_lot.offer_cents, groupement_lot.estimate,
    coalesce((SELECT territory.name FROM territory WHERE territory.code = groupement_lot.commune),
        groupement_lot.place) AS commune_name,
    CAST((SELECT coalesce(sum(groupement_share.cents), 0) FROM groupement_share
        WHERE groupement_share.lot_id = groupement_lot.id) AS INTEGER) AS split_cents,
    CAST((SELECT coalesce(sum(groupement_share.quantity), 0) FROM groupement_share
        WHERE groupement_share.lot_id = groupement_lot.id) AS INTEGER) AS split_quantity
FROM groupement_lot WHERE groupement_lot.groupement_id = :groupement_id ORDER BY groupement_lot.number, groupement_lot.id;

-- member_add(groupement_id int, actor_id int, role text, brings text?, now int) one
INSERT INTO groupement_member (groupement_id, actor_id, role, state, brings, added_at)
VALUES (:groupement_id, :actor_id, :role, 'invited', :brings, :now) ON CONFLICT (groupement_id, actor_id) DO NOTHING
RETURNING id;

-- member_by_id(id int) one
SELECT groupement_member.id, groupement_member.groupement_id, groupement_member.actor_id, groupement_member.role,
    groupement_member.state, groupement_member.brings, groupement_member.secret_day, groupement_member.added_at,
    actor.name, actor.siret, actor.email
FROM groupement_member JOIN actor ON actor.id = groupement_member.actor_id WHERE groupement_member.id = :id;

-- member_of_actor(groupement_id int, actor_id int) one
SELECT id, state, added_at FROM groupement_member WHERE groupement_id = :groupement_id AND actor_id = :actor_id;

-- member_set_role(id int, role text, brings text?) none
UPDATE groupement_member SET role = :role, brings = :brings WHERE id = :id;

-- member_ask_again(id int, now int) none
UPDATE groupement_member SET state = 'invited', added_at = :now, decided_at = NULL WHERE id = :id;

-- member_set_state(id int, state text, now int) none
UPDATE groupement_member SET state = :state, decided_at = :now WHERE id = :id;

-- member_invite_again(id int, role text, brings text?, now int) none
UPDATE groupement_member SET state = 'invited', role = :role, brings = :brings, secret_day = NULL, secret_by = NULL,
    added_at = :now, decided_at = NULL WHERE id = :id;

-- member_sign(id int, day int, person_id int) none
UPDATE groupement_member SET secret_day = :day, secret_by = :person_id WHERE id = :id;

-- members_of(groupement_id int) many : commune_name text?, cents int
-- whole: the members of one group
SELECT groupement_member.id, groupement_member.actor_id, groupement_member.role, groupement_member.state,
    groupement_member.brings, groupement_member.secret_day, actor.name, actor.siret, actor.legal_form, actor.address,
    actor.postal_code, actor.city, actor.email, actor.phone, actor.structure, actor.naf,
    (SELECT territory.name FROM territory WHERE territory.code = actor.commune) AS commune_name,
    CAST((SELECT coalesce(sum(groupement_share.cents), 0) FROM groupement_share
        WHERE groupement_share.member_id = groupement_member.id) AS INTEGER) AS cents
FROM groupement_member JOIN actor ON actor.id = groupement_member.actor_id
WHERE groupement_member.groupement_id = :groupement_id
ORDER BY CASE groupement_member.role WHEN 'lead' THEN 0 WHEN 'partner' THEN 1 ELSE 2 END, groupement_member.id;

-- members_untold(groupement_id int, today int) many : letter text?
-- whole: those of one group whom no mail reached, and for whom nobody has an account
SELECT actor.id, actor.name, CAST(NULL AS TEXT) AS letter
FROM groupement_member JOIN actor ON actor.id = groupement_member.actor_id
WHERE groupement_member.groupement_id = :groupement_id AND groupement_member.state = 'invited' AND actor.email IS NULL
    AND NOT EXISTS (SELECT 1 FROM role_grant WHERE role_grant.scope = 'organisation' AND role_grant.scope_id = actor.id
        AND role_grant.role = 'member' AND role_grant.from_day <= :today
        AND (role_grant.until_day IS NULL OR role_grant.until_day >= :today))
ORDER BY groupement_member.id;

-- structures_spoken(person_id int, today int) many
-- whole: two of those that one person speaks for
SELECT DISTINCT actor.id, actor.name FROM role_grant JOIN actor ON actor.id = role_grant.scope_id
WHERE role_grant.person_id = :person_id AND role_grant.scope = 'organisation' AND role_grant.role = 'member'
    AND role_grant.from_day <= :today AND (role_grant.until_day IS NULL OR role_grant.until_day >= :today)
    AND actor.state = 'published'
ORDER BY actor.id LIMIT 2;

-- rival_groups(id int, contract_key text?, opportunity_id int?, actor_id int) many
-- whole: the groups of one contract that one structure is in
SELECT groupement.id, groupement_member.role FROM groupement
JOIN groupement_member ON groupement_member.groupement_id = groupement.id
WHERE groupement_member.actor_id = :actor_id AND groupement_member.state = 'accepted' AND groupement.id <> :id
    AND groupement.state NOT IN ('lost', 'closed', 'dropped') AND groupement_member.role <> 'subcontractor'
    AND (groupement.contract_key = :contract_key OR groupement.opportunity_id = :opportunity_id)
ORDER BY groupement.id;

-- share_add(groupement_id int, lot_id int, member_id int, task text, quantity int?, unit text?, cents int, vat int) one
INSERT INTO groupement_share (groupement_id, lot_id, member_id, task, quantity, unit, cents, vat)
VALUES (:groupement_id, :lot_id, :member_id, :task, :quantity, :unit, :cents, :vat) RETURNING id;

-- share_remove(id int, groupement_id int) none
DELETE FROM groupement_share WHERE id = :id AND groupement_id = :groupement_id;

-- shares_remove_of_member(member_id int) none
DELETE FROM groupement_share WHERE member_id = :member_id;

-- shares_of(groupement_id int) many
-- whole: the split of one group
SELECT groupement_share.id, groupement_lot.number AS lot, groupement_lot.title AS lot_title, actor.name AS member,
    groupement_member.role, groupement_share.lot_id, groupement_share.member_id, groupement_share.task,
    groupement_share.quantity, groupement_share.unit, groupement_share.cents, groupement_share.vat
FROM groupement_share JOIN groupement_lot ON groupement_lot.id = groupement_share.lot_id
JOIN groupement_member ON groupement_member.id = groupement_share.member_id
JOIN actor ON actor.id = groupement_member.actor_id
WHERE groupement_share.groupement_id = :groupement_id
ORDER BY groupement_lot.number, groupement_lot.id, groupement_share.id;

-- paper_put(member_id int, kind text, valid_until int, note text?, file_id int?, now int) none
INSERT INTO groupement_paper (member_id, kind, valid_until, note, file_id, at)
VALUES (:member_id, :kind, :valid_until, :note, :file_id, :now)
ON CONFLICT (member_id, kind) DO UPDATE SET valid_until = excluded.valid_until, note = excluded.note,
    file_id = coalesce(excluded.file_id, groupement_paper.file_id), at = excluded.at;

-- papers_of(groupement_id int) many
-- whole: the papers of one group
SELECT groupement_paper.id, groupement_paper.member_id, groupement_paper.kind, groupement_paper.valid_until,
    groupement_paper.note, groupement_paper.file_id
FROM groupement_paper JOIN groupement_member ON groupement_member.id = groupement_paper.member_id
WHERE groupement_member.groupement_id = :groupement_id ORDER BY groupement_paper.member_id, groupement_paper.kind;

-- paper_by_id(id int) one
SELECT groupement_paper.id, groupement_paper.file_id, groupement_member.groupement_id
FROM groupement_paper JOIN groupement_member ON groupement_member.id = groupement_paper.member_id
WHERE groupement_paper.id = :id;

-- section_add(groupement_id int, position int, title text, guidance text?, member_id int?) one
INSERT INTO groupement_section (groupement_id, position, title, guidance, member_id, done)
VALUES (:groupement_id, :position, :title, :guidance, :member_id, 0) RETURNING id;

-- section_write(id int, groupement_id int, title text, member_id int?, text text?, done int) none
UPDATE groupement_section SET title = :title, member_id = :member_id, text = :text, done = :done
WHERE id = :id AND groupement_id = :groupement_id;

-- section_by_id(id int, groupement_id int) one
SELECT id, title, guidance, member_id, text, done FROM groupement_section
WHERE id = :id AND groupement_id = :groupement_id;

-- sections_of(groupement_id int) many : member text?
-- whole: the memo of one group
SELECT groupement_section.id, groupement_section.position, groupement_section.title, groupement_section.guidance,
    groupement_section.member_id, groupement_section.text, groupement_section.done,
    (SELECT actor.name FROM groupement_member JOIN actor ON actor.id = groupement_member.actor_id
        WHERE groupement_member.id = groupement_section.member_id) AS member
FROM groupement_section WHERE groupement_section.groupement_id = :groupement_id
ORDER BY groupement_section.position, groupement_section.id;

-- task_add(groupement_id int, code text?, title text, due_day int, member_id int?) one
INSERT INTO groupement_task (groupement_id, code, title, due_day, member_id)
VALUES (:groupement_id, :code, :title, :due_day, :member_id) RETURNING id;

-- tasks_planned_clear(groupement_id int) none
DELETE FROM groupement_task WHERE groupement_id = :groupement_id AND code IS NOT NULL AND done_at IS NULL;

-- tasks_coded(groupement_id int) many
-- whole: the plan of one group
SELECT code FROM groupement_task WHERE groupement_id = :groupement_id AND code IS NOT NULL ORDER BY id;

-- task_done(id int, groupement_id int, now int) none
UPDATE groupement_task SET done_at = CASE WHEN done_at IS NULL THEN :now END
WHERE id = :id AND groupement_id = :groupement_id;

-- tasks_of(groupement_id int) many : member text?
-- whole: the plan of one group
SELECT groupement_task.id, groupement_task.code, groupement_task.title, groupement_task.due_day,
    groupement_task.member_id, groupement_task.done_at,
    (SELECT actor.name FROM groupement_member JOIN actor ON actor.id = groupement_member.actor_id
        WHERE groupement_member.id = groupement_task.member_id) AS member
FROM groupement_task WHERE groupement_task.groupement_id = :groupement_id
ORDER BY groupement_task.due_day, groupement_task.id;

-- decision_add(groupement_id int, text text, day int, person_id int) one
INSERT INTO groupement_decision (groupement_id, text, day, person_id)
VALUES (:groupement_id, :text, :day, :person_id) RETURNING id;

-- decisions_of(groupement_id int) many
-- whole: the decisions of one group
SELECT groupement_decision.id, groupement_decision.text, groupement_decision.day, person.name AS person
FROM groupement_decision JOIN person ON person.id = groupement_decision.person_id
WHERE groupement_decision.groupement_id = :groupement_id ORDER BY groupement_decision.day DESC, groupement_decision.id DESC;

-- review_put(groupement_id int, member_id int, worked text, change text?, fair int, again int, now int) none
INSERT INTO groupement_review (groupement_id, member_id, worked, change, fair, again, at)
VALUES (:groupement_id, :member_id, :worked, :change, :fair, :again, :now)
ON CONFLICT (member_id) DO UPDATE SET worked = excluded.worked, change = excluded.change, fair = excluded.fair,
    again = excluded.again, at = excluded.at;

-- reviews_of(groupement_id int) many
-- whole: the reviews of one group
SELECT groupement_review.id, actor.name AS member, groupement_review.worked, groupement_review.change,
    groupement_review.fair, groupement_review.again, groupement_review.at
FROM groupement_review JOIN groupement_member ON groupement_member.id = groupement_review.member_id
JOIN actor ON actor.id = groupement_member.actor_id
WHERE groupement_review.groupement_id = :groupement_id ORDER BY groupement_review.id;

-- answered_together(id int) many : a text, b text, times int
-- whole: the pairs of one group, and how often each answered before
SELECT min(one.name) AS a, min(other.name) AS b, count(*) AS times
FROM groupement_member AS mine
JOIN groupement_member AS theirs ON theirs.groupement_id = mine.groupement_id AND theirs.actor_id > mine.actor_id
JOIN groupement_member AS before_mine ON before_mine.actor_id = mine.actor_id AND before_mine.state = 'accepted'
JOIN groupement_member AS before_theirs ON before_theirs.groupement_id = before_mine.groupement_id
    AND before_theirs.actor_id = theirs.actor_id AND before_theirs.state = 'accepted'
JOIN groupement ON groupement.id = before_mine.groupement_id AND groupement.deposited_at IS NOT NULL
JOIN actor AS one ON one.id = mine.actor_id
JOIN actor AS other ON other.id = theirs.actor_id
WHERE mine.groupement_id = :id AND mine.state = 'accepted' AND theirs.state = 'accepted'
GROUP BY mine.actor_id, theirs.actor_id ORDER BY 3 DESC, 1, 2;

-- actor_named(siret text?, id int?) one
SELECT id, name, state, email FROM actor
WHERE state = 'published' AND (siret = :siret OR id = :id) ORDER BY id LIMIT 1;

-- offer_add(title text, description text, cpv text?, territory text?, price_rule text, charter text?, contact_name text, contact_email text, groupement_id int?, folded text, person_id int, now int) one
INSERT INTO joint_offer (state, title, description, cpv, territory, price_rule, charter, contact_name, contact_email,
    groupement_id, folded, created_by, created_at, updated_at)
VALUES ('draft', :title, :description, :cpv, :territory, :price_rule, :charter, :contact_name, :contact_email,
    :groupement_id, :folded, :person_id, :now, :now) RETURNING id;

-- offer_change(id int, title text, description text, cpv text?, territory text?, price_rule text, charter text?, contact_name text, contact_email text, folded text, now int) none
UPDATE joint_offer SET title = :title, description = :description, cpv = :cpv, territory = :territory,
    price_rule = :price_rule, charter = :charter, contact_name = :contact_name, contact_email = :contact_email,
    folded = :folded, updated_at = :now WHERE id = :id;

-- offer_set_state(id int, state text, now int) none
UPDATE joint_offer SET state = :state, updated_at = :now WHERE id = :id;

-- offer_by_id(id int) one : territory_name text?
SELECT joint_offer.id, joint_offer.state, joint_offer.title, joint_offer.description, joint_offer.cpv,
    joint_offer.territory, joint_offer.price_rule, joint_offer.charter, joint_offer.contact_name,
    joint_offer.contact_email, joint_offer.groupement_id, joint_offer.created_by, joint_offer.updated_at,
    (SELECT territory.name FROM territory WHERE territory.code = joint_offer.territory) AS territory_name
FROM joint_offer WHERE joint_offer.id = :id;

-- offers_public(words text?, person_id int, page_size int, offset int) many : territory_name text?, suppliers int
-- whole: a catalogue has some dozens of offers
SELECT joint_offer.id, joint_offer.state, joint_offer.title, joint_offer.description, joint_offer.cpv,
    joint_offer.updated_at,
    (SELECT territory.name FROM territory WHERE territory.code = joint_offer.territory) AS territory_name,
    (SELECT count(*) FROM joint_offer_supplier WHERE joint_offer_supplier.offer_id = joint_offer.id
        AND joint_offer_supplier.agreed_day IS NOT NULL) AS suppliers
FROM joint_offer WHERE (joint_offer.state = 'published' OR joint_offer.created_by = :person_id)
    AND (:words IS NULL OR joint_offer.folded LIKE :words)
ORDER BY joint_offer.updated_at DESC, joint_offer.id DESC LIMIT :page_size OFFSET :offset;

-- offers_public_count(words text?, person_id int) one : total int
-- whole: a catalogue has some dozens of offers
SELECT count(*) AS total FROM joint_offer WHERE (joint_offer.state = 'published' OR joint_offer.created_by = :person_id)
    AND (:words IS NULL OR joint_offer.folded LIKE :words);

-- supplier_add(offer_id int, actor_id int, brings text?, agreed_day int?) none
INSERT INTO joint_offer_supplier (offer_id, actor_id, brings, agreed_day)
VALUES (:offer_id, :actor_id, :brings, :agreed_day)
ON CONFLICT (offer_id, actor_id) DO UPDATE SET brings = excluded.brings;

-- supplier_agree(offer_id int, actor_id int, day int) none
UPDATE joint_offer_supplier SET agreed_day = coalesce(agreed_day, :day)
WHERE offer_id = :offer_id AND actor_id = :actor_id;

-- suppliers_spoken(offer_id int, person_id int, today int) many : agreed int, name text
-- whole: the suppliers of one offer that one person speaks for
SELECT joint_offer_supplier.actor_id, min(actor.name) AS name,
    max(CASE WHEN joint_offer_supplier.agreed_day IS NULL THEN 0 ELSE 1 END) AS agreed
FROM joint_offer_supplier JOIN actor ON actor.id = joint_offer_supplier.actor_id
JOIN role_grant ON role_grant.scope_id = joint_offer_supplier.actor_id
WHERE joint_offer_supplier.offer_id = :offer_id AND role_grant.person_id = :person_id
    AND role_grant.scope = 'organisation' AND role_grant.role = 'member' AND role_grant.from_day <= :today
    AND (role_grant.until_day IS NULL OR role_grant.until_day >= :today)
GROUP BY joint_offer_supplier.actor_id ORDER BY joint_offer_supplier.actor_id;

-- speaks_for(actor_id int, person_id int, today int) one
SELECT person_id FROM role_grant WHERE scope = 'organisation' AND scope_id = :actor_id AND role = 'member'
    AND person_id = :person_id AND from_day <= :today AND (until_day IS NULL OR until_day >= :today) LIMIT 1;

-- supplier_remove(offer_id int, actor_id int) none
DELETE FROM joint_offer_supplier WHERE offer_id = :offer_id AND actor_id = :actor_id;

-- suppliers_of(offer_id int, asked int) many : commune_name text?
-- whole: the suppliers of one offer, with those who are only asked or without
SELECT actor.id, actor.name, joint_offer_supplier.brings, joint_offer_supplier.agreed_day,
    (SELECT territory.name FROM territory WHERE territory.code = actor.commune) AS commune_name
FROM joint_offer_supplier JOIN actor ON actor.id = joint_offer_supplier.actor_id
WHERE joint_offer_supplier.offer_id = :offer_id AND (joint_offer_supplier.agreed_day IS NOT NULL OR :asked = 1)
ORDER BY actor.name, actor.id;

-- papers_listed(groupement_id int) many
-- whole: the papers of one group
SELECT groupement_paper.id, actor.name AS member, groupement_paper.kind, groupement_paper.valid_until,
    groupement_paper.note, groupement_paper.file_id
FROM groupement_paper JOIN groupement_member ON groupement_member.id = groupement_paper.member_id
JOIN actor ON actor.id = groupement_member.actor_id
WHERE groupement_member.groupement_id = :groupement_id ORDER BY actor.name, groupement_paper.kind;

-- joint_offer_shown(mine int) one : mine int
SELECT CAST(:mine AS INTEGER) AS mine;

-- group_shown(pilot int, depositing int) one : pilot int, depositing int
SELECT CAST(:pilot AS INTEGER) AS pilot, CAST(:depositing AS INTEGER) AS depositing;

-- builder_actor(id int) one
SELECT name, siret, siren, capacity, lon, lat FROM actor WHERE id = :id AND state = 'published';

-- builder_place(code text) one
SELECT name, lon, lat FROM territory WHERE code = :code;

-- actors_required(value text, lon real, lat real, most int) many
-- whole: those of one college or label, the nearest first
SELECT actor.id FROM actor
WHERE actor.state = 'published' AND (actor.college = :value OR actor.structure = :value OR EXISTS (
    SELECT 1 FROM actor_trait WHERE actor_trait.actor_id = actor.id AND actor_trait.trait = 'label'
        AND actor_trait.value = :value))
ORDER BY (coalesce(actor.lon, 0) - :lon) * (coalesce(actor.lon, 0) - :lon) * 0.45
    + (coalesce(actor.lat, 0) - :lat) * (coalesce(actor.lat, 0) - :lat), actor.id LIMIT :most;

-- actor_has(id int, value text) one
SELECT actor.id FROM actor WHERE actor.id = :id AND (actor.college = :value OR actor.structure = :value OR EXISTS (
    SELECT 1 FROM actor_trait WHERE actor_trait.actor_id = actor.id AND actor_trait.trait = 'label'
        AND actor_trait.value = :value));

-- actor_serves(id int, territory text) one
SELECT actor.id FROM actor WHERE actor.id = :id AND (
    EXISTS (SELECT 1 FROM territory_part WHERE territory_part.territory = :territory
        AND territory_part.commune = actor.commune)
    OR EXISTS (SELECT 1 FROM actor_zone WHERE actor_zone.actor_id = actor.id AND actor_zone.territory = :territory)
    OR EXISTS (SELECT 1 FROM actor_zone JOIN territory_part ON territory_part.territory = actor_zone.territory
        WHERE actor_zone.actor_id = actor.id AND territory_part.commune = :territory));

-- won_together(siren text) many : siren text, times int
-- whole: the contracts of one legal unit
SELECT other.siren, count(*) AS times FROM contract_winner
JOIN contract_winner AS other ON other.contract_id = contract_winner.contract_id
    AND other.siren <> contract_winner.siren
WHERE contract_winner.siren = :siren AND other.siren IS NOT NULL
GROUP BY other.siren ORDER BY other.siren;

-- builder_lots() many : id int, number text, title text, chosen int, does text?, cpv text?, place text?, volume text?, unit text?, threshold text?, why text?
SELECT 0 AS id, '' AS number, '' AS title, 0 AS chosen, '' AS does, '' AS cpv, '' AS place, '' AS volume, '' AS unit,
    '' AS threshold, '' AS why;

-- builder_asked() one : place text?, place_why text?, km text?, km_why text?, size text?, size_why text?, skills text?, zones text?, zones_why text?, labels text?, capacities text?, capacities_why text?, known int, candidates int, answered int, refused int
SELECT '' AS place, '' AS place_why, '' AS km, '' AS km_why, '' AS size, '' AS size_why, '' AS skills, '' AS zones,
    '' AS zones_why, '' AS labels, '' AS capacities, '' AS capacities_why, 0 AS known, 0 AS candidates, 0 AS answered, 0 AS refused;

-- builder_required() many : code text, label text, chosen int
SELECT '' AS code, '' AS label, 0 AS chosen;

-- builder_kept() many : id int, name text, fixed int, undo text
SELECT 0 AS id, '' AS name, 0 AS fixed, '' AS undo;

-- builder_gaps() many : missing text, could text?
SELECT '' AS missing, '' AS could;

-- builder_fillers() many : id int, name text, wish text, km real?, why text, take text
SELECT 0 AS id, '' AS name, '' AS wish, 0.0 AS km, '' AS why, '' AS take;

-- group_strangers(id int, today int) many : person_id int
-- whole: the followers of one group
SELECT CAST(follower.person_id AS INTEGER) AS person_id FROM follower JOIN groupement ON groupement.id = follower.subject_id
WHERE follower.subject = 'groupement' AND follower.subject_id = :id AND follower.person_id IS NOT NULL
    AND follower.person_id <> groupement.created_by AND NOT EXISTS (
    SELECT 1 FROM groupement_member JOIN role_grant ON role_grant.scope_id = groupement_member.actor_id
    WHERE groupement_member.groupement_id = :id AND groupement_member.state IN ('invited', 'accepted')
        AND groupement_member.secret_day IS NOT NULL AND role_grant.person_id = follower.person_id
        AND role_grant.scope = 'organisation' AND role_grant.role = 'member' AND role_grant.from_day <= :today
        AND (role_grant.until_day IS NULL OR role_grant.until_day >= :today))
ORDER BY follower.id;

-- speakers_count(actor_id int, today int) one : total int
-- whole: the roles of a site are some hundreds
SELECT count(*) AS total FROM role_grant WHERE scope = 'organisation' AND scope_id = :actor_id AND role = 'member'
    AND from_day <= :today AND (until_day IS NULL OR until_day >= :today);

-- group_sizes(id int) one : lots int, members int, shares int, sections int, tasks int, decisions int
-- whole: one group
SELECT (SELECT count(*) FROM groupement_lot WHERE groupement_lot.groupement_id = groupement.id) AS lots,
    (SELECT count(*) FROM groupement_member WHERE groupement_member.groupement_id = groupement.id) AS members,
    (SELECT count(*) FROM groupement_share WHERE groupement_share.groupement_id = groupement.id) AS shares,
    (SELECT count(*) FROM groupement_section WHERE groupement_section.groupement_id = groupement.id) AS sections,
    (SELECT count(*) FROM groupement_task WHERE groupement_task.groupement_id = groupement.id) AS tasks,
    (SELECT count(*) FROM groupement_decision WHERE groupement_decision.groupement_id = groupement.id) AS decisions
FROM groupement WHERE groupement.id = :id;

-- offers_unfolded(after int) many
SELECT id, title, description FROM joint_offer WHERE id > :after ORDER BY id LIMIT 500;

-- offer_fold(id int, folded text) none
UPDATE joint_offer SET folded = :folded WHERE id = :id;

-- groups_unfolded(after int) many
SELECT id, buyer, reference FROM groupement WHERE id > :after ORDER BY id LIMIT 500;

-- group_fold(id int, contract_key text?) none
UPDATE groupement SET contract_key = :contract_key WHERE id = :id;
