/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Who commits once conditions are read: from the firm ones up, or from all of them down. */
#include "engines/money/commitments_inside.h"
#include <string.h>

static uint32_t count_free(const struct commitments_question *question, const struct brought *brought)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < question->count; i++)
        count += brought->free[i];
    return count;
}

bool condition_holds(const struct commitments_question *question, const struct brought *brought,
                     const struct condition *condition)
{
    switch (condition->kind) {
    case CONDITION_WHO:
        return brought->free[condition->which];
    case CONDITION_TOTAL:
        return brought->total >= condition->cents;
    case CONDITION_GROUP:
        return brought->group[condition->which] >= condition->cents;
    case CONDITION_COUNT:
        return count_free(question, brought) >= condition->which;
    }
    return false;
}

/* Does another of the same choice hold? */
static bool choice_holds(const struct commitments_question *question, const struct brought *brought, uint32_t who,
                         uint32_t any)
{
    const struct commitment *one = &question->commitments[who];
    for (size_t i = 0; any && i < one->condition_count; i++)
        if (one->conditions[i].any == any && condition_holds(question, brought, &one->conditions[i]))
            return true;
    return false;
}

size_t unmet(const struct commitments_question *question, const struct brought *brought, uint32_t who)
{
    const struct commitment *one = &question->commitments[who];
    for (size_t i = 0; i < one->condition_count; i++)
        if (!condition_holds(question, brought, &one->conditions[i])
            && !choice_holds(question, brought, who, one->conditions[i].any))
            return i;
    return SIZE_MAX;
}

void least_point(const struct commitments_question *question, int64_t outside, uint32_t first,
                 struct brought *brought, uint32_t *rounds)
{
    bool next[COMMITMENTS_MOST] = {0}, more = true;
    for (uint32_t i = 0; i < question->count; i++)
        brought->free[i] = i == first || question->commitments[i].condition_count == 0;
    bring(question, outside, brought);
    for (uint32_t round = 1; more; round++) {
        more = false;
        for (uint32_t i = 0; i < question->count; i++) {
            next[i] = brought->free[i] || unmet(question, brought, i) == SIZE_MAX;
            if (next[i] && !brought->free[i]) {
                more = true;
                if (rounds)
                    rounds[i] = round;
            }
        }
        memcpy(brought->free, next, question->count * sizeof *next);
        bring(question, outside, brought);
    }
}

/* What the others bring is brought without it; then it is put back. */
static bool stays(const struct commitments_question *question, struct brought *brought, uint32_t who)
{
    brought->free[who] = false;
    bring(question, 0, brought);
    bool good = unmet(question, brought, who) == SIZE_MAX;
    brought->free[who] = true;
    return good;
}

void greatest_point(const struct commitments_question *question, struct brought *brought)
{
    bool more = true;
    for (uint32_t i = 0; i < question->count; i++)
        brought->free[i] = true;
    while (more) {
        more = false;
        for (uint32_t i = 0; i < question->count; i++)
            if (brought->free[i] && !stays(question, brought, i)) {
                brought->free[i] = false;
                more = true;
            }
    }
    bring(question, 0, brought);
}
