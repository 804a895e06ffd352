/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Pairwise bounded funding: what two people call for together, less when they always give together. */
#include "engines/money/inside.h"

enum { PAIR_BITS = 16 };

/* The gifts of each person, the projects rising: those of person i are start[i] … start[i + 1] − 1. */
struct by_person { const struct given **list; size_t *start; };

static struct by_person turn(struct arena *work, const struct givens *givens, uint32_t people)
{
    struct by_person turned = {arena_array(work, givens->count, sizeof *turned.list),
                               arena_array(work, (size_t)people + 2, sizeof *turned.start)};
    for (size_t i = 0; i < givens->count; i++)
        turned.start[givens->list[i].person + 2]++;
    for (uint32_t p = 0; p < people; p++)
        turned.start[p + 2] += turned.start[p + 1];
    for (size_t i = 0; i < givens->count; i++)
        turned.list[turned.start[givens->list[i].person + 1]++] = &givens->list[i];
    return turned;
}

struct common { uint32_t project; uint64_t root; };

/* The projects that both gave to, with √(a b) in 2⁻¹⁶ of a cent. */
static size_t meet(const struct by_person *turned, uint32_t i, uint32_t j, struct common *common)
{
    size_t count = 0, a = turned->start[i], b = turned->start[j];
    while (a < turned->start[i + 1] && b < turned->start[j + 1]) {
        const struct given *one = turned->list[a], *other = turned->list[b];
        if (one->project == other->project) {
            unsigned __int128 product = (unsigned __int128)one->cents * (unsigned __int128)other->cents;
            common[count++] = (struct common){one->project, whole_root(product << 2 * PAIR_BITS)};
        }
        a += one->project <= other->project;
        b += other->project <= one->project;
    }
    return count;
}

void call_by_pairs(struct arena *work, const struct quadratic_question *question, const struct givens *givens,
                   unsigned __int128 *called)
{
    struct by_person turned = turn(work, givens, question->people);
    struct common *common = arena_array(work, question->projects, sizeof *common);
    uint64_t bound = (uint64_t)question->bound;
    for (uint32_t i = 0; i < question->people; i++)
        for (uint32_t j = i + 1; j < question->people; j++) {
            size_t count = meet(&turned, i, j, common);
            unsigned __int128 below = (unsigned __int128)bound << PAIR_BITS;
            for (size_t k = 0; k < count; k++)
                below += common[k].root;
            for (size_t k = 0; k < count; k++)
                called[common[k].project] += 2 * (((unsigned __int128)common[k].root * bound << PAIR_BITS) / below);
        }
}
