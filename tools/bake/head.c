/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The first line of a page: its name, its parts, its title. */
#include "page.h"
#include <ctype.h>
#include <string.h>

bool take_word(const char **at, char word[NAME])
{
    while (isspace((unsigned char)**at))
        (*at)++;
    size_t length = strspn(*at, "abcdefghijklmnopqrstuvwxyz_0123456789");
    if (!length || length >= NAME)
        return false;
    memcpy(word, *at, length);
    word[length] = '\0';
    *at += length;
    return true;
}

bool take(const char **at, const char *expected)
{
    while (isspace((unsigned char)**at))
        (*at)++;
    if (!text_starts(*at, expected))
        return false;
    *at += strlen(expected);
    return true;
}

static const struct query *find_query(const struct room *room, const char *name)
{
    for (size_t i = 0; i < room->query_count; i++)
        if (strcmp(room->queries[i].name, name) == 0)
            return &room->queries[i];
    stop("%s is no query of %s", name, room->name);
}

static void read_part(struct page *page, const char *name, const char **at)
{
    char what[NAME];
    if (page->part_count == MOST_PARTS)
        stop("more than %d parts", MOST_PARTS);
    struct part *part = &page->parts[page->part_count++];
    snprintf(part->name, NAME, "%s", name);
    if (!take_word(at, what))
        stop("say what %s is: a query, or component and its type", name);
    if (strcmp(what, "component") != 0)
        part->query = find_query(page->room, what);
    else if (!take_word(at, part->component))
        stop("say which component %s is", name);
    if (part->query && part->query->mode == NONE)
        stop("%s gives no row to show", what);
}

static void read_title(struct page *page, const char **at)
{
    while (isspace((unsigned char)**at))
        (*at)++;
    if (**at == '"') {
        size_t length = strcspn(*at + 1, "\"\n");
        snprintf(page->title, sizeof page->title, "%.*s", (int)length, *at + 1);
        *at += length + 2;
    } else if (!take_word(at, page->title_part) || !take(at, ".") || !take_word(at, page->title_column)) {
        stop("titled \"English id\", or titled part.column");
    }
}

const char *read_head(struct page *page)
{
    const char *at = page->text;
    char name[NAME];
    if (!take(&at, "<!--") || !take_word(&at, page->view) || !take(&at, "shows"))
        stop("a template starts with: <!-- name shows part: query, titled \"Title\" -->");
    while (take_word(&at, name)) {
        if (strcmp(name, "titled") == 0)
            break;
        if (take(&at, ":"))
            read_part(page, name, &at);
        else if (strcmp(name, "nothing") != 0)
            stop("after the part %s, a colon", name);
        take(&at, ",");
    }
    if (strcmp(name, "titled") != 0)
        stop("the first line lacks: titled \"Title\"");
    read_title(page, &at);
    if (!take(&at, "-->"))
        stop("the first line ends with -->");
    return *at == '\n' ? at + 1 : at;
}
