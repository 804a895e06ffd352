-- Full text over actor_search; words are already folded and stemmed, so the "simple" configuration only splits.
ALTER TABLE actor_search ADD COLUMN lexemes tsvector GENERATED ALWAYS AS (
    setweight(to_tsvector('simple', name), 'A') || setweight(to_tsvector('simple', words), 'B')
    || setweight(array_to_tsvector(string_to_array(facets, ' ')), 'D')) STORED;
CREATE INDEX actor_search_lexemes ON actor_search USING gin (lexemes);
