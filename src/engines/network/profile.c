/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Ten figures of a network of cooperation. Each initiative is summed up once; a replicate weighs initiatives and
 * functions by how often they were drawn, and measures again. */
#include "engines/kernel/seeded.h"
#include "engines/kernel/sort.h"
#include "engines/resilience.h"
#include <math.h>

#define DAYS_A_YEAR 365.25
#define TAIL 0.05
enum { LEAST_TO_DRAW = 5 };

/* What one initiative says of itself; NAN: not known. */
struct summary { uint32_t members; bool counts; double mix, multi, years, open; bool money; };

struct measuring {
    const struct cooperation *given;
    uint32_t most_members;
    struct sparse members;                 /* initiative × actor */
    struct summary *summary;
    uint32_t *providers;                   /* by function */
    uint32_t functions, actors_that_can;   /* functions that somebody has */
    struct arena work;                     /* of one replicate */
};

static void sum_up_colleges(struct measuring *measuring, uint32_t p, uint32_t *seen)
{
    const struct cooperation *given = measuring->given;
    const struct sparse *members = &measuring->members;
    uint32_t known = 0, colleges = 0;
    double entropy = 0;
    for (size_t k = members->start[p]; given->college && k < members->start[p + 1]; k++) {
        uint32_t college = given->college[members->column[k]];
        if (college == NETWORK_NO_COLLEGE)
            continue;
        known++;
        colleges += seen[college]++ == 0;
    }
    for (size_t k = members->start[p]; known && k < members->start[p + 1]; k++) {
        uint32_t college = given->college[members->column[k]];
        if (college == NETWORK_NO_COLLEGE || !seen[college])
            continue;
        double share = (double)seen[college] / known;
        entropy -= share * steady_log(share);
        seen[college] = 0;
    }
    measuring->summary[p].multi = known >= 2 ? colleges >= 2 : NAN;
    measuring->summary[p].mix = known >= 2 && given->colleges >= 2 ? entropy / steady_log(given->colleges) : NAN;
}

static void sum_up_dates(struct measuring *measuring, struct arena *arena)
{
    const struct cooperation *given = measuring->given;
    int64_t *first = arena_array(arena, given->initiatives, sizeof *first);
    int64_t *last = arena_array(arena, given->initiatives, sizeof *last);
    uint32_t *dated = arena_array(arena, given->initiatives, sizeof *dated);
    for (size_t i = 0; given->day && i < given->membership_count; i++) {
        uint32_t p = given->memberships[i].column;
        int64_t day = given->day[i];
        if (day == INT64_MIN)
            continue;
        first[p] = !dated[p] || day < first[p] ? day : first[p];
        last[p] = !dated[p] || day > last[p] ? day : last[p];
        dated[p]++;
    }
    for (uint32_t p = 0; p < given->initiatives; p++)
        measuring->summary[p].years = dated[p] >= 2 ? (double)(last[p] - first[p]) / DAYS_A_YEAR : NAN;
}

static void sum_up_seats(struct measuring *measuring, struct arena *arena)
{
    const struct cooperation *given = measuring->given;
    uint32_t *known = arena_array(arena, given->initiatives, sizeof *known);
    double *seated = arena_array(arena, given->initiatives, sizeof *seated);
    for (size_t i = 0; i < given->seat_count; i++) {
        known[given->seats[i].column]++;
        seated[given->seats[i].column] += given->seats[i].value > 0;
    }
    for (uint32_t p = 0; p < given->initiatives; p++)
        measuring->summary[p].open = known[p] ? seated[p] / known[p] : NAN;
    for (size_t i = 0; i < given->amount_count; i++)
        measuring->summary[given->amounts[i].column].money = true;
}

static void sum_up_functions(struct measuring *measuring, struct arena *arena)
{
    const struct cooperation *given = measuring->given;
    struct sparse can = sparse_build(arena, given->actors, given->functions, given->can, given->can_count);
    measuring->providers = arena_array(arena, given->functions, sizeof *measuring->providers);
    for (uint32_t i = 0; i < given->actors; i++)
        measuring->actors_that_can += can.start[i + 1] > can.start[i];
    for (size_t k = 0; k < can.start[given->actors]; k++)
        measuring->functions += measuring->providers[can.column[k]]++ == 0;
}

static struct measuring measuring_begin(struct arena *arena, const struct cooperation *given)
{
    struct measuring measuring = {.given = given,
        .most_members = given->most_members ? given->most_members : NETWORK_MOST_MEMBERS};
    struct sparse joined = sparse_build(arena, given->actors, given->initiatives, given->memberships,
                                        given->membership_count);
    uint32_t *seen = arena_array(arena, given->colleges, sizeof *seen);
    measuring.members = sparse_transpose(arena, &joined);
    measuring.summary = arena_array(arena, given->initiatives, sizeof *measuring.summary);
    sum_up_dates(&measuring, arena);
    sum_up_seats(&measuring, arena);
    sum_up_functions(&measuring, arena);
    for (uint32_t p = 0; p < given->initiatives; p++) {
        measuring.summary[p].members = (uint32_t)(measuring.members.start[p + 1] - measuring.members.start[p]);
        measuring.summary[p].counts = measuring.summary[p].members >= 2;
        sum_up_colleges(&measuring, p, seen);
    }
    return measuring;
}

/* Weighted mean over the initiatives of two members or more where it is known. */
static double mean(const struct measuring *measuring, const uint32_t *drawn, size_t field)
{
    double sum = 0, weight = 0;
    for (uint32_t p = 0; p < measuring->given->initiatives; p++) {
        const struct summary *summary = &measuring->summary[p];
        double value = *(const double *)((const char *)summary + field);
        if (!summary->counts || !drawn[p] || isnan(value))
            continue;
        sum += drawn[p] * value;
        weight += drawn[p];
    }
    return weight > 0 ? sum / weight : NAN;
}

static double concentration(struct measuring *measuring, const uint32_t *drawn)
{
    const struct cooperation *given = measuring->given;
    double *brought = arena_array(&measuring->work, given->actors, sizeof *brought), all = 0, squares = 0;
    for (size_t i = 0; i < given->amount_count; i++) {
        double value = drawn[given->amounts[i].column] * given->amounts[i].value;
        brought[given->amounts[i].row] += value;
        all += value;
    }
    for (uint32_t i = 0; i < given->actors && all > 0; i++)
        squares += brought[i] / all * (brought[i] / all);
    return all > 0 ? squares : NAN;
}

/* Ties of the initiatives drawn, each worth how many of them the two share. */
static struct sparse tie_up(struct measuring *measuring, const uint32_t *drawn)
{
    const struct sparse *members = &measuring->members;
    size_t count = 0, room = 0;
    struct triple *ties = NULL;
    for (uint32_t p = 0; p < members->rows; p++) {
        if (!drawn[p] || measuring->summary[p].members > measuring->most_members)
            continue;
        for (size_t a = members->start[p]; a < members->start[p + 1]; a++)
            for (size_t b = members->start[p]; b < a; b++) {
                ties = arena_grow(&measuring->work, ties, count, &room, sizeof *ties);
                ties[count++] = (struct triple){members->column[a], members->column[b], 1};
            }
    }
    return sparse_graph(&measuring->work, members->columns, ties, count);
}

static void measure_graph(struct measuring *measuring, const uint32_t *drawn, double *value)
{
    struct sparse network = tie_up(measuring, drawn);
    double n = network.rows, ends = (double)network.start[network.rows], most = 0, shared = 0;
    for (uint32_t i = 0; i < network.rows; i++)
        most = fmax(most, (double)(network.start[i + 1] - network.start[i]));
    for (size_t k = 0; k < network.start[network.rows]; k++)
        shared += network.value[k] >= 2;
    value[PROFILE_DENSITY] = n >= 2 ? ends / n / (n - 1) : NAN;
    value[PROFILE_CENTRALISATION] = n >= 3 ? (n * most - ends) / (n - 1) / (n - 2) : NAN;
    value[PROFILE_ROBUSTNESS] = n >= 1 ? network_robustness(&measuring->work, &network, NULL) : NAN;
    value[PROFILE_MULTIPLEXITY] = ends > 0 ? shared / ends : NAN;
}

static double redundancy(const struct measuring *measuring, const uint32_t *drawn)
{
    double all = 0, twice = 0;
    for (uint32_t f = 0; f < measuring->given->functions; f++) {
        all += measuring->providers[f] ? drawn[f] : 0;
        twice += measuring->providers[f] >= 2 ? drawn[f] : 0;
    }
    return all > 0 ? twice / all : NAN;
}

static void measure(struct measuring *measuring, const uint32_t *initiatives, const uint32_t *functions, double *value)
{
    value[PROFILE_MIX] = mean(measuring, initiatives, offsetof(struct summary, mix));
    value[PROFILE_MULTI] = mean(measuring, initiatives, offsetof(struct summary, multi));
    value[PROFILE_DURATION] = mean(measuring, initiatives, offsetof(struct summary, years));
    value[PROFILE_OPENNESS] = mean(measuring, initiatives, offsetof(struct summary, open));
    value[PROFILE_CONCENTRATION] = concentration(measuring, initiatives);
    value[PROFILE_REDUNDANCY] = redundancy(measuring, functions);
    measure_graph(measuring, initiatives, value);
}

static void say_known(struct measuring *measuring, struct profile *profile)
{
    const struct cooperation *given = measuring->given;
    uint32_t all = 0, tied = 0, known[PROFILE_INDICATORS] = {0};
    for (uint32_t p = 0; p < given->initiatives; p++) {
        const struct summary *one = &measuring->summary[p];
        if (!one->counts)
            continue;
        all++;
        known[PROFILE_MIX] += !isnan(one->mix);
        known[PROFILE_MULTI] += !isnan(one->multi);
        known[PROFILE_DURATION] += !isnan(one->years);
        known[PROFILE_OPENNESS] += !isnan(one->open);
        known[PROFILE_CONCENTRATION] += one->money;
    }
    bool *is_tied = arena_array(&measuring->work, given->actors, sizeof *is_tied);
    for (uint32_t p = 0; p < given->initiatives; p++)
        for (size_t k = measuring->members.start[p]; measuring->summary[p].counts
             && measuring->summary[p].members <= measuring->most_members && k < measuring->members.start[p + 1]; k++)
            is_tied[measuring->members.column[k]] = true;
    for (uint32_t i = 0; i < given->actors; i++)
        tied += is_tied[i];
    for (int k = 0; k < PROFILE_INDICATORS; k++) {
        bool graph = k == PROFILE_DENSITY || k == PROFILE_CENTRALISATION || k == PROFILE_ROBUSTNESS
            || k == PROFILE_MULTIPLEXITY;
        profile->of[k].known = graph ? tied : k == PROFILE_REDUNDANCY ? measuring->actors_that_can : known[k];
        profile->of[k].all = graph || k == PROFILE_REDUNDANCY ? given->actors : all;
    }
}

static void draw(struct seeded *chance, const uint32_t *from, uint32_t count, uint32_t *drawn, uint32_t size)
{
    for (uint32_t i = 0; i < size; i++)
        drawn[i] = 0;
    for (uint32_t i = 0; i < count; i++)
        drawn[from[seeded_below(chance, count)]]++;
}

/* Where a share of the values lies, those that are not known apart. */
static double quantile(const double *values, const uint32_t *order, uint32_t count, double share)
{
    double at = share * (count - 1);
    uint32_t below = (uint32_t)at;
    double low = values[order[below]], high = values[order[below + 1 < count ? below + 1 : below]];
    return low + (at - below) * (high - low);
}

static void set_interval(struct arena *work, struct indicator *indicator, double *values, uint32_t count, bool years)
{
    uint32_t known = 0;
    for (uint32_t r = 0; r < count; r++)
        if (!isnan(values[r]))
            values[known++] = values[r];
    if (!known || isnan(indicator->value))
        return;
    uint32_t *order = order_of_reals(work, values, known, false);
    double middle = quantile(values, order, known, 0.5);
    double most = years ? INFINITY : 1;
    indicator->low = fmax(0, indicator->value + quantile(values, order, known, TAIL) - middle);
    indicator->high = fmin(most, indicator->value + quantile(values, order, known, 1 - TAIL) - middle);
}

/* Those that can be drawn: initiatives of two members or more, functions that somebody has. */
static uint32_t *listed(struct arena *arena, const struct measuring *measuring, bool functions, uint32_t *count)
{
    uint32_t size = functions ? measuring->given->functions : measuring->given->initiatives;
    uint32_t *list = arena_array(arena, size, sizeof *list);
    *count = 0;
    for (uint32_t i = 0; i < size; i++)
        if (functions ? measuring->providers[i] > 0 : measuring->summary[i].counts)
            list[(*count)++] = i;
    return list;
}

static void replicate(struct arena *own, struct measuring *measuring, uint32_t replicates, uint64_t seed,
                      struct profile *profile)
{
    const struct cooperation *given = measuring->given;
    struct seeded chance = seeded_start(seed);
    uint32_t initiative_count, function_count;
    uint32_t *initiatives = listed(own, measuring, false, &initiative_count);
    uint32_t *functions = listed(own, measuring, true, &function_count);
    uint32_t *drawn = arena_array(own, given->initiatives, sizeof *drawn);
    uint32_t *drawn_functions = arena_array(own, given->functions, sizeof *drawn_functions);
    double *values = arena_array(own, (size_t)replicates * PROFILE_INDICATORS, sizeof *values);
    for (uint32_t r = 0; r < replicates; r++) {
        struct arena_mark mark = arena_mark(&measuring->work);
        double value[PROFILE_INDICATORS];
        draw(&chance, initiatives, initiative_count, drawn, given->initiatives);
        draw(&chance, functions, function_count, drawn_functions, given->functions);
        measure(measuring, drawn, drawn_functions, value);
        for (int k = 0; k < PROFILE_INDICATORS; k++)
            values[(size_t)k * replicates + r] = value[k];
        arena_release(&measuring->work, mark);
    }
    for (int k = 0; k < PROFILE_INDICATORS && replicates; k++)
        if ((k == PROFILE_REDUNDANCY ? function_count : initiative_count) >= LEAST_TO_DRAW)
            set_interval(own, &profile->of[k], values + (size_t)k * replicates, replicates, k == PROFILE_DURATION);
}

struct profile profile_measure(struct arena *arena, const struct cooperation *cooperation, uint32_t replicates,
                               uint64_t seed)
{
    struct arena own = {0};
    struct measuring measuring = measuring_begin(&own, cooperation);
    uint32_t *every = arena_array(&own, cooperation->initiatives, sizeof *every);
    uint32_t *every_function = arena_array(&own, cooperation->functions, sizeof *every_function);
    double value[PROFILE_INDICATORS];
    struct profile profile;
    for (uint32_t p = 0; p < cooperation->initiatives; p++)
        every[p] = 1;
    for (uint32_t f = 0; f < cooperation->functions; f++)
        every_function[f] = 1;
    measure(&measuring, every, every_function, value);
    for (int k = 0; k < PROFILE_INDICATORS; k++)
        profile.of[k] = (struct indicator){value[k], NAN, NAN, 0, 0};
    say_known(&measuring, &profile);
    replicate(&own, &measuring, replicates < PROFILE_MOST_REPLICATES ? replicates : PROFILE_MOST_REPLICATES, seed,
              &profile);
    arena_free(&measuring.work);
    arena_free(&own);
    return profile;
}
