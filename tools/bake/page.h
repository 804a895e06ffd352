/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A page while it is compiled. Private to html.c and head.c. */
#pragma once
#include "bake.h"

enum { MOST_PARTS = 32, MOST_BLOCKS = 32, MOST_INCLUDES = 4, LONGEST_TAG = 400 };

struct part { char name[NAME], component[NAME]; const struct query *query; };
struct block { bool each, otherwise; struct where before, after; };
struct page {
    struct arena *arena;
    const struct room *room;
    FILE *h, *c;
    const char *path, *text;
    char view[NAME], title[LONGEST_TAG], title_part[NAME], title_column[NAME];
    struct part parts[MOST_PARTS];
    size_t part_count;
    struct where where;
    struct block blocks[MOST_BLOCKS];
    int depth, includes;
    const struct part *over;               /* the part {{each}} goes over; NULL outside */
    bool posts, has_csrf;                  /* inside a form that posts; its hidden field was written */
};

/* The word at *at (a-z, 0-9, _), past it; false when there is none, or it is too long. */
bool take_word(const char **at, char word[NAME]);
/* Whether this comes next, after blanks; past it when it does. */
bool take(const char **at, const char *expected);
/* Reads <!-- view shows part: query, other: component type, titled "Title" --> at the start of page->text, and gives
 * what follows; "shows nothing" when there is no part. */
const char *read_head(struct page *page);
