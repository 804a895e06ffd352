-- Structures that answer a contract together: who, who does what for how much, what each owes, until the end and after.

CREATE TABLE groupement (
    id            INTEGER PRIMARY KEY,
    state         TEXT    NOT NULL,          -- exploration | formation | candidacy | offer | awarded | lost | execution | closed | dropped
    title         TEXT    NOT NULL,
    buyer         TEXT    NOT NULL,
    reference     TEXT,                      -- the buyer's own number of the contract
    contract_key  TEXT,                      -- folded buyer and reference: two groups with the same one compete
    opportunity_id INTEGER,                  -- when it was opened from one
    cpv           TEXT,
    commune       TEXT,                      -- COG code of where it is carried out
    deadline      INTEGER,                   -- instant by which the offer must be deposited
    deadline_day  INTEGER,
    several_allowed INTEGER NOT NULL,        -- the buyer's rules let one structure stand in several groups
    form          TEXT,                      -- joint | joint_solidary_lead | solidary
    habilitation  INTEGER NOT NULL,          -- the members let the lead sign alone
    fee_kind      TEXT    NOT NULL,          -- none | percent | amount: what the lead is paid for leading
    fee_value     INTEGER NOT NULL,          -- hundredths of a percent, or cents
    payment       TEXT,                      -- who is paid on which account, advance
    insurance     TEXT,
    penalties     TEXT,                      -- how they are shared
    exit_rule     TEXT,                      -- how a member leaves, who replaces
    property      TEXT,                      -- of what is written and made
    deposited_at  INTEGER,
    outcome       TEXT,                      -- what the buyer said
    offre_commune INTEGER,                   -- the lasting offer that came out of it
    created_by    INTEGER NOT NULL,
    created_at    INTEGER NOT NULL,
    updated_at    INTEGER NOT NULL
);
CREATE INDEX groupement_by_key ON groupement (contract_key, id);
CREATE INDEX groupement_by_opportunity ON groupement (opportunity_id, id);
CREATE INDEX groupement_by_creator ON groupement (created_by, id);

CREATE TABLE groupement_lot (
    id            INTEGER PRIMARY KEY,
    groupement_id INTEGER NOT NULL REFERENCES groupement (id),
    number        TEXT    NOT NULL,
    title         TEXT    NOT NULL,
    cpv           TEXT,
    commune       TEXT,
    quantity      INTEGER,                   -- thousandths of the unit
    unit          TEXT,
    offer_cents   INTEGER                    -- what the group asks for it, before VAT
);
CREATE UNIQUE INDEX groupement_lot_number ON groupement_lot (groupement_id, number);

CREATE TABLE groupement_member (
    id            INTEGER PRIMARY KEY,
    groupement_id INTEGER NOT NULL REFERENCES groupement (id),
    actor_id      INTEGER NOT NULL REFERENCES actor (id),
    role          TEXT    NOT NULL,          -- lead | partner | subcontractor
    state         TEXT    NOT NULL,          -- invited | accepted | declined | left
    brings        TEXT,                      -- in words: what it does in the group
    secret_day    INTEGER,                   -- day it signed the confidentiality agreement
    secret_by     INTEGER,                   -- who recorded it
    added_at      INTEGER NOT NULL,
    decided_at    INTEGER
);
CREATE UNIQUE INDEX groupement_member_once ON groupement_member (groupement_id, actor_id);
CREATE INDEX groupement_member_by_actor ON groupement_member (actor_id, state, groupement_id);

-- The split: who does which task of which lot, for how much.
CREATE TABLE groupement_share (
    id            INTEGER PRIMARY KEY,
    groupement_id INTEGER NOT NULL REFERENCES groupement (id),
    lot_id        INTEGER NOT NULL REFERENCES groupement_lot (id),
    member_id     INTEGER NOT NULL REFERENCES groupement_member (id),
    task          TEXT    NOT NULL,
    quantity      INTEGER,                   -- thousandths
    unit          TEXT,
    cents         INTEGER NOT NULL,          -- before VAT
    vat           INTEGER NOT NULL           -- hundredths of a percent: 2000 is 20 %
);
CREATE INDEX groupement_share_of ON groupement_share (groupement_id, lot_id, member_id);
CREATE INDEX groupement_share_by_lot ON groupement_share (lot_id);
CREATE INDEX groupement_share_by_member ON groupement_share (member_id);

-- What each member owes to the file, and until when it is valid.
CREATE TABLE groupement_paper (
    id            INTEGER PRIMARY KEY,
    member_id     INTEGER NOT NULL REFERENCES groupement_member (id),
    kind          TEXT    NOT NULL,          -- existence | social | tax | insurance | capacity | rib
    valid_until   INTEGER NOT NULL,          -- day
    note          TEXT,
    file_id       INTEGER,
    at            INTEGER NOT NULL
);
CREATE UNIQUE INDEX groupement_paper_once ON groupement_paper (member_id, kind);

-- The sections of the technical memo, each with who writes it.
CREATE TABLE groupement_section (
    id            INTEGER PRIMARY KEY,
    groupement_id INTEGER NOT NULL REFERENCES groupement (id),
    position      INTEGER NOT NULL,
    title         TEXT    NOT NULL,
    guidance      TEXT,
    member_id     INTEGER REFERENCES groupement_member (id),
    text          TEXT,
    done          INTEGER NOT NULL
);
CREATE INDEX groupement_section_of ON groupement_section (groupement_id, position, id);
CREATE INDEX groupement_section_by_member ON groupement_section (member_id);

-- What must be done before the deadline.
CREATE TABLE groupement_task (
    id            INTEGER PRIMARY KEY,
    groupement_id INTEGER NOT NULL REFERENCES groupement (id),
    code          TEXT,                      -- of a step of the backward plan; NULL: added by hand
    title         TEXT    NOT NULL,
    due_day       INTEGER NOT NULL,
    member_id     INTEGER REFERENCES groupement_member (id),
    done_at       INTEGER
);
CREATE INDEX groupement_task_of ON groupement_task (groupement_id, due_day, id);
CREATE INDEX groupement_task_by_member ON groupement_task (member_id);

CREATE TABLE groupement_decision (
    id            INTEGER PRIMARY KEY,
    groupement_id INTEGER NOT NULL REFERENCES groupement (id),
    text          TEXT    NOT NULL,
    day           INTEGER NOT NULL,
    person_id     INTEGER NOT NULL
);
CREATE INDEX groupement_decision_of ON groupement_decision (groupement_id, day, id);

-- What each member says at the end: the memory of the next answer.
CREATE TABLE groupement_review (
    id            INTEGER PRIMARY KEY,
    groupement_id INTEGER NOT NULL REFERENCES groupement (id),
    member_id     INTEGER NOT NULL REFERENCES groupement_member (id),
    worked        TEXT    NOT NULL,
    change        TEXT,
    fair          INTEGER NOT NULL,          -- 1 not at all … 4 yes: was the split fair
    again         INTEGER NOT NULL,          -- would do it again
    at            INTEGER NOT NULL
);
CREATE UNIQUE INDEX groupement_review_once ON groupement_review (member_id);
CREATE INDEX groupement_review_of ON groupement_review (groupement_id, id);

-- A joint offer: several suppliers, one leaflet, one price rule, one contact.
CREATE TABLE joint_offer (
    id            INTEGER PRIMARY KEY,
    state         TEXT    NOT NULL,          -- draft | published | withdrawn
    title         TEXT    NOT NULL,
    description   TEXT    NOT NULL,
    cpv           TEXT,
    territory     TEXT,                      -- code of where it is delivered
    price_rule    TEXT    NOT NULL,
    charter       TEXT,                      -- what every supplier of it promises
    contact_name  TEXT    NOT NULL,
    contact_email TEXT    NOT NULL,
    groupement_id INTEGER REFERENCES groupement (id),
    folded        TEXT    NOT NULL,
    created_by    INTEGER NOT NULL,
    created_at    INTEGER NOT NULL,
    updated_at    INTEGER NOT NULL
);
CREATE INDEX joint_offer_by_state ON joint_offer (state, id);
CREATE INDEX joint_offer_by_creator ON joint_offer (created_by, id);
CREATE INDEX joint_offer_by_groupement ON joint_offer (groupement_id);

CREATE TABLE joint_offer_supplier (
    id       INTEGER PRIMARY KEY,
    offer_id INTEGER NOT NULL REFERENCES joint_offer (id),
    actor_id INTEGER NOT NULL REFERENCES actor (id),
    brings   TEXT
);
CREATE UNIQUE INDEX joint_offer_supplier_once ON joint_offer_supplier (offer_id, actor_id);
CREATE INDEX joint_offer_supplier_by_actor ON joint_offer_supplier (actor_id, offer_id);
