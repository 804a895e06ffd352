/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Matched funds: each follows the gifts as they come, within its caps. */
#include "engines/money/inside.h"
#include "base/number.h"
#include "engines/kernel/hash.h"

#define FINEST_RATIO 1000000

enum matched_refusal check_gifts(const struct gift *gifts, size_t count, size_t *where)
{
    int64_t sum = 0;
    for (*where = 0; *where < count; ++*where) {
        if (gifts[*where].cents < 0)
            return MATCHED_NEGATIVE;
        if (!add_checked(sum, gifts[*where].cents, &sum) || sum > MATCHED_MOST)
            return MATCHED_TOO_LARGE;
    }
    return MATCHED_GOOD;
}

static enum matched_refusal check_fund(const struct matched_fund *fund)
{
    if (fund->per_gift < 0 || fund->per_person < 0 || fund->per_project < 0 || fund->pool < 0
        || fund->gifts_per_person < 1)
        return MATCHED_NEGATIVE;
    return fund->ratio.parts || fund->ratio.top < 0 || fund->ratio.top > FINEST_RATIO
        || fund->ratio.bottom < 1 || fund->ratio.bottom > FINEST_RATIO ? MATCHED_RATIO : MATCHED_GOOD;
}

static enum matched_refusal check(const struct matched_question *question, size_t *where)
{
    enum matched_refusal refusal = check_gifts(question->gifts, question->gift_count, where);
    for (size_t fund = 0; refusal == MATCHED_GOOD && fund < question->fund_count; fund++) {
        refusal = check_fund(&question->funds[fund]);
        *where = fund;
    }
    return refusal;
}

/* What one fund has done so far. called is in 1/ratio.bottom of a cent, before the cap of the project. */
struct state {
    const struct matched_fund *fund;
    __int128 *called, *of_pair;
    int64_t *times, *counted;
};

static __int128 clipped(__int128 wanted, int64_t cap, int64_t bottom, __int128 used, enum matched_limit why,
                        enum matched_limit *limit)
{
    if (cap == MATCHED_NO_LIMIT || wanted <= (__int128)cap * bottom - used)
        return wanted;
    *limit = why;
    return (__int128)cap * bottom - used;
}

/* What the caps of the gift and of the person let through, exactly. */
static __int128 let_through(struct state *state, const struct gift *gift, size_t pair, enum matched_limit *limit)
{
    const struct matched_fund *fund = state->fund;
    if (gift->day > fund->until)
        return *limit = LIMIT_LATE, 0;
    if (gift->cents == 0)
        return 0;
    if (state->times[pair]++ >= fund->gifts_per_person)
        return *limit = LIMIT_TOO_MANY, 0;
    __int128 wanted = (__int128)gift->cents * fund->ratio.top;
    wanted = clipped(wanted, fund->per_gift, fund->ratio.bottom, 0, LIMIT_GIFT, limit);
    wanted = clipped(wanted, fund->per_person, fund->ratio.bottom, state->of_pair[pair], LIMIT_PERSON, limit);
    state->of_pair[pair] += wanted;
    return wanted;
}

/* The whole cents that this gift adds to what the fund owes the project. */
static int64_t owed(struct state *state, const struct gift *gift, size_t pair, enum matched_limit *limit)
{
    const struct matched_fund *fund = state->fund;
    state->called[gift->project] += let_through(state, gift, pair, limit);
    __int128 whole = state->called[gift->project] / fund->ratio.bottom;
    if (fund->per_project != MATCHED_NO_LIMIT && whole > fund->per_project) {
        whole = fund->per_project;
        *limit = *limit == LIMIT_LATE || *limit == LIMIT_TOO_MANY ? *limit : LIMIT_PROJECT;
    }
    int64_t more = (int64_t)(whole - state->counted[gift->project]);
    state->counted[gift->project] += more;
    return more;
}

static void follow(const struct matched_question *question, const uint64_t *pairs, struct state *state,
                   struct matched *matched, size_t fund)
{
    for (size_t i = 0; i < question->gift_count; i++) {
        const struct gift *gift = &question->gifts[i];
        enum matched_limit *limit = &matched->limit[fund * question->gift_count + i];
        int64_t more = owed(state, gift, pairs[i], limit), left = state->fund->pool - matched->spent[fund];
        if (more > left) {
            more = left;
            *limit = LIMIT_POOL;
        }
        matched->of_gift[fund * question->gift_count + i] = more;
        matched->added[fund * question->projects + gift->project] += more;
        matched->spent[fund] += more;
    }
    const struct matched_fund *one = state->fund;
    for (uint32_t p = 0; p < question->projects; p++)
        matched->open[fund * question->projects + p] = one->ratio.top > 0 && one->per_gift > 0 && one->per_person > 0
            && state->counted[p] < one->per_project && matched->spent[fund] < one->pool;
}

/* The same number for all gifts of a person to a project. */
static uint64_t *number_pairs(struct arena *work, const struct matched_question *question, size_t *count)
{
    struct int_map pairs = {.arena = work};
    uint64_t *numbers = arena_array(work, question->gift_count, sizeof *numbers);
    for (size_t i = 0; i < question->gift_count; i++) {
        uint64_t *number = int_map_at(&pairs, (uint64_t)question->gifts[i].project << 32 | question->gifts[i].person);
        if (*number == 0)
            *number = pairs.count;
        numbers[i] = *number - 1;
    }
    *count = pairs.count;
    return numbers;
}

static struct matched make_room(struct arena *arena, const struct matched_question *question)
{
    size_t funds = question->fund_count;
    return (struct matched){
        .given = arena_array(arena, question->projects, sizeof(int64_t)),
        .added = arena_array(arena, funds * question->projects, sizeof(int64_t)),
        .of_gift = arena_array(arena, funds * question->gift_count, sizeof(int64_t)),
        .limit = arena_array(arena, funds * question->gift_count, sizeof(enum matched_limit)),
        .spent = arena_array(arena, funds, sizeof(int64_t)),
        .open = arena_array(arena, funds * question->projects, sizeof(bool))};
}

struct matched matched_run(struct arena *arena, const struct matched_question *question)
{
    struct arena work = {0};
    struct matched matched = make_room(arena, question);
    size_t pair_count = 0;
    matched.refusal = check(question, &matched.where);
    if (matched.refusal != MATCHED_GOOD)
        return matched;
    uint64_t *pairs = number_pairs(&work, question, &pair_count);
    for (size_t i = 0; i < question->gift_count; i++)
        matched.given[question->gifts[i].project] += question->gifts[i].cents;
    for (size_t fund = 0; fund < question->fund_count; fund++) {
        struct state state = {&question->funds[fund],
            arena_array(&work, question->projects, sizeof(__int128)), arena_array(&work, pair_count, sizeof(__int128)),
            arena_array(&work, pair_count, sizeof(int64_t)), arena_array(&work, question->projects, sizeof(int64_t))};
        follow(question, pairs, &state, &matched, fund);
    }
    arena_free(&work);
    return matched;
}
