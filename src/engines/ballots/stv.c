/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Single transferable vote with weighted inclusive Gregory transfers, in exact fractions. */
#include "engines/draw.h"
#include "engines/kernel/digest.h"
#include "engines/preferences.h"
#include <string.h>

enum { NOBODY = 0xFFFFFFFFu };

struct count {
    struct arena *arena;
    const struct rankings *rankings;
    struct stv *stv;
    const char *seed;
    uint32_t *holder; struct rational *value;              /* by ballot: who has it, what it is worth */
    uint32_t *rank;                                        /* by ballot: of its holder */
    bool *gone;                                            /* by option: elected or out */
    uint32_t seats, left;                                  /* options not gone */
};

static int64_t weight_of(const struct rankings *rankings, size_t ballot)
{
    int64_t weight = rankings->weight ? rankings->weight[ballot] : 1;
    return weight > 0 ? weight : 0;
}

/* The option at this rank of a ballot; NOBODY when none or several stand there. */
static uint32_t option_at(const struct rankings *rankings, size_t ballot, uint32_t wanted)
{
    uint32_t found = NOBODY;
    for (uint32_t option = 0; option < rankings->options; option++)
        if (rankings->rank[ballot * rankings->options + option] == wanted) {
            if (found != NOBODY)
                return NOBODY;
            found = option;
        }
    return found;
}

/* The next rank that is used; 0 when there is none. */
static uint32_t next_rank(const struct rankings *rankings, size_t ballot, uint32_t after)
{
    uint32_t least = 0;
    for (uint32_t option = 0; option < rankings->options; option++) {
        uint32_t rank = rankings->rank[ballot * rankings->options + option];
        if (rank > after && (least == 0 || rank < least))
            least = rank;
    }
    return least;
}

static void pass_on(struct count *count, size_t ballot)
{
    uint32_t *holder = &count->holder[ballot], *rank = &count->rank[ballot];
    do {
        *rank = next_rank(count->rankings, ballot, *rank);
        *holder = *rank ? option_at(count->rankings, ballot, *rank) : NOBODY;
    } while (*holder != NOBODY && count->gone[*holder]);
}

static struct stv_round *begin_round(struct count *count)
{
    struct stv_round *round = &count->stv->rounds[count->stv->count++];
    struct arena *arena = count->arena;
    uint32_t options = count->rankings->options;
    round->votes = arena_array(arena, options, sizeof *round->votes);
    round->exhausted = rational_of(arena, 0, 1);
    for (uint32_t option = 0; option < options; option++)
        round->votes[option] = rational_of(arena, 0, 1);
    for (size_t ballot = 0; ballot < count->rankings->ballots; ballot++) {
        uint32_t holder = count->holder[ballot];
        struct rational *sum = holder == NOBODY ? &round->exhausted : &round->votes[holder];
        *sum = rational_add(arena, *sum, count->value[ballot]);
    }
    return round;
}

/* Whether one has less than other: in this round, else in the latest earlier one where they differ, else by lot. */
static bool comes_last(struct count *count, uint32_t one, uint32_t other, bool *by_lot)
{
    for (size_t round = count->stv->count; round-- > 0;) {
        const struct rational *votes = count->stv->rounds[round].votes;
        int order = rational_compare(count->arena, votes[one], votes[other]);
        if (order != 0)
            return order < 0;
    }
    char digests[2][DIGEST_TEXT];
    draw_digest(count->seed, arena_format(count->arena, "%u", one + 1), digests[0]);
    draw_digest(count->seed, arena_format(count->arena, "%u", other + 1), digests[1]);
    *by_lot = true;
    return strcmp(digests[0], digests[1]) > 0;
}

/* The one with most (or least) votes among those who are not gone. */
static uint32_t extreme(struct count *count, bool most, bool *by_lot)
{
    uint32_t found = NOBODY;
    *by_lot = false;
    for (uint32_t option = 0; option < count->rankings->options; option++) {
        bool lot = false;
        if (count->gone[option])
            continue;
        if (found == NOBODY) {
            found = option;
        } else if (comes_last(count, option, found, &lot) != most) {
            found = option;
            *by_lot = lot;
        } else {
            *by_lot = *by_lot || lot;
        }
    }
    return found;
}

static void leave(struct count *count, uint32_t option)
{
    count->gone[option] = true;
    count->left--;
    for (size_t ballot = 0; ballot < count->rankings->ballots; ballot++)
        if (count->holder[ballot] == option)
            pass_on(count, ballot);
}

/* Each ballot goes on at its value × surplus ÷ votes. */
static void elect(struct count *count, const struct stv_round *round)
{
    struct arena *arena = count->arena;
    struct rational votes = round->votes[round->option];
    struct rational surplus = rational_subtract(arena, votes, rational_of(arena, count->stv->quota, 1));
    struct rational factor = rational_of(arena, 0, 1);
    if (rational_sign(surplus) > 0)
        factor = rational_divide(arena, surplus, votes);
    for (size_t ballot = 0; ballot < count->rankings->ballots; ballot++)
        if (count->holder[ballot] == round->option)
            count->value[ballot] = rational_multiply(arena, count->value[ballot], factor);
    count->stv->elected[count->stv->elected_count++] = round->option;
    leave(count, round->option);
}

static void run_round(struct count *count)
{
    struct stv_round *round = begin_round(count);
    uint32_t open = count->seats - count->stv->elected_count;
    uint32_t first = extreme(count, true, &round->by_lot);
    bool reaches = rational_compare(count->arena, round->votes[first],
                                    rational_of(count->arena, count->stv->quota, 1)) >= 0;
    if (reaches || count->left <= open) {
        round->option = first;
        round->act = reaches ? STV_ELECTED : STV_LEFT;
        elect(count, round);
        return;
    }
    round->option = extreme(count, false, &round->by_lot);
    round->act = STV_OUT;
    leave(count, round->option);
}

struct stv *preference_stv(struct arena *arena, const struct rankings *rankings, uint32_t seats, const char *seed)
{
    if (rankings->options > RANKINGS_MOST_OPTIONS)
        return NULL;
    struct stv *stv = arena_alloc(arena, sizeof *stv);
    struct count count = {.arena = arena, .rankings = rankings, .stv = stv, .seed = seed,
                          .holder = arena_array(arena, rankings->ballots, sizeof *count.holder),
                          .value = arena_array(arena, rankings->ballots, sizeof *count.value),
                          .rank = arena_array(arena, rankings->ballots, sizeof *count.rank),
                          .gone = arena_array(arena, rankings->options, sizeof *count.gone),
                          .seats = seats < rankings->options ? seats : rankings->options, .left = rankings->options};
    stv->rounds = arena_array(arena, rankings->options, sizeof *stv->rounds);
    stv->elected = arena_array(arena, rankings->options, sizeof *stv->elected);
    for (size_t ballot = 0; ballot < rankings->ballots; ballot++) {
        count.value[ballot] = rational_of(arena, weight_of(rankings, ballot), 1);
        stv->voters += weight_of(rankings, ballot);
        pass_on(&count, ballot);
    }
    stv->quota = stv->voters / ((int64_t)count.seats + 1) + 1;
    while (stv->elected_count < count.seats)
        run_round(&count);
    return stv;
}
