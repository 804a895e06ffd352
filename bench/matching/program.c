/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The same questions asked of the program itself. Needs and offers are numbered from 0. */
#include "program.h"
#include "base/number.h"
#include "formats/json.h"
#include "tally.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static FILE *open_file(const char *path, const char *mode)
{
    FILE *file = fopen(path, mode);
    if (!file) {
        fprintf(stderr, "cannot open %s\n", path);
        exit(2);
    }
    return file;
}

static void put_quoted(FILE *out, const char *text)
{
    for (; text && *text; text++)
        fputs(*text == '"' ? "\"\"" : (char[]){*text, '\0'}, out);
}

static void put_item(FILE *out, size_t id, const struct match_item *item)
{
    fprintf(out, "%zu,\"", id);
    put_quoted(out, item->title);
    fputs(". ", out);
    put_quoted(out, item->text);
    fputs("\",", out);
    for (size_t i = 0; i < item->code_count; i++)
        fprintf(out, "%s%s", i ? "|" : "", item->codes[i]);
    if (item->placed)
        fprintf(out, ",%.6f,%.6f\n", item->longitude, item->latitude);
    else
        fputs(",,\n", out);
}

static FILE *open_table_for(struct arena *arena, const char *folder, const char *name, const char *which)
{
    return open_file(arena_format(arena, "%s/%s-%s.csv", folder, name, which), "wb");
}

void write_tables(const struct questions *questions, const char *folder, const char *name)
{
    struct arena work = {0};
    FILE *needs = open_table_for(&work, folder, name, "needs"), *links = open_table_for(&work, folder, name, "links");
    fputs("id,text,codes,lon,lat\n", needs);
    fputs("need,offer\n", links);
    for (size_t i = 0; i < questions->count; i++) {
        put_item(needs, i, &questions->items[i].need);
        for (size_t j = 0; j < questions->items[i].right_count; j++)
            fprintf(links, "%zu,%u\n", i, questions->items[i].right[j]);
    }
    FILE *offers = open_table_for(&work, folder, name, "offers");
    fputs("id,text,codes,lon,lat\n", offers);
    for (size_t i = 0; i < questions->source.offer_count; i++)
        put_item(offers, i, &questions->source.offers[i]);
    if (fclose(needs) != 0 || fclose(links) != 0 || fclose(offers) != 0)
        exit(2);
    arena_free(&work);
}

static struct json_value *read_answers(struct arena *arena, const char *path)
{
    enum { MOST_BYTES = 60000000 };
    const char *trouble;
    int line;
    FILE *in = open_file(path, "rb");
    char *bytes = arena_alloc(arena, MOST_BYTES);
    size_t length = fread(bytes, 1, MOST_BYTES, in);
    fclose(in);
    struct json_value *value = json_read(arena, bytes, length, &trouble, &line);
    if (!value) {
        fprintf(stderr, "%s:%d: %s\n", path, line, trouble);
        exit(2);
    }
    return value;
}

void judge_answers(const struct questions *questions, const char *path, const char *name)
{
    struct arena arena = {0};
    struct tally tally = {0};
    const struct json_value *needs = json_get(read_answers(&arena, path), "needs");
    for (size_t i = 0; needs && i < needs->count; i++) {
        const struct json_value *offers = json_get(&needs->items[i], "offers");
        uint32_t *ranked = arena_array(&arena, offers->count, sizeof *ranked);
        int64_t number = 0;
        for (size_t j = 0; j < offers->count; j++)
            ranked[j] = parse_int(json_get_text(&offers->items[j], "id"), &number) ? (uint32_t)number : 0;
        if (parse_int(json_get_text(&needs->items[i], "id"), &number) && (size_t)number < questions->count)
            count_in(&tally, &questions->items[number], ranked, offers->count);
    }
    print_tally(name, &tally);
    arena_free(&arena);
}
