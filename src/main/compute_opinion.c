/* SPDX-License-Identifier: AGPL-3.0-or-later
 * maillage compute opinion: votes as Polis exports them, groups and statements out. */
#include <math.h>
#include <string.h>
#include "base/number.h"
#include "engines/kernel/hash.h"
#include "engines/kernel/sort.h"
#include "engines/opinion.h"
#include "i18n/i18n.h"
#include "main/compute.h"

enum { LONG_WORK = 400000, REPLICATES = 50 };

struct survey {
    struct command_line *line;
    struct text_map participants, statements;              /* numbered as they come… */
    uint32_t *participant_rank, *statement_rank;           /* …and by identifier, as the engine gets them */
    const char **participant_id, **statement_id;
    struct opinion_vote *votes; double *when; size_t count, vote_room, when_room;
    uint8_t *flags; const char **text;                     /* by rank of the statement */
    struct text_map colleges; uint32_t *college;           /* by rank of the participant */
    int64_t bad;
};

static const char *const with_value[] = {"--statements", "--colleges", "--replicates", "--seed", NULL};
static const char *const known[] = {"--statements", "--colleges", "--replicates", "--seed", "--original", "--table",
                                    "--no-bridging", "--explain", NULL};
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

static void add_vote(struct survey *survey, const char *participant, const char *statement, int64_t value, double when)
{
    struct arena *arena = survey->line->arena;
    struct opinion_vote vote = {text_map_add(&survey->participants, participant, strlen(participant), NULL),
                                text_map_add(&survey->statements, statement, strlen(statement), NULL), (int8_t)value};
    survey->votes = arena_grow(arena, survey->votes, survey->count, &survey->vote_room, sizeof vote);
    survey->when = arena_grow(arena, survey->when, survey->count, &survey->when_room, sizeof when);
    survey->votes[survey->count] = vote;
    survey->when[survey->count++] = when;
}

struct columns { int statement, participant, vote, time; };

static void read_vote(struct survey *survey, const struct columns *columns, char **row, const char *path, int64_t line)
{
    int64_t value;
    double when = 0;
    if (text_blank(row[columns->statement]) || text_blank(row[columns->participant]))
        compute_bad_line(path, line, N_("who voted, or on what, is missing"), &survey->bad);
    else if (!parse_int(row[columns->vote], &value) || value < -1 || value > 1)
        compute_bad_line(path, line, N_("a vote is 1 (agrees), 0 (passes) or -1 (disagrees)"), &survey->bad);
    else if (columns->time >= 0 && !parse_real(row[columns->time], &when))
        compute_bad_line(path, line, N_("the time is no number"), &survey->bad);
    else
        add_vote(survey, row[columns->participant], row[columns->statement], value, when);
}

static bool read_votes(struct survey *survey, const char *path)
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
    return good;
}

struct named { const char *text; int64_t number; double first; uint32_t place; };

static int by_number(const void *a, const void *b, const void *context)
{
    const struct named *one = a, *other = b;
    if (one->first != other->first)
        return one->first < other->first ? -1 : 1;
    return (one->number > other->number) - (one->number < other->number);
}

static int by_text(const void *a, const void *b, const void *context)
{
    const struct named *one = a, *other = b;
    return one->first != other->first ? by_number(a, b, context) : strcmp(one->text, other->text);
}

/* Numbers by time of the first vote (when not NULL), then by identifier (as numbers when all are), so that a result
 * does not depend on the order of the lines. */
static uint32_t *rank(struct arena *arena, const struct text_map *map, const double *first, const char ***identifiers)
{
    struct named *named = arena_array(arena, map->count, sizeof *named);
    uint32_t *ranks = arena_array(arena, map->count, sizeof *ranks);
    bool numeric = true;
    for (uint32_t i = 0; i < map->count; i++) {
        named[i] = (struct named){map->texts[i], 0, first ? first[i] : 0, i};
        numeric = parse_int(map->texts[i], &named[i].number) && numeric;
    }
    stable_sort(arena, named, map->count, sizeof *named, numeric ? by_number : by_text, NULL);
    *identifiers = arena_array(arena, map->count, sizeof **identifiers);
    for (uint32_t i = 0; i < map->count; i++) {
        (*identifiers)[i] = named[i].text;
        ranks[named[i].place] = i;
    }
    return ranks;
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
    survey->participant_rank = rank(arena, &survey->participants, first, &survey->participant_id);
    survey->statement_rank = rank(arena, &survey->statements, NULL, &survey->statement_id);
    struct keyed *order = arena_array(&work, survey->count, sizeof *order);
    struct opinion_vote *votes = arena_array(arena, survey->count, sizeof *votes);
    for (size_t i = 0; i < survey->count; i++)
        order[i] = (struct keyed){key_of_real(survey->when[i]), i};
    sort_keyed(&work, order, survey->count);
    for (size_t i = 0; i < survey->count; i++) {
        votes[i] = survey->votes[order[i].value];
        votes[i].participant = survey->participant_rank[votes[i].participant];
        votes[i].statement = survey->statement_rank[votes[i].statement];
    }
    survey->votes = votes;
    arena_free(&work);
}

static void read_statement(struct survey *survey, char **row, const int *columns)
{
    uint32_t found = text_map_find(&survey->statements, row[columns[0]], strlen(row[columns[0]]));
    int64_t moderated = 0;
    if (found == HASH_NONE)
        return;
    uint32_t place = survey->statement_rank[found];
    if (columns[1] >= 0 && parse_int(row[columns[1]], &moderated) && moderated == -1)
        survey->flags[place] |= OPINION_OUT;
    if (columns[2] >= 0 && (text_is(row[columns[2]], "true") || text_is(row[columns[2]], "1")))
        survey->flags[place] |= OPINION_META;
    if (columns[3] >= 0)
        survey->text[place] = arena_text(survey->line->arena, row[columns[3]]);
}

static bool read_statements(struct survey *survey, const char *path)
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
    struct arena_mark mark = arena_mark(&work);
    for (char **row; good && (row = csv_next(&csv, NULL)); arena_release(&work, mark))
        read_statement(survey, row, columns);
    if (good && csv.trouble)
        compute_bad_line(path, csv.line, csv.trouble, &survey->bad);
    arena_free(&work);
    return good;
}

static bool read_colleges(struct survey *survey, const char *path)
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
        uint32_t found = text_map_find(&survey->participants, row[who], strlen(row[who]));
        if (found != HASH_NONE && !text_blank(row[what]))
            survey->college[survey->participant_rank[found]] =
                text_map_add(&survey->colleges, row[what], strlen(row[what]), NULL);
    }
    arena_free(&work);
    return good;
}

static void number_or_null(struct json *json, const char *key, double number)
{
    json_key(json, key);
    json_real(json, number);
}

static void whole(struct json *json, const char *key, int64_t number)
{
    json_key(json, key);
    json_int(json, number);
}

static void write_participant(struct json *json, const struct survey *survey, const struct opinion *opinion, uint32_t p)
{
    const struct opinion_participant *one = &opinion->participant[p];
    json_object(json);
    json_key(json, "id"), json_text(json, survey->participant_id[p]);
    number_or_null(json, "x", one->x);
    number_or_null(json, "y", one->y);
    json_key(json, "group");
    one->group >= 0 ? json_int(json, one->group) : json_null(json);
    whole(json, "votes", one->votes);
    number_or_null(json, "stability", one->stability);
    json_end(json);
}

static void write_typical(struct json *json, const struct survey *survey, const struct opinion_typical *typical,
                          size_t count, bool of_group)
{
    json_array(json);
    for (size_t i = 0; i < count; i++) {
        json_object(json);
        json_key(json, "statement"), json_text(json, survey->statement_id[typical[i].statement]);
        json_key(json, "side"), json_text(json, typical[i].side == OPINION_AGREE ? "agree" : "disagree");
        whole(json, "success", typical[i].success);
        whole(json, "trials", typical[i].trials);
        number_or_null(json, "share", typical[i].share);
        number_or_null(json, "test", typical[i].test);
        if (of_group) {
            number_or_null(json, "ratio", typical[i].ratio);
            number_or_null(json, "ratio_test", typical[i].ratio_test);
            json_key(json, "best_agree"), json_bool(json, typical[i].best_agree);
        }
        json_end(json);
    }
    json_end(json);
}

static void write_count(struct json *json, const struct opinion_count *count)
{
    whole(json, "agree", count->agree);
    whole(json, "disagree", count->disagree);
    whole(json, "pass", count->pass);
}

static void write_group(struct json *json, const struct survey *survey, const struct opinion *opinion, size_t g)
{
    const struct opinion_group *group = &opinion->group[g];
    json_object(json);
    whole(json, "id", (int64_t)g);
    whole(json, "size", group->size);
    number_or_null(json, "x", group->x);
    number_or_null(json, "y", group->y);
    number_or_null(json, "stability", group->stability);
    json_key(json, "typical");
    write_typical(json, survey, group->typical, group->typical_count, true);
    if (group->colleges) {
        json_key(json, "colleges"), json_object(json);
        for (uint32_t c = 0; c < opinion->colleges; c++)
            whole(json, survey->colleges.texts[c], group->colleges[c]);
        json_end(json);
    }
    json_end(json);
}

static void write_statement(struct json *json, const struct survey *survey, const struct opinion *opinion, uint32_t s)
{
    const struct opinion_statement *statement = &opinion->statement[s];
    json_object(json);
    json_key(json, "id"), json_text(json, survey->statement_id[s]);
    write_count(json, &statement->all);
    number_or_null(json, "priority", statement->priority);
    number_or_null(json, "consensus", statement->consensus);
    number_or_null(json, "consensus_voiced", statement->consensus_voiced);
    number_or_null(json, "extremity", statement->extremity);
    number_or_null(json, "bridging", statement->bridging);
    number_or_null(json, "x", statement->x);
    number_or_null(json, "y", statement->y);
    json_key(json, "unsure"), json_bool(json, statement->unsure);
    json_key(json, "moderated"), json_bool(json, survey->flags[s] & OPINION_OUT);
    json_key(json, "groups"), json_array(json);
    for (size_t g = 0; g < opinion->group_count; g++) {
        json_object(json);
        write_count(json, &statement->by_group[g]);
        json_end(json);
    }
    json_end(json);
    if (opinion->colleges) {
        number_or_null(json, "consensus_colleges", statement->consensus_colleges);
        json_key(json, "colleges"), json_object(json);
        for (uint32_t c = 0; c < opinion->colleges; c++) {
            json_key(json, survey->colleges.texts[c]), json_object(json);
            write_count(json, &statement->by_college[c]);
            json_end(json);
        }
        json_end(json);
    }
    json_end(json);
}

static void write_reals(struct json *json, const char *key, const double *numbers, size_t count)
{
    json_key(json, key);
    json_array(json);
    for (size_t i = 0; i < count; i++)
        json_real(json, numbers[i]);
    json_end(json);
}

static void write_summary(struct json *json, const struct survey *survey, const struct opinion *opinion,
                          const struct opinion_rules *rules)
{
    struct buffer sentence = {.arena = survey->line->arena};
    opinion_sentence(&sentence, opinion, rules);
    json_key(json, "sentence"), json_text(json, buffer_string(&sentence));
    json_key(json, "agreed");
    write_typical(json, survey, opinion->agreed, opinion->agreed_count, false);
    json_key(json, "refused");
    write_typical(json, survey, opinion->refused, opinion->refused_count, false);
    write_reals(json, "silhouettes", opinion->silhouette + 2, OPINION_MOST_GROUPS - 1);
    write_reals(json, "k_shares", opinion->k_share + 2, OPINION_MOST_GROUPS - 1);
    write_reals(json, "variance", opinion->variance, 2);
    write_reals(json, "mean", opinion->mean, opinion->statements);
    json_key(json, "components"), json_array(json);
    for (int which = 0; which < 2; which++) {
        json_array(json);
        for (uint32_t s = 0; s < opinion->statements; s++)
            json_real(json, opinion->component[which][s]);
        json_end(json);
    }
    json_end(json);
    json_key(json, "certificate"), json_object(json);
    json_key(json, "input"), json_text(json, opinion->certificate.input);
    json_key(json, "result"), json_text(json, opinion->certificate.result);
    whole(json, "version", opinion->certificate.version);
    json_key(json, "rules"), json_text(json, rules->original ? "original" : "maillage");
    json_end(json);
}

static void write_json(const struct survey *survey, const struct opinion *opinion, const struct opinion_rules *rules)
{
    struct buffer out = {.arena = survey->line->arena};
    struct json json;
    json_begin(&json, &out);
    json_object(&json);
    json_key(&json, "participants"), json_array(&json);
    for (uint32_t p = 0; p < opinion->participants; p++)
        write_participant(&json, survey, opinion, p);
    json_end(&json);
    json_key(&json, "groups"), json_array(&json);
    for (size_t g = 0; g < opinion->group_count; g++)
        write_group(&json, survey, opinion, g);
    json_end(&json);
    json_key(&json, "statements"), json_array(&json);
    for (uint32_t s = 0; s < opinion->statements; s++)
        write_statement(&json, survey, opinion, s);
    json_end(&json);
    write_summary(&json, survey, opinion, rules);
    json_end(&json);
    compute_print(&out);
}

static const char *shown(const struct survey *survey, uint32_t statement)
{
    return survey->text[statement] ? survey->text[statement] : survey->statement_id[statement];
}

static void print_table(const struct survey *survey, const struct opinion *opinion, const struct opinion_rules *rules)
{
    struct buffer out = {.arena = survey->line->arena};
    opinion_sentence(&out, opinion, rules);
    buffer_char(&out, '\n');
    for (size_t g = 0; g < opinion->group_count; g++) {
        buffer_format(&out, "\n%c (%u)\n", (char)('A' + g), opinion->group[g].size);
        for (size_t i = 0; i < opinion->group[g].typical_count; i++) {
            const struct opinion_typical *typical = &opinion->group[g].typical[i];
            buffer_text(&out, "  ");
            opinion_typical_sentence(&out, opinion, g, typical);
            buffer_format(&out, " %s\n", shown(survey, typical->statement));
        }
    }
    for (size_t i = 0; i < opinion->agreed_count; i++)
        buffer_format(&out, "%s+ %u/%u  %s\n", i ? "" : "\n", opinion->agreed[i].success, opinion->agreed[i].trials,
                      shown(survey, opinion->agreed[i].statement));
    for (size_t i = 0; i < opinion->refused_count; i++)
        buffer_format(&out, "- %u/%u  %s\n", opinion->refused[i].success, opinion->refused[i].trials,
                      shown(survey, opinion->refused[i].statement));
    buffer_format(&out, "\n%s %s", opinion->certificate.input, opinion->certificate.result);
    compute_print(&out);
}

static bool choose_rules(const struct survey *survey, struct opinion_rules *rules)
{
    int64_t replicates = survey->count <= LONG_WORK ? REPLICATES : 0, seed = 1;
    const char *asked = line_option(survey->line, "--replicates"), *seeded = line_option(survey->line, "--seed");
    *rules = line_flag(survey->line, "--original") ? opinion_original_rules : opinion_usual_rules;
    if ((asked && (!parse_int(asked, &replicates) || replicates < 0 || replicates > 10000))
        || (seeded && !parse_int(seeded, &seed))) {
        complain(N_("--replicates and --seed are whole numbers, the first up to 10000.\n"));
        return false;
    }
    if (!asked && replicates == 0 && !rules->original)
        complain(N_("So many votes: stabilities are left out; --replicates 20 computes them.\n"));
    rules->replicates = rules->original ? 0 : (uint32_t)replicates;
    rules->seed = (uint64_t)seed;
    rules->bridging = !rules->original && !line_flag(survey->line, "--no-bridging");
    return true;
}

int compute_opinion(struct command_line *line)
{
    struct survey survey = {.line = line};
    struct opinion_rules rules;
    const char *path = compute_word(line, 0, with_value);
    survey.participants.arena = survey.statements.arena = survey.colleges.arena = line->arena;
    if (!line_knows(line, known))
        return EXIT_USAGE;
    if (!path) {
        complain(N_("usage: maillage %s %s\n"), "compute opinion", "VOTES.csv [--statements FILE.csv]");
        return EXIT_USAGE;
    }
    if (!read_votes(&survey, path))
        return EXIT_FAILED;
    arrange(&survey);
    survey.flags = arena_array(line->arena, survey.statements.count, sizeof *survey.flags);
    survey.text = arena_array(line->arena, survey.statements.count, sizeof *survey.text);
    if (!read_statements(&survey, line_option(line, "--statements"))
        || !read_colleges(&survey, line_option(line, "--colleges")) || !choose_rules(&survey, &rules))
        return EXIT_FAILED;
    if (survey.bad)
        complain(N_("Lines left out: %lld.\n"), (long long)survey.bad);
    struct opinion_input input = {survey.participants.count, survey.statements.count, survey.votes, survey.count,
                                  survey.flags, NULL, survey.college, survey.colleges.count};
    struct opinion *opinion = opinion_compute(line->arena, &input, &rules, NULL);
    compute_as_json(line) ? write_json(&survey, opinion, &rules) : print_table(&survey, opinion, &rules);
    return 0;
}
