/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Reading votes, statements and colleges as Polis exports them, as people make them. */
#include <math.h>
#include <string.h>
#include "base/number.h"
#include "engines/kernel/sort.h"
#include "i18n/i18n.h"
#include "main/compute_opinion.h"

static const char *const statement_names[] = {"comment-id", "comment_id", "statement", "statement_id", "tid", NULL};
static const char *const participant_names[] = {"voter-id", "voter_id", "participant", "participant_id", "pid", NULL};

static bool open_csv(struct survey *survey, struct arena *arena, const char *path, struct csv *csv)
{
    size_t length;
    struct command_line line = *survey->line;
    line.arena = arena;
    char *bytes = compute_file(&line, path, &length);
    if (!bytes)
        return false;
    if (!csv_open(csv, arena, bytes, length)) {
        complain(N_("%s is no table: %s\n"), path, text_in(terminal_language(), csv->trouble));
        return false;
    }
    return true;
}

static bool needs_column(int column, const char *path, const char *name)
{
    if (column < 0)
        complain(N_("%s has no column %s.\n"), path, name);
    return column >= 0;
}

enum { MOST_NUMBER = 1 << 20 };

/* A plain number below a million: "0", "7", "1204", not "07". */
static bool is_plain(const char *text, uint32_t *number)
{
    uint32_t value = 0;
    int digits = 0;
    for (; text[digits] >= '0' && text[digits] <= '9' && digits < 7; digits++)
        value = value * 10 + (uint32_t)(text[digits] - '0');
    *number = value;
    return digits && !text[digits] && value < MOST_NUMBER && (text[0] != '0' || digits == 1);
}

/* The number of an identifier in its map; plain ones are looked up where they stand. */
static uint32_t number_of(struct text_map *map, uint32_t **numbers, const char *text)
{
    uint32_t number;
    if (!is_plain(text, &number))
        return text_map_add(map, text, strlen(text), NULL);
    if (!*numbers)
        *numbers = arena_array(map->arena, MOST_NUMBER, sizeof **numbers);
    if (!(*numbers)[number])
        (*numbers)[number] = text_map_add(map, text, strlen(text), NULL) + 1;
    return (*numbers)[number] - 1;
}

static void add_vote(struct survey *survey, const char *participant, const char *statement, int64_t value, double when)
{
    struct arena *arena = survey->line->arena;
    struct opinion_vote vote = {number_of(&survey->participants, &survey->participant_of, participant),
                                number_of(&survey->statements, &survey->statement_of, statement), (int8_t)value};
    survey->votes = arena_grow(arena, survey->votes, survey->count, &survey->vote_room, sizeof vote);
    survey->when = arena_grow(arena, survey->when, survey->count, &survey->when_room, sizeof when);
    survey->votes[survey->count] = vote;
    survey->when[survey->count++] = when;
}

/* "1", and "1.0" as some programs write it. */
static bool read_value(const char *text, int64_t *value)
{
    double real;
    if (!parse_int(text, value)) {
        if (!parse_real(text, &real) || (real != 1 && real != 0 && real != -1))
            return false;
        *value = (int64_t)real;
    }
    return *value >= -1 && *value <= 1;
}

struct columns { int statement, participant, vote, time; };

static void read_vote(struct survey *survey, const struct columns *columns, char **row, const char *path, int64_t line)
{
    const char *participant = compute_bare(row[columns->participant]);
    const char *statement = compute_bare(row[columns->statement]);
    int64_t value;
    double when = 0;
    if (!*participant || !*statement)
        compute_bad_line(path, line, N_("who voted, or on what, is missing"), &survey->bad);
    else if (!read_value(compute_bare(row[columns->vote]), &value))
        compute_bad_line(path, line, N_("a vote is 1 (agrees), 0 (passes) or -1 (disagrees)"), &survey->bad);
    else if (columns->time >= 0 && !parse_real(compute_bare(row[columns->time]), &when))
        compute_bad_line(path, line, N_("the time is no number"), &survey->bad);
    else
        add_vote(survey, participant, statement, value, when);
}

struct named { const char *text; int64_t number; double first; uint32_t place; };

static int by_text(const void *a, const void *b, const void *context)
{
    const struct named *one = a, *other = b;
    if (one->first != other->first)
        return one->first < other->first ? -1 : 1;
    return strcmp(one->text, other->text);
}

static int by_number(const void *a, const void *b, const void *context)
{
    const struct named *one = a, *other = b;
    if (one->first == other->first && one->number != other->number)
        return one->number < other->number ? -1 : 1;
    return by_text(a, b, context);                         /* "7" and "07" are two people, always in this order */
}

/* Numbers by time of the first vote (when not NULL), then by identifier (as numbers when all are), so that a result
 * does not depend on the order of the lines. The first `kept` keep the number that they have. */
static uint32_t *rank(struct arena *arena, const struct text_map *map, uint32_t kept, const double *first,
                      const char ***identifiers)
{
    struct named *named = arena_array(arena, map->count, sizeof *named);
    uint32_t *ranks = arena_array(arena, map->count, sizeof *ranks);
    bool numeric = true;
    for (uint32_t i = 0; i < map->count; i++) {
        named[i] = (struct named){map->texts[i], 0, first ? first[i] : 0, i};
        numeric = parse_int(map->texts[i], &named[i].number) && numeric;
    }
    stable_sort(arena, named + kept, map->count - kept, sizeof *named, numeric ? by_number : by_text, NULL);
    *identifiers = arena_array(arena, map->count, sizeof **identifiers);
    for (uint32_t i = 0; i < map->count; i++) {
        (*identifiers)[i] = named[i].text;
        ranks[named[i].place] = i;
    }
    return ranks;
}

/* A copy of the votes, the earliest first. */
static struct opinion_vote *sort_votes(struct arena *arena, const struct survey *survey)
{
    struct arena work = {0};
    struct keyed *order = arena_array(&work, survey->count, sizeof *order);
    struct opinion_vote *votes = arena_array(arena, survey->count, sizeof *votes);
    for (size_t i = 0; i < survey->count; i++)
        order[i] = (struct keyed){key_of_real(survey->when[i]), i};
    sort_keyed(&work, order, survey->count);
    for (size_t i = 0; i < survey->count; i++)
        votes[i] = survey->votes[order[i].value];
    arena_free(&work);
    return votes;
}

/* Votes by time (the engine keeps the last of a pair), with the numbers of the engine. */
static void arrange(struct survey *survey)
{
    struct arena *arena = survey->line->arena;
    struct arena work = {0};
    double *first = arena_array(&work, survey->participants.count, sizeof *first);
    for (uint32_t p = 0; p < survey->participants.count; p++)
        first[p] = INFINITY;
    for (size_t i = 0; i < survey->count; i++)
        first[survey->votes[i].participant] = fmin(first[survey->votes[i].participant], survey->when[i]);
    const struct opinion_memory *previous = survey->previous;
    survey->participant_rank = rank(arena, &survey->participants, previous ? previous->participants : 0, first,
                                    &survey->participant_id);
    survey->statement_rank = rank(arena, &survey->statements, previous ? previous->statements : 0, NULL,
                                  &survey->statement_id);
    bool in_order = true;
    for (size_t i = 1; i < survey->count; i++)
        in_order = in_order && survey->when[i - 1] <= survey->when[i];
    if (!in_order)
        survey->votes = sort_votes(arena, survey);
    for (size_t i = 0; i < survey->count; i++) {
        struct opinion_vote *vote = &survey->votes[i];
        vote->participant = survey->participant_rank[vote->participant];
        vote->statement = survey->statement_rank[vote->statement];
    }
    arena_free(&work);
}

bool survey_read_votes(struct survey *survey, const char *path)
{
    static const char *const votes[] = {"vote", NULL}, *const times[] = {"timestamp", NULL};
    struct arena work = {0};
    struct csv csv;
    bool good = open_csv(survey, &work, path, &csv);
    struct columns columns = {-1, -1, -1, -1};
    if (good)
        columns = (struct columns){csv_column(&csv, statement_names), csv_column(&csv, participant_names),
                                   csv_column(&csv, votes), csv_column(&csv, times)};
    good = good && needs_column(columns.statement, path, "comment-id")
           && needs_column(columns.participant, path, "voter-id") && needs_column(columns.vote, path, "vote");
    struct arena_mark mark = arena_mark(&work);
    for (char **row; good && (row = csv_next(&csv, NULL)); arena_release(&work, mark))
        read_vote(survey, &columns, row, path, csv.line);
    if (good && csv.trouble)
        compute_bad_line(path, csv.line, csv.trouble, &survey->bad);
    arena_free(&work);
    if (good && !survey->count)
        complain(N_("%s holds no vote that can be counted.\n"), path);
    if (!good || (!survey->count && survey->bad))
        return false;
    arrange(survey);
    survey->flags = arena_array(survey->line->arena, survey->statements.count, sizeof *survey->flags);
    survey->text = arena_array(survey->line->arena, survey->statements.count, sizeof *survey->text);
    return true;
}

static bool says_yes(const char *text)
{
    return text_is(text, "true") || text_is(text, "True") || text_is(text, "TRUE") || text_is(text, "1");
}

/* What is wrong with the line of a statement, NULL when nothing is. One without votes is passed over. */
static const char *read_statement(struct survey *survey, char **row, const int *columns, bool *read)
{
    const char *id = compute_bare(row[columns[0]]);
    uint32_t found = text_map_find(&survey->statements, id, strlen(id));
    int64_t moderated = 0;
    if (!*id)
        return N_("the identifier is missing");
    if (columns[1] >= 0 && !text_blank(row[columns[1]]) && !parse_int(compute_bare(row[columns[1]]), &moderated))
        return N_("moderated is -1 (refused), 0 or 1");
    if (found == HASH_NONE)
        return NULL;
    uint32_t place = survey->statement_rank[found];
    if (read[place])
        return N_("this statement stands here twice: the first line counts");
    read[place] = true;
    if (moderated == -1)
        survey->flags[place] |= OPINION_OUT;
    if (columns[2] >= 0 && says_yes(compute_bare(row[columns[2]])))
        survey->flags[place] |= OPINION_META;
    if (columns[3] >= 0)
        survey->text[place] = arena_text(survey->line->arena, row[columns[3]]);
    return NULL;
}

bool survey_read_statements(struct survey *survey, const char *path)
{
    static const char *const moderated[] = {"moderated", "mod", NULL}, *const meta[] = {"is-meta", "is_meta", NULL};
    static const char *const text[] = {"comment-body", "text", "txt", NULL};
    struct arena work = {0};
    struct csv csv;
    if (!path)
        return true;
    bool good = open_csv(survey, &work, path, &csv);
    int columns[4] = {-1, -1, -1, -1};
    if (good) {
        const int found[4] = {csv_column(&csv, statement_names), csv_column(&csv, moderated), csv_column(&csv, meta),
                              csv_column(&csv, text)};
        memcpy(columns, found, sizeof columns);
        good = needs_column(columns[0], path, "comment-id");
    }
    bool *read = arena_array(&work, survey->statements.count, sizeof *read);
    struct arena_mark mark = arena_mark(&work);
    for (char **row; good && (row = csv_next(&csv, NULL)); arena_release(&work, mark)) {
        const char *wrong = read_statement(survey, row, columns, read);
        if (wrong)
            compute_bad_line(path, csv.line, wrong, &survey->bad);
    }
    if (good && survey->count && !memchr(read, true, survey->statements.count))
        complain(N_("%s names no statement of the votes.\n"), path);
    if (good && csv.trouble)
        compute_bad_line(path, csv.line, csv.trouble, &survey->bad);
    arena_free(&work);
    return good;
}

bool survey_read_colleges(struct survey *survey, const char *path)
{
    static const char *const college[] = {"college", "collège", NULL};
    struct arena work = {0};
    struct csv csv;
    if (!path)
        return true;
    bool good = open_csv(survey, &work, path, &csv);
    int who = good ? csv_column(&csv, participant_names) : -1, what = good ? csv_column(&csv, college) : -1;
    good = good && needs_column(who, path, "voter-id") && needs_column(what, path, "college");
    survey->college = arena_array(survey->line->arena, survey->participants.count, sizeof *survey->college);
    memset(survey->college, 0xFF, survey->participants.count * sizeof *survey->college);
    struct arena_mark mark = arena_mark(&work);
    for (char **row; good && (row = csv_next(&csv, NULL)); arena_release(&work, mark)) {
        const char *id = compute_bare(row[who]), *name = compute_bare(row[what]);
        uint32_t found = text_map_find(&survey->participants, id, strlen(id));
        if (found == HASH_NONE || !*name)
            continue;                                      /* somebody who did not vote, or of no college */
        uint32_t *mine = &survey->college[survey->participant_rank[found]];
        if (*mine != HASH_NONE)
            compute_bad_line(path, csv.line, N_("this person stands here twice: the first line counts"), &survey->bad);
        else
            *mine = text_map_add(&survey->colleges, name, strlen(name), NULL);
    }
    if (good && csv.trouble)
        compute_bad_line(path, csv.line, csv.trouble, &survey->bad);
    if (good && survey->count && !survey->colleges.count)
        complain(N_("%s names no voter of the votes.\n"), path);
    arena_free(&work);
    return good;
}
