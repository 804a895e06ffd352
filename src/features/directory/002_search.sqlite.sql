-- Full text over actor_search: words are already folded and stemmed, so the tokenizer only splits. Kept in step by queries
-- (text_add, text_drop), for triggers may not touch a virtual table here.
CREATE VIRTUAL TABLE actor_text USING fts5 (
    name, words, facets, content = 'actor_search', content_rowid = 'id', tokenize = "unicode61 tokenchars '_'",
    prefix = '2 3'
);
