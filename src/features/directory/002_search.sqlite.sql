-- Full text over actor_search, kept in step by triggers; words are already folded and stemmed, so the tokenizer only splits.
CREATE VIRTUAL TABLE actor_text USING fts5 (
    name, words, facets, content = 'actor_search', content_rowid = 'id', tokenize = "unicode61 tokenchars '_'",
    prefix = '2 3'
);
CREATE TRIGGER actor_search_added AFTER INSERT ON actor_search BEGIN
    INSERT INTO actor_text (rowid, name, words, facets) VALUES (new.id, new.name, new.words, new.facets);
END;
CREATE TRIGGER actor_search_removed AFTER DELETE ON actor_search BEGIN
    INSERT INTO actor_text (actor_text, rowid, name, words, facets)
    VALUES ('delete', old.id, old.name, old.words, old.facets);
END;
CREATE TRIGGER actor_search_changed AFTER UPDATE ON actor_search BEGIN
    INSERT INTO actor_text (actor_text, rowid, name, words, facets)
    VALUES ('delete', old.id, old.name, old.words, old.facets);
    INSERT INTO actor_text (rowid, name, words, facets) VALUES (new.id, new.name, new.words, new.facets);
END;
