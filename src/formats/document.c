/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Building documents, block after block. */
#include "formats/document.h"
#include <string.h>

static struct document_block *add_block(struct document *document, enum block_kind kind, const char *text)
{
    document->blocks = arena_grow(document->arena, document->blocks, document->count, &document->room,
                                  sizeof *document->blocks);
    struct document_block *block = &document->blocks[document->count++];
    *block = (struct document_block){.kind = kind, .text = arena_text(document->arena, text)};
    return block;
}

struct document document_begin(struct arena *arena, const char *title, const char *footer, int64_t made_at)
{
    struct document document = {.arena = arena, .title = arena_text(arena, title), .made_at = made_at,
                                .footer = arena_text(arena, footer)};
    add_block(&document, BLOCK_TITLE, title);
    return document;
}

void document_heading(struct document *document, const char *text)
{
    add_block(document, BLOCK_HEADING, text);
}

void document_text(struct document *document, const char *text)
{
    size_t count;
    char **lines = text ? text_split(document->arena, text, "\r\n", &count) : NULL;
    for (size_t i = 0; lines && i < count; i++)
        if (!text_blank(lines[i]))
            add_block(document, BLOCK_TEXT, lines[i]);
}

void document_item(struct document *document, const char *text)
{
    if (text)
        add_block(document, BLOCK_ITEM, text);
}

void document_note(struct document *document, const char *text)
{
    if (text)
        add_block(document, BLOCK_NOTE, text);
}

void document_page(struct document *document)
{
    add_block(document, BLOCK_PAGE, NULL);
}

void document_table(struct document *document, const char *caption, const struct document_column *columns,
                    size_t column_count)
{
    struct document_block *block = add_block(document, BLOCK_TABLE, caption);
    block->columns = columns;
    block->column_count = column_count;
}

void document_row(struct document *document, const char *const *cells)
{
    struct document_block *block = &document->blocks[document->count - 1];
    size_t width = block->column_count;
    block->cells = arena_grow(document->arena, block->cells, block->row_count, &block->row_room,
                              width * sizeof *block->cells);
    for (size_t i = 0; i < width; i++)
        block->cells[block->row_count * width + i] = cells[i] ? arena_text(document->arena, cells[i]) : "";
    block->row_count++;
}

void document_total(struct document *document, const char *const *cells)
{
    document_row(document, cells);
    document->blocks[document->count - 1].total = true;
}

void document_signatures(struct document *document, const char *const *names, size_t count)
{
    static const struct document_column one = {"", 1, ALIGN_START};
    struct document_block *block = add_block(document, BLOCK_SIGNATURES, NULL);
    block->columns = &one;
    block->column_count = 1;
    for (size_t i = 0; i < count; i++)
        document_row(document, &names[i]);
}
