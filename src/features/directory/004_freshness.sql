-- Who was asked whether the page of an actor is still true, and what was answered. The private link of an address is the same
-- each time, so that stopping it stops it for good.
CREATE TABLE actor_ask (
    id          INTEGER PRIMARY KEY,
    actor_id    INTEGER NOT NULL UNIQUE REFERENCES actor (id) ON DELETE CASCADE,
    email       TEXT,                        -- NULL: those who keep the page were told on the site
    token_hash  TEXT    UNIQUE,
    asked_at    INTEGER NOT NULL,
    note        TEXT,                        -- what changed, in their words, until an agent has dealt with it
    answered_at INTEGER
);
CREATE INDEX actor_by_confirmed ON actor (state, confirmed_at);
