/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The catalogues: po/LANGUAGE/ROOM.po, merged and sorted into one table a language. */
#include "bake.h"
#include <dirent.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_LANGUAGES = 8 };
struct entry { const char *id, *plural, *texts[2]; struct place where; };
struct catalogue { const char *language; struct entry *entries; size_t count, room; };

/* A quoted piece, with \n \" \\ \t undone, added to out. */
static const char *take_string(struct buffer *out, const char *at)
{
    for (at++; *at && *at != '"'; at++) {
        if (*at != '\\') {
            buffer_char(out, *at);
            continue;
        }
        at++;
        buffer_char(out, *at == 'n' ? '\n' : *at == 't' ? '\t' : *at);
    }
    if (!*at)
        stop("a text is not closed");
    return at + 1;
}

/* The texts that follow a keyword, over several lines. */
static const char *take_text(struct arena *arena, const char **at)
{
    struct buffer out = {.arena = arena};
    buffer_add(&out, "", 0);
    for (;;) {
        const char *next = *at + strspn(*at, " \t\r\n");
        if (*next != '"')
            return out.text;
        for (const char *p = *at; p < next; p++)
            here.line += *p == '\n';
        *at = take_string(&out, next);
    }
}

static void add_entry(struct arena *arena, struct catalogue *catalogue, struct entry *entry)
{
    if (entry->id && *entry->id && entry->texts[0] && *entry->texts[0]) {
        catalogue->entries = arena_grow(arena, catalogue->entries, catalogue->count, &catalogue->room,
                                        sizeof *catalogue->entries);
        catalogue->entries[catalogue->count++] = *entry;
    }
    *entry = (struct entry){.where = here};
}

static void read_po(struct arena *arena, struct catalogue *catalogue, const char *path)
{
    const char *at = read_file(arena, path, NULL);
    struct entry entry = {.where = here};
    while (*at) {
        if (text_starts(at, "msgid_plural ")) {
            at += 13;
            entry.plural = take_text(arena, &at);
        } else if (text_starts(at, "msgid ")) {
            add_entry(arena, catalogue, &entry);
            at += 6;
            entry.id = take_text(arena, &at);
        } else if (text_starts(at, "msgstr ") || text_starts(at, "msgstr[0] ")) {
            at = strchr(at, ' ') + 1;
            entry.texts[0] = take_text(arena, &at);
        } else if (text_starts(at, "msgstr[1] ")) {
            at += 10;
            entry.texts[1] = take_text(arena, &at);
        } else if (*at != '#' && *at != '\n' && *at != '\r') {
            stop("neither a comment nor msgid, msgid_plural, msgstr: %.30s", at);
        }
        at += strcspn(at, "\n");
        here.line += *at == '\n';
        at += *at == '\n';
    }
    add_entry(arena, catalogue, &entry);
}

static int by_id(const void *a, const void *b)
{
    return strcmp(((const struct entry *)a)->id, ((const struct entry *)b)->id);
}

static void write_text(FILE *c, const char *text)
{
    if (text)
        write_c_string(c, text, strlen(text));
    else
        fputs("NULL", c);
}

/* The same id may stand in several files when they agree. */
static void write_catalogue(FILE *c, struct catalogue *catalogue)
{
    if (catalogue->count)
        qsort(catalogue->entries, catalogue->count, sizeof *catalogue->entries, by_id);
    fprintf(c, "static const struct catalogue_entry %s_entries[] = {\n", catalogue->language);
    size_t written = 0;
    for (size_t i = 0; i < catalogue->count; i++) {
        const struct entry *entry = &catalogue->entries[i], *last = i ? entry - 1 : NULL;
        if (last && strcmp(last->id, entry->id) == 0) {
            here = entry->where;
            if (strcmp(last->texts[0], entry->texts[0]) != 0)
                stop("\"%s\" has another text in %s", entry->id, last->where.file);
            continue;
        }
        fputs("    {", c);
        write_text(c, entry->id);
        fputs(", ", c);
        write_text(c, entry->plural);
        fputs(", {", c);
        write_text(c, entry->texts[0]);
        fputs(", ", c);
        write_text(c, entry->texts[1]);
        fputs("}},\n", c);
        written++;
    }
    fprintf(c, "    {0}\n};\nstatic const struct catalogue %s_catalogue = {\"%s\", %s_entries, %zu};\n",
        catalogue->language, catalogue->language, catalogue->language, written);
}

void bake_po(struct arena *arena, const char *out, const char *folder)
{
    static const char *const languages[] = {"fr", NULL};
    FILE *c = create(out, "catalogues", "c");
    fputs("#include \"i18n/i18n.h\"\n\n", c);
    for (const char *const *language = languages; *language; language++) {
        struct catalogue catalogue = {.language = *language};
        size_t count;
        char *inside = arena_format(arena, "%s/%s", folder, *language),
             **files = list_folder(arena, inside, ".po", &count);
        for (size_t i = 0; i < count; i++)
            read_po(arena, &catalogue, arena_format(arena, "%s/%s", inside, files[i]));
        write_catalogue(c, &catalogue);
    }
    fputs("const struct catalogue *const catalogues[] = {\n", c);
    for (const char *const *language = languages; *language; language++)
        fprintf(c, "    &%s_catalogue,\n", *language);
    fputs("    NULL\n};\n", c);
    finish(c, out, "catalogues", "c");
}
