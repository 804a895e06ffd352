/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Quadratic funding in whole numbers: the same on every machine, whatever the order of the gifts. */
#include "engines/money/inside.h"
#include <math.h>
#include "base/number.h"
#include "engines/kernel/hash.h"
#include "engines/kernel/sort.h"

enum { ROOT_BITS = 40, PAIR_BITS = 16 };

uint64_t whole_root(unsigned __int128 number)
{
    double near = sqrt((double)number);
    unsigned __int128 root = near >= 18446744073709549568.0 ? UINT64_MAX : (uint64_t)near;
    if (root > 0) {
        root = (root + number / root) / 2;                 /* Newton: never below the root by more than its rounding */
        root = root > UINT64_MAX ? UINT64_MAX : root;
    }
    while (root * root > number)
        root--;
    while (root < UINT64_MAX && (root + 1) * (root + 1) <= number)
        root++;
    return (uint64_t)root;
}

static int by_place(const void *a, const void *b, const void *context)
{
    const struct given *first = a, *second = b;
    if (first->project != second->project)
        return first->project < second->project ? -1 : 1;
    return first->person < second->person ? -1 : first->person > second->person;
}

static struct givens gather(struct arena *work, const struct quadratic_question *question)
{
    struct int_map sums = {.arena = work};
    for (size_t i = 0; i < question->gift_count; i++)
        if (question->gifts[i].cents > 0)
            *int_map_at(&sums, (uint64_t)question->gifts[i].project << 32 | question->gifts[i].person) +=
                (uint64_t)question->gifts[i].cents;
    struct given *list = arena_array(work, sums.count, sizeof *list);
    size_t *start = arena_array(work, (size_t)question->projects + 1, sizeof *start);
    for (size_t i = 0; i < sums.count; i++) {
        list[i] = (struct given){(uint32_t)(sums.keys[i] >> 32), (uint32_t)sums.keys[i], (int64_t)sums.values[i]};
        start[list[i].project + 1]++;
    }
    for (uint32_t p = 0; p < question->projects; p++)
        start[p + 1] += start[p];
    stable_sort(work, list, sums.count, sizeof *list, by_place, NULL);
    return (struct givens){sums.count, list, start};
}

static struct whole whole_of(struct arena *arena, unsigned __int128 number)
{
    struct whole high = whole_from(arena, (int64_t)(uint32_t)(number >> 96));
    struct whole low = whole_from(arena, (__int128)(number & (((unsigned __int128)1 << 96) - 1)));
    return whole_add(arena, whole_shift(arena, high, 96), low);
}

/* The gifts to a project by amount, rising: key the amount, value how many gave it. */
static size_t group(struct arena *work, const struct givens *givens, uint32_t project, struct keyed *groups)
{
    size_t people = givens->start[project + 1] - givens->start[project], count = 0;
    for (size_t i = 0; i < people; i++)
        groups[i] = (struct keyed){(uint64_t)givens->list[givens->start[project] + i].cents, 1};
    sort_keyed(work, groups, people);
    for (size_t i = 0; i < people; i++) {
        if (count && groups[count - 1].key == groups[i].key)
            groups[count - 1].value++;
        else
            groups[count++] = groups[i];
    }
    return count;
}

static struct whole times(struct arena *work, struct whole number, uint64_t factor)
{
    return whole_multiply(work, number, whole_from(work, (__int128)factor));
}

/* (Σ √gift)² − Σ gifts: n (n − 1) × amount for those who gave the same, which is exact, and the products of the roots
 * of amounts that differ. */
static struct rational call_plainly(struct arena *work, const struct givens *givens, uint32_t project)
{
    size_t people = givens->start[project + 1] - givens->start[project];
    struct keyed *groups = arena_array(work, people, sizeof *groups);
    struct whole sum = whole_from(work, 0), called = whole_from(work, 0);
    size_t count = group(work, givens, project, groups);
    for (size_t i = 0; i < count; i++) {
        uint64_t root = whole_root((unsigned __int128)groups[i].key << 2 * ROOT_BITS), people_alike = groups[i].value;
        struct whole roots = times(work, whole_from(work, (__int128)root), people_alike);
        struct whole alike = times(work, whole_from(work, (__int128)groups[i].key * (__int128)people_alike),
                                   people_alike - 1);
        struct whole differ = whole_multiply(work, whole_shift(work, sum, 1), roots);
        called = whole_add(work, called, whole_add(work, differ, whole_shift(work, alike, 2 * ROOT_BITS)));
        sum = whole_add(work, sum, roots);
    }
    return rational_from(work, called, whole_shift(work, whole_from(work, 1), 2 * ROOT_BITS));
}

static void call(struct arena *arena, struct arena *work, const struct quadratic_question *question,
                 const struct givens *givens, struct quadratic *quadratic)
{
    unsigned __int128 *pairs = arena_array(work, question->projects, sizeof *pairs);
    if (question->rule == QUADRATIC_PAIRWISE)
        call_by_pairs(work, question, givens, pairs);
    for (uint32_t p = 0; p < question->projects; p++) {
        struct rational exact = question->rule == QUADRATIC_PLAIN ? call_plainly(work, givens, p)
            : rational_from(work, whole_of(work, pairs[p]), whole_from(work, (int64_t)1 << PAIR_BITS));
        quadratic->called[p] = rational_keep(arena, exact);
        quadratic->givers[p] = (uint32_t)(givens->start[p + 1] - givens->start[p]);
        for (size_t i = givens->start[p]; i < givens->start[p + 1]; i++)
            quadratic->given[p] += givens->list[i].cents;
    }
}

/* What a project may have at most: the whole cents it calls for, its cap, the pool. */
static int64_t ceiling(struct arena *work, const struct quadratic_question *question, struct rational called)
{
    int64_t whole, most = question->pool < question->per_project ? question->pool : question->per_project;
    return rational_floor(work, called, &whole) && whole < most ? whole : most;
}

static void give(struct arena *work, const struct quadratic_question *question, struct quadratic *quadratic)
{
    int64_t sum = 0;
    for (uint32_t p = 0; p < question->projects; p++) {
        quadratic->added[p] = ceiling(work, question, quadratic->called[p]);
        if (!add_checked(sum, quadratic->added[p], &sum))
            sum = INT64_MAX;
    }
    quadratic->scaled = sum > question->pool;
    quadratic->spent = quadratic->scaled ? question->pool : sum;
    if (!quadratic->scaled)
        return;
    struct shares_key key = {rational_of(work, 1, 1), quadratic->called, NULL};
    struct shares shares = shares_split(work, &(struct shares_question){.amount = question->pool,
        .people = question->projects, .ids = question->ids, .keys = &key, .key_count = 1, .most = quadratic->added});
    for (uint32_t p = 0; p < question->projects; p++)
        quadratic->added[p] = shares.cents[p];
}

static enum matched_refusal check(const struct quadratic_question *question, size_t *where)
{
    if (question->pool < 0 || question->per_project < 0
        || (question->rule == QUADRATIC_PAIRWISE && question->bound <= 0))
        return MATCHED_NEGATIVE;
    if (question->pool > MATCHED_MOST || (question->rule == QUADRATIC_PAIRWISE
        && (question->bound > MATCHED_MOST || question->people > QUADRATIC_MOST_PAIRS_OF)))
        return MATCHED_TOO_LARGE;
    return check_gifts(question->gifts, question->gift_count, where);
}

struct quadratic quadratic_run(struct arena *arena, const struct quadratic_question *question)
{
    struct arena work = {0};
    struct quadratic quadratic = {.given = arena_array(arena, question->projects, sizeof(int64_t)),
        .givers = arena_array(arena, question->projects, sizeof(uint32_t)),
        .called = arena_array(arena, question->projects, sizeof(struct rational)),
        .added = arena_array(arena, question->projects, sizeof(int64_t))};
    quadratic.refusal = check(question, &quadratic.where);
    if (quadratic.refusal == MATCHED_GOOD) {
        struct givens givens = gather(&work, question);
        call(arena, &work, question, &givens, &quadratic);
        give(&work, question, &quadratic);
    }
    arena_free(&work);
    return quadratic;
}

int64_t quadratic_split(struct arena *arena, const struct quadratic_question *question,
                        const struct quadratic *honest, uint32_t person)
{
    struct arena work = {0};
    struct givens givens = gather(&work, question);
    struct gift *gifts = arena_array(&work, 2 * givens.count, sizeof *gifts);
    struct quadratic_question doubled = *question;
    int64_t moved = 0;
    doubled.gifts = gifts, doubled.gift_count = 0, doubled.people++;
    for (size_t i = 0; i < givens.count; i++) {
        struct given one = givens.list[i];
        int64_t half = one.person == person ? one.cents / 2 : 0;
        gifts[doubled.gift_count++] = (struct gift){one.person, one.project, one.cents - half, 0};
        gifts[doubled.gift_count++] = (struct gift){question->people, one.project, half, 0};
    }
    struct quadratic split = quadratic_run(&work, &doubled);
    for (size_t i = 0; split.refusal == MATCHED_GOOD && i < givens.count; i++)
        if (givens.list[i].person == person)
            moved += split.added[givens.list[i].project] - honest->added[givens.list[i].project];
    arena_free(&work);
    return moved;
}
