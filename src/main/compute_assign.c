/* SPDX-License-Identifier: AGPL-3.0-or-later
 * maillage compute assign: participants and their ranked wishes, who sits at which table out. */
#include <string.h>
#include "base/number.h"
#include "i18n/i18n.h"
#include "main/compute_assign.h"

static const char *const with_value[] = {"--tables", "--places", "--most-share", NULL};
static const char *const known[] = {"--tables", "--places", "--most-share", "--mixed", "--only-wishes", "--table",
                                    NULL};

/* The rank of the wish that was met, from 1; 0: none of them. */
static int64_t rank_met(const struct seats *seats, const struct assign_result *result, uint32_t p)
{
    for (size_t k = seats->start[p]; k < seats->start[p + 1]; k++)
        if (seats->wish[k] == result->table[p])
            return (int64_t)(k - seats->start[p]) + 1;
    return 0;
}

static void write_table(struct json *json, const struct seats *seats, const struct assign_result *result, uint32_t t)
{
    int64_t colleges[ASSIGN_MOST_COLLEGES] = {0}, count = 0;
    for (uint32_t p = 0; p < seats->count; p++)
        if (result->table[p] == t)
            colleges[seats->college[p]]++, count++;
    json_object(json);
    json_key(json, "table"), json_text(json, seats->tables.texts[t]);
    json_key(json, "places"), json_int(json, seats->places[t]);
    json_key(json, "seated"), json_int(json, count);
    json_key(json, "colleges"), json_object(json);
    for (uint32_t c = 0; c < seats->colleges.count; c++)
        if (colleges[c])
            json_key(json, seats->colleges.texts[c]), json_int(json, colleges[c]);
    json_end(json);
    json_end(json);
}

/* A seating that was to mix colleges and does not is none, whatever it costs. */
static bool is_best(const struct seats *seats, const struct assign_result *result)
{
    return result->cost == result->bound && !(line_flag(seats->line, "--mixed") && result->single);
}

static void write_json(struct seats *seats, const struct assign_result *result)
{
    struct buffer out = {.arena = seats->line->arena};
    struct json json;
    json_begin(&json, &out);
    json_object(&json);
    json_key(&json, "assigned"), json_array(&json);
    for (uint32_t p = 0; p < seats->count; p++) {
        int64_t rank = rank_met(seats, result, p);
        json_object(&json);
        json_key(&json, "id"), json_text(&json, seats->id[p]);
        json_key(&json, "table");
        json_text(&json, result->table[p] == ASSIGN_NOWHERE ? NULL : seats->tables.texts[result->table[p]]);
        json_key(&json, "wish");
        rank ? json_int(&json, rank) : json_null(&json);
        json_end(&json);
    }
    json_end(&json);
    json_key(&json, "tables"), json_array(&json);
    for (uint32_t t = 0; t < seats->tables.count; t++)
        write_table(&json, seats, result, t);
    json_end(&json);
    json_key(&json, "placed"), json_int(&json, result->placed);
    json_key(&json, "cost"), json_int(&json, result->cost);
    json_key(&json, "bound"), json_int(&json, result->bound);
    json_key(&json, "single_college_tables"), json_int(&json, result->single);
    json_key(&json, "optimal"), json_bool(&json, is_best(seats, result));
    json_end(&json);
    compute_print(&out);
}

static void print_table(struct seats *seats, const struct assign_result *result)
{
    struct buffer out = {.arena = seats->line->arena};
    for (uint32_t t = 0; t <= seats->tables.count; t++) {
        uint32_t table = t < seats->tables.count ? t : ASSIGN_NOWHERE;
        if (table == ASSIGN_NOWHERE && result->placed == seats->count)
            break;
        buffer_format(&out, "%s\u00A0:", t < seats->tables.count ? seats->tables.texts[t] : "–");
        for (uint32_t p = 0; p < seats->count; p++)
            if (result->table[p] == table)
                buffer_format(&out, " %s (%lld)", seats->id[p], (long long)rank_met(seats, result, p));
        buffer_char(&out, '\n');
    }
    compute_print(&out);
    if (is_best(seats, result))
        tell(N_("%u seated, cost %lld: no seating costs less.\n"), result->placed, (long long)result->cost);
    else
        tell(N_("%u seated, cost %lld; none costs less than %lld.\n"), result->placed, (long long)result->cost,
             (long long)result->bound);
    if (line_flag(seats->line, "--mixed") && result->single)
        tell(N_("Tables that hold one college all the same: %u.\n"), result->single);
}

static bool read_options(struct seats *seats, struct assign_problem *problem)
{
    const char *share = line_option(seats->line, "--most-share");
    if (!compute_whole(seats->line, "--places", 1, SEATS_MOST_PLACES, &seats->by_default))
        return false;
    if (share && (!parse_real(share, &problem->most_share) || !(problem->most_share > 0) || problem->most_share > 1)) {
        complain(N_("--most-share is a share, above 0 and at most 1.\n"));
        return false;
    }
    if (!seats->by_default && !line_option(seats->line, "--tables")) {
        complain(N_("Say how many places there are: --places N, or --tables FILE.csv.\n"));
        return false;
    }
    problem->mixed = line_flag(seats->line, "--mixed");
    problem->only_wishes = line_flag(seats->line, "--only-wishes");
    return true;
}

int compute_assign(struct command_line *line)
{
    struct seats *seats = seats_begin(line);
    struct assign_problem options = {0};
    const char *path = compute_word(line, 0, with_value), *tables = line_option(line, "--tables");
    struct csv csv;
    if (!compute_understands(line, known, with_value, 1))
        return EXIT_USAGE;
    if (!path) {
        complain(N_("usage: maillage %s %s\n"), "compute assign", "WISHES.csv --places N");
        return EXIT_USAGE;
    }
    if (!read_options(seats, &options))
        return EXIT_USAGE;
    if (tables && (!compute_table(line, tables, &csv) || !seats_read_tables(seats, tables, &csv)))
        return EXIT_FAILED;
    if (!compute_table(line, path, &csv) || !seats_read_participants(seats, path, &csv))
        return EXIT_FAILED;
    if (seats->bad)
        complain(N_("Lines or wishes left out: %lld.\n"), (long long)seats->bad);
    struct assign_problem problem = seats_problem(seats);
    problem.most_share = options.most_share, problem.mixed = options.mixed, problem.only_wishes = options.only_wishes;
    struct assign_result result = assign_solve(line->arena, &problem);
    compute_as_json(line) ? write_json(seats, &result) : print_table(seats, &result);
    return 0;
}
