/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Opinion against what Polis itself published: the exact output of two conversations, the groups of three surveys.
 * Data was gathered using the Polis software (compdemocracy.org/polis), CC BY 4.0,
 * The Computational Democracy Project. */
#include "engines/opinion/inside.h"
#include "base/number.h"
#include "engines/kernel/sort.h"
#include "formats/csv.h"
#include "formats/json.h"
#include "main/testing.h"
#include <math.h>
#include <stdlib.h>

enum { MOST = 8192 };

/* A survey as a test holds it: votes by order of first vote, names of participants, what was published. */
struct survey {
    struct arena arena;
    struct opinion_input input;
    int64_t name[MOST];                                              /* by participant */
    int group[MOST]; uint32_t groups;                                /* published, by participant */
    uint8_t flags[MOST];
};

static const struct json_value *read_json(struct arena *arena, const char *folder, const char *name)
{
    const char *path = test_data(arena, arena_format(arena, "polis/engine-output/%s/%s", folder, name)), *trouble;
    size_t length;
    int line;
    if (!path)
        return NULL;
    const char *bytes = test_file(arena, path, &length);
    return json_read(arena, bytes, length, &trouble, &line);
}

static int64_t whole_of(const struct json_value *object, const char *key, const char *other)
{
    const struct json_value *value = json_get(object, key);
    return (value ? value : json_get(object, other))->whole;
}

static double number_of(const struct json_value *object, const char *key)
{
    const struct json_value *value = json_get(object, key);
    assert_non_null(value);
    return value->kind == JSON_TEXT ? strtod(value->text, NULL) : value->number;
}

struct cast { int64_t name; double when; };

static int by_first_vote(const void *a, const void *b)
{
    const struct cast *one = a, *other = b;
    if (one->when != other->when)
        return one->when < other->when ? -1 : 1;
    return (one->name > other->name) - (one->name < other->name);
}

/* Numbers people by their first vote, as the engine had them; names are small numbers. */
static uint32_t *number_people(struct survey *survey, struct cast *casts, uint32_t names)
{
    uint32_t *number = arena_array(&survey->arena, names, sizeof *number);
    qsort(casts, names, sizeof *casts, by_first_vote);
    for (uint32_t i = 0; i < names; i++) {
        number[casts[i].name] = survey->input.participants;
        if (isfinite(casts[i].when))
            survey->name[survey->input.participants++] = casts[i].name;
    }
    return number;
}

static struct cast *no_casts(struct arena *arena)
{
    struct cast *casts = arena_array(arena, MOST, sizeof *casts);
    for (uint32_t i = 0; i < MOST; i++)
        casts[i] = (struct cast){i, INFINITY};
    return casts;
}

static void read_conversation_votes(struct survey *survey, const struct json_value *votes)
{
    struct cast *casts = no_casts(&survey->arena);
    struct opinion_vote *list = arena_array(&survey->arena, votes->count, sizeof *list);
    for (size_t i = 0; i < votes->count; i++) {
        int64_t who = whole_of(&votes->items[i], "pid", "participant_id");
        casts[who].when = fmin(casts[who].when, number_of(&votes->items[i], "modified"));
    }
    uint32_t *number = number_people(survey, casts, MOST);
    for (size_t i = 0; i < votes->count; i++) {
        const struct json_value *vote = &votes->items[i];
        list[i] = (struct opinion_vote){number[whole_of(vote, "pid", "participant_id")],
                                        (uint32_t)whole_of(vote, "tid", "statement_id"),
                                        (int8_t)whole_of(vote, "vote", "vote")};
    }
    survey->input.votes = list;
    survey->input.vote_count = votes->count;
}

static void read_conversation_groups(struct survey *survey, const struct json_value *math)
{
    int by_name[MOST];
    memset(by_name, 0xFF, sizeof by_name);
    const struct json_value *groups = json_get(math, "group-clusters"), *base = json_get(math, "base-clusters");
    const struct json_value *id = json_get(base, "id"), *members = json_get(base, "members");
    survey->groups = (uint32_t)groups->count;
    for (size_t g = 0; g < groups->count; g++)
        for (size_t m = 0; m < json_get(&groups->items[g], "members")->count; m++)
            for (size_t b = 0; b < id->count; b++)
                for (size_t p = 0; p < members->items[b].count; p++)
                    if (id->items[b].whole == json_get(&groups->items[g], "members")->items[m].whole)
                        by_name[members->items[b].items[p].whole] = (int)g;
    for (uint32_t p = 0; p < survey->input.participants; p++)
        survey->group[p] = by_name[survey->name[p]];
}

static const struct json_value *read_conversation(struct survey *survey, const char *folder)
{
    const struct json_value *math = read_json(&survey->arena, folder, "math-pca2.json");
    const struct json_value *votes = read_json(&survey->arena, folder, "votes.json");
    skip_without(math);
    survey->input.statements = (uint32_t)json_get(math, "n-cmts")->whole;
    for (size_t i = 0; i < json_get(math, "tids")->count; i++)       /* statements are their own numbers */
        assert_int_equal(json_get(math, "tids")->items[i].whole, i);
    for (size_t i = 0; i < json_get(math, "mod-out")->count; i++)
        survey->flags[json_get(math, "mod-out")->items[i].whole] = OPINION_OUT;
    survey->input.flags = survey->flags;
    read_conversation_votes(survey, votes);
    read_conversation_groups(survey, math);
    return math;
}

static void compare_axis(const struct json_value *published, const double *axis)
{
    double same = 0, opposite = 0;
    for (size_t s = 0; s < published->count; s++) {
        same = fmax(same, fabs(published->items[s].number - axis[s]));
        opposite = fmax(opposite, fabs(published->items[s].number + axis[s]));
    }
    assert_near(fmin(same, opposite), 0, 1e-12);
}

static void compare_typical(const struct json_value *published, const struct opinion_typical *ours, size_t count)
{
    assert_int_equal(published->count, count);
    for (size_t i = 0; i < count; i++) {
        const struct json_value *one = &published->items[i];
        assert_int_equal(json_get(one, "tid")->whole, ours[i].statement);
        assert_int_equal(json_get(one, "n-success")->whole, ours[i].success);
        assert_int_equal(json_get(one, "n-trials")->whole, ours[i].trials);
        assert_near(number_of(one, "p-success"), ours[i].share, 1e-12);
        assert_near(number_of(one, "p-test"), ours[i].test, 1e-12);
        if (!json_get(one, "repness"))
            continue;
        assert_near(number_of(one, "repness"), ours[i].ratio, 1e-12);
        assert_true((float)number_of(one, "repness-test") == (float)ours[i].ratio_test);
        assert_int_equal(text_is(json_get_text(one, "repful-for"), "agree"), ours[i].side == OPINION_AGREE);
        assert_int_equal(json_get(one, "best-agree") != NULL, ours[i].best_agree);
    }
}

static void compare_statements(const struct json_value *math, const struct opinion *opinion)
{
    struct arena arena = {0};
    for (uint32_t s = 0; s < opinion->statements; s++) {
        const char *key = arena_format(&arena, "%u", s);
        assert_near(json_get(json_get(math, "pca"), "comment-extremity")->items[s].number,
                    opinion->statement[s].extremity, 1e-11);
        assert_near(fabs(json_get(json_get(math, "pca"), "center")->items[s].number), fabs(opinion->mean[s]), 1e-12);
        assert_near(number_of(json_get(math, "group-aware-consensus"), key), opinion->statement[s].consensus, 1e-14);
        assert_near(number_of(json_get(math, "comment-priorities"), key), opinion->statement[s].priority, 1e-11);
        for (size_t g = 0; g < opinion->group_count; g++) {
            const struct json_value *group = json_get(json_get(math, "group-votes"), arena_format(&arena, "%zu", g));
            const struct json_value *votes = json_get(json_get(group, "votes"), key);
            const struct opinion_count *ours = &opinion->statement[s].by_group[g];
            assert_int_equal(json_get(votes, "A")->whole, ours->agree);
            assert_int_equal(json_get(votes, "D")->whole, ours->disagree);
            assert_int_equal(json_get(votes, "S")->whole, ours->agree + ours->disagree + ours->pass);
        }
    }
    arena_free(&arena);
}

/* All that follows from the published groups is what was published. */
static void check_description(const char *folder)
{
    struct survey survey = {.arena = {0}};
    const struct json_value *math = read_conversation(&survey, folder);
    struct opinion *opinion = opinion_describe(&survey.arena, &survey.input, &opinion_usual_rules, survey.group,
                                               survey.groups);
    const struct json_value *pca = json_get(math, "pca"), *consensus = json_get(math, "consensus");
    compare_axis(&json_get(pca, "comps")->items[0], opinion->component[0]);
    compare_axis(&json_get(pca, "comps")->items[1], opinion->component[1]);
    compare_statements(math, opinion);
    for (uint32_t g = 0; g < survey.groups; g++)
        compare_typical(json_get(json_get(math, "repness"), arena_format(&survey.arena, "%u", g)),
                        opinion->group[g].typical, opinion->group[g].typical_count);
    compare_typical(json_get(consensus, "agree"), opinion->agreed, opinion->agreed_count);
    compare_typical(json_get(consensus, "disagree"), opinion->refused, opinion->refused_count);
    arena_free(&survey.arena);
}

static double pairs(double count)
{
    return count * (count - 1) / 2;
}

/* Adjusted Rand index (Hubert and Arabie 1985) over those who have a group in both. */
static double agreement(const struct opinion *opinion, const int *published)
{
    double together[8][8] = {{0}}, ours[8] = {0}, theirs[8] = {0}, all = 0, both = 0, a = 0, b = 0;
    for (uint32_t p = 0; p < opinion->participants; p++) {
        int own = opinion->participant[p].group;
        if (own < 0 || published[p] < 0)
            continue;
        together[own][published[p]]++;
        ours[own]++;
        theirs[published[p]]++;
        all++;
    }
    for (int i = 0; i < 8; i++) {
        a += pairs(ours[i]);
        b += pairs(theirs[i]);
        for (int j = 0; j < 8; j++)
            both += pairs(together[i][j]);
    }
    double expected = a * b / pairs(all);
    return (both - expected) / ((a + b) / 2 - expected);
}

static const struct opinion *group_again(struct survey *survey, bool original)
{
    struct opinion_rules rules = original ? opinion_original_rules : opinion_usual_rules;
    rules.replicates = 0;
    rules.bridging = false;
    const struct opinion *opinion = opinion_compute(&survey->arena, &survey->input, &rules, NULL);
    for (uint32_t p = 0; p < opinion->participants; p++)             /* the same people are placed */
        assert_int_equal(opinion->participant[p].group >= 0, survey->group[p] >= 0);
    return opinion;
}

static void check_conversation(const char *folder, uint32_t groups, double least)
{
    for (int original = 0; original < 2; original++) {
        struct survey survey = {.arena = {0}};
        read_conversation(&survey, folder);
        const struct opinion *opinion = group_again(&survey, original);
        assert_int_equal(opinion->group_count, groups);
        assert_true(agreement(opinion, survey.group) >= least);
        arena_free(&survey.arena);
    }
}

static void all_published_figures_of_one_conversation_are_found(void **state)
{
    check_description("150ptpt-3gp-no-strict-no-meta");
}

static void all_published_figures_of_another_conversation_are_found(void **state)
{
    check_description("below-100-ptpts");
}

static void the_groups_of_the_conversations_are_found_from_the_votes(void **state)
{
    check_conversation("150ptpt-3gp-no-strict-no-meta", 3, 0.92);
    check_conversation("below-100-ptpts", 3, 1);
}

static void check_silhouettes(const char *folder, const double *expected, int most)
{
    struct survey survey = {.arena = {0}};
    read_conversation(&survey, folder);
    const struct opinion *opinion = group_again(&survey, true);
    for (int k = 2; k <= most; k++)
        assert_near(opinion->silhouette[k], expected[k - 2], 5e-5);
    for (int k = most + 1; k <= OPINION_MOST_GROUPS; k++)
        assert_true(isnan(opinion->silhouette[k]));
    arena_free(&survey.arena);
}

static void silhouettes_are_those_measured_on_the_original(void **state)
{
    check_silhouettes("150ptpt-3gp-no-strict-no-meta", (const double[]){0.2989, 0.3403, 0.3058, 0.2906}, 5);
    check_silhouettes("below-100-ptpts", (const double[]){0.2572, 0.2980}, 3);
}

static char **open_table(struct survey *survey, struct csv *csv, const char *folder, const char *name)
{
    const char *path = test_data(&survey->arena, arena_format(&survey->arena, "polis/%s/%s", folder, name));
    size_t length;
    skip_without(path);
    const char *bytes = test_file(&survey->arena, path, &length);
    assert_true(csv_open(csv, &survey->arena, bytes, length));
    return csv->header;
}

static int64_t cell(struct csv *csv, char **row, const char *name)
{
    const char *names[] = {name, NULL};
    int64_t number = -1;
    parse_int(row[csv_column(csv, names)], &number);
    return number;
}

/* votes.csv, comments.csv and participants-votes.csv of a published survey. */
static void read_survey(struct survey *survey, const char *folder)
{
    struct csv csv;
    struct cast *casts = no_casts(&survey->arena);
    struct { int64_t name; double when; uint32_t statement; int8_t value; } one;
    struct opinion_vote *votes = NULL;
    struct keyed *times = NULL;
    size_t count = 0, room = 0, time_room = 0;
    open_table(survey, &csv, folder, "votes.csv");
    for (char **row; (row = csv_next(&csv, NULL)); count++) {
        one.name = cell(&csv, row, "voter-id");
        one.when = (double)cell(&csv, row, "timestamp");
        casts[one.name].when = fmin(casts[one.name].when, one.when);
        votes = arena_grow(&survey->arena, votes, count, &room, sizeof *votes);
        times = arena_grow(&survey->arena, times, count, &time_room, sizeof *times);
        votes[count] = (struct opinion_vote){(uint32_t)one.name, (uint32_t)cell(&csv, row, "comment-id"),
                                             (int8_t)cell(&csv, row, "vote")};
        times[count] = (struct keyed){key_of_real(one.when), count};
        if (votes[count].statement >= survey->input.statements)
            survey->input.statements = votes[count].statement + 1;
    }
    sort_keyed(&survey->arena, times, count);
    struct opinion_vote *sorted = arena_array(&survey->arena, count, sizeof *sorted);
    uint32_t *number = number_people(survey, casts, MOST);
    for (size_t i = 0; i < count; i++) {
        sorted[i] = votes[times[i].value];
        sorted[i].participant = number[sorted[i].participant];
    }
    survey->input.votes = sorted;
    survey->input.vote_count = count;
    open_table(survey, &csv, folder, "comments.csv");
    for (char **row; (row = csv_next(&csv, NULL));)
        if (cell(&csv, row, "moderated") == -1)
            survey->flags[cell(&csv, row, "comment-id")] = OPINION_OUT;
    survey->input.flags = survey->flags;
    open_table(survey, &csv, folder, "participants-votes.csv");
    for (char **row; (row = csv_next(&csv, NULL));)
        survey->group[number[cell(&csv, row, "participant")]] = (int)cell(&csv, row, "group-id");
}

static void check_survey(const char *folder, double least)
{
    struct survey survey = {.arena = {0}};
    read_survey(&survey, folder);
    const struct opinion *opinion = group_again(&survey, false);
    assert_int_equal(opinion->group_count, 2);
    assert_true(agreement(opinion, survey.group) >= least);
    arena_free(&survey.arena);
}

static void the_published_groups_of_bowling_green_2050_are_found(void **state)
{
    check_survey("bg2050-volunteers", 0.99);
}

static void the_published_groups_of_the_land_bank_are_found(void **state)
{
    check_survey("ssis.land-bank-farmland.2rumnecbeh.2021-08-01", 0.95);
}

static void the_published_groups_of_vtaiwan_are_nearly_found(void **state)
{
    check_survey("vtaiwan.uberx", 0.88);
}

const struct CMUnitTest published_tests[] = {
    PLAIN("all published figures of one conversation are found", all_published_figures_of_one_conversation_are_found),
    PLAIN("all published figures of another conversation are found",
          all_published_figures_of_another_conversation_are_found),
    PLAIN("the groups of the conversations are found from the votes",
          the_groups_of_the_conversations_are_found_from_the_votes),
    PLAIN("silhouettes are those measured on the original", silhouettes_are_those_measured_on_the_original),
    PLAIN("the published groups of Bowling Green 2050 are found",
          the_published_groups_of_bowling_green_2050_are_found),
    PLAIN("the published groups of the land bank are found", the_published_groups_of_the_land_bank_are_found),
    PLAIN("the published groups of vTaiwan are nearly found", the_published_groups_of_vtaiwan_are_nearly_found),
    {0}};
