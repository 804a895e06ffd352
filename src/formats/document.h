/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Documents that people sign, print and edit. One document is built once and written as OpenDocument Text (what one
 * edits) and as PDF (what one sends), so that both say the same. */
#pragma once
#include "base/text.h"

enum block_kind { BLOCK_TITLE, BLOCK_HEADING, BLOCK_TEXT, BLOCK_ITEM, BLOCK_NOTE, BLOCK_TABLE, BLOCK_SIGNATURES,
    BLOCK_PAGE };
enum cell_align { ALIGN_START, ALIGN_END };

/* width: its share of the line, beside the others. */
struct document_column { const char *heading; int width; enum cell_align align; };

struct document_block {
    enum block_kind kind;
    const char *text;                                                /* of a table: its caption */
    const struct document_column *columns; size_t column_count;
    const char **cells; size_t row_count, row_room;                  /* row after row */
    bool total;                                                      /* the last row is a sum */
};

/* All texts live in the arena given to document_begin. */
struct document {
    struct arena *arena;
    const char *title, *footer;                                      /* footer: at the foot of each page; NULL: none */
    int64_t made_at;                       /* seconds UTC; the same document is the same bytes */
    struct document_block *blocks; size_t count, room;
};

/* A document in French that begins with its title. */
struct document document_begin(struct arena *arena, const char *title, const char *footer, int64_t made_at);
void document_heading(struct document *document, const char *text);
void document_text(struct document *document, const char *text);   /* one paragraph for each line; NULL adds nothing */
void document_item(struct document *document, const char *text);   /* of a list */
void document_note(struct document *document, const char *text);   /* set apart: what is not part of the text */
void document_page(struct document *document);                     /* what follows begins a page */
/* A table, then its rows: cells has one text for each column; NULL is an empty cell. The heading is repeated on each
 * page. columns must live as long as the document. */
void document_table(struct document *document, const char *caption, const struct document_column *columns,
                    size_t column_count);
void document_row(struct document *document, const char *const *cells);
void document_total(struct document *document, const char *const *cells);      /* the last row, set in bold */
/* A frame for each one who signs: names[i], then the place for date and signature. */
void document_signatures(struct document *document, const char *const *names, size_t count);

/* The file's bytes in the document's arena; NULL when it could not be made. */
const void *odt_write(const struct document *document, size_t *length);
/* A4, its title and outline in the file, its pages numbered. */
const void *pdf_write(const struct document *document, size_t *length);
