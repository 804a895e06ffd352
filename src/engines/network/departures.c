/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What breaks when one leaves. */
#include "engines/resilience.h"
#include <math.h>

struct departures {
    struct network_cuts cuts;
    struct sparse joined, has;             /* actor × initiative, actor × function */
    uint32_t *members, *providers;         /* by initiative; by function */
    double *amount, all;                   /* by actor */
    bool money;
};

static uint32_t *count_columns(struct arena *arena, const struct sparse *matrix)
{
    uint32_t *count = arena_array(arena, matrix->columns, sizeof *count);
    for (size_t k = 0; k < matrix->start[matrix->rows]; k++)
        count[matrix->column[k]]++;
    return count;
}

struct departures *departures_prepare(struct arena *arena, const struct cooperation *given,
                                      const struct sparse *network)
{
    struct departures *departures = arena_alloc(arena, sizeof *departures);
    departures->cuts = network_cuts(arena, network);
    departures->joined = sparse_build(arena, given->actors, given->initiatives, given->memberships,
                                      given->membership_count);
    departures->has = sparse_build(arena, given->actors, given->functions, given->can, given->can_count);
    departures->members = count_columns(arena, &departures->joined);
    departures->providers = count_columns(arena, &departures->has);
    departures->amount = arena_array(arena, given->actors, sizeof(double));
    departures->money = given->amount_count > 0;
    for (size_t i = 0; i < given->amount_count; i++) {
        departures->amount[given->amounts[i].row] += given->amounts[i].value;
        departures->all += given->amounts[i].value;
    }
    return departures;
}

/* The columns of an actor's row whose count is just so many. */
static uint32_t *those_of(struct arena *arena, const struct sparse *matrix, uint32_t actor, const uint32_t *count,
                          uint32_t wanted, uint32_t *found)
{
    uint32_t *columns = arena_array(arena, matrix->start[actor + 1] - matrix->start[actor], sizeof *columns);
    *found = 0;
    for (size_t k = matrix->start[actor]; k < matrix->start[actor + 1]; k++)
        if (count[matrix->column[k]] == wanted)
            columns[(*found)++] = matrix->column[k];
    return columns;
}

struct departure departure_of(struct arena *arena, const struct departures *departures, uint32_t actor)
{
    struct departure departure = {.largest_before = departures->cuts.before,
                                  .largest_after = departures->cuts.largest[actor],
                                  .pieces = departures->cuts.pieces[actor],
                                  .amount = departures->amount[actor], .amount_share = NAN};
    departure.lost = those_of(arena, &departures->has, actor, departures->providers, 1, &departure.lost_count);
    departure.fragile = those_of(arena, &departures->has, actor, departures->providers, 2, &departure.fragile_count);
    departure.orphaned = those_of(arena, &departures->joined, actor, departures->members, 2,
                                  &departure.orphaned_count);
    if (departures->money)
        departure.amount_share = departures->all > 0 ? departure.amount / departures->all : 0;
    return departure;
}
