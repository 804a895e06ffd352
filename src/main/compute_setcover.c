/* SPDX-License-Identifier: AGPL-3.0-or-later
 * maillage compute setcover: a problem of the OR-Library, its cheapest cover out. */
#include <stdio.h>
#include <time.h>
#include "engines/setcover.h"
#include "formats/orlibrary.h"
#include "main/command.h"
#include "main/compute.h"

static const char *const with_value[] = {"--seconds", NULL};
static const char *const known[] = {"--seconds", "--table", NULL};
enum { SECONDS = 60, MOST_SECONDS = 86400 };

struct limit { struct timespec begun; int64_t seconds; };

static bool is_over(void *context)
{
    const struct limit *limit = context;
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)(now.tv_sec - limit->begun.tv_sec) + (double)(now.tv_nsec - limit->begun.tv_nsec) / 1e9
        >= (double)limit->seconds;
}

static void write_json(struct arena *arena, const struct cover_result *result)
{
    struct buffer out = {.arena = arena};
    struct json json;
    json_begin(&json, &out);
    json_object(&json);
    json_key(&json, "cost"), json_int(&json, result->cost);
    json_key(&json, "bound"), json_int(&json, result->bound);
    json_key(&json, "columns"), json_array(&json);
    for (size_t i = 0; i < result->count; i++)
        json_int(&json, (int64_t)result->columns[i] + 1);
    json_end(&json);
    json_key(&json, "optimal"), json_bool(&json, result->bound == result->cost);
    json_key(&json, "nodes"), json_int(&json, (int64_t)result->nodes);
    json_end(&json);
    compute_print(&out);
}

static void print_table(struct arena *arena, const struct cover_result *result)
{
    struct buffer out = {.arena = arena};
    for (size_t i = 0; i < result->count; i++)
        buffer_format(&out, i ? " %u" : "%u", result->columns[i] + 1);
    compute_print(&out);
    if (result->bound == result->cost)
        tell(N_("Cost %lld, %zu columns: proven, nothing cheaper covers all.\n"), (long long)result->cost,
             result->count);
    else
        tell(N_("Cost %lld, %zu columns: time ran out; nothing below %lld is possible.\n"), (long long)result->cost,
             result->count, (long long)result->bound);
}

int compute_setcover(struct command_line *line)
{
    struct or_cover read;
    struct limit limit = {.seconds = SECONDS};
    const char *path = compute_word(line, 0, with_value);
    size_t length;
    if (!compute_understands(line, known, with_value, 1))
        return EXIT_USAGE;
    if (!path) {
        complain(N_("usage: maillage %s %s\n"), "compute setcover", "FILE [--seconds N]");
        return EXIT_USAGE;
    }
    if (!compute_whole(line, "--seconds", 1, MOST_SECONDS, &limit.seconds))
        return EXIT_USAGE;
    char *bytes = compute_file(line, path, &length);
    if (!bytes)
        return EXIT_FAILED;
    if (!or_cover_read(&read, line->arena, bytes, length)) {
        compute_bad_line(path, read.trouble_line, read.trouble, &(int64_t){0});
        return EXIT_FAILED;
    }
    struct cover_problem problem = {read.rows, read.columns, read.cost, read.row_start, read.row_column};
    clock_gettime(CLOCK_MONOTONIC, &limit.begun);
    struct cover_result result = cover_solve(line->arena, &problem, &(struct cover_patience){is_over, &limit});
    if (!result.covered) {
        complain(N_("No column covers row %lld.\n"), (long long)result.bare + 1);
        return EXIT_FAILED;
    }
    if (compute_as_json(line))
        write_json(line->arena, &result);
    else
        print_table(line->arena, &result);
    return 0;
}
