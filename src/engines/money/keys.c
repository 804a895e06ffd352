/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Keys of repartition: what each weighs, as exact fractions of the whole. */
#include "engines/money/inside.h"

enum { FINEST_BITS = 2048 };

static struct rational figure(struct arena *arena, const struct shares_key *key, size_t who)
{
    if (!key->by)
        return rational_of(arena, 1, 1);
    return key->times ? rational_multiply(arena, key->by[who], key->times[who]) : key->by[who];
}

static bool is_negative(const struct shares_key *key, size_t who)
{
    return key->by && (rational_sign(key->by[who]) < 0 || (key->times && rational_sign(key->times[who]) < 0));
}

/* The sum of many fractions has a denominator as long as all of theirs together: refused before it fills the memory. */
static bool is_too_fine(struct arena *work, struct whole *common, struct rational number)
{
    struct whole bottom = rational_bottom(work, number);
    struct whole rest = whole_divide(work, *common, whole_gcd(work, *common, bottom), NULL);
    *common = whole_multiply(work, rest, bottom);
    return whole_bits(*common) > FINEST_BITS;
}

static enum shares_refusal add_key(struct arena *arena, const struct shares_question *question, size_t which,
                                   struct rational *weight, size_t *where)
{
    const struct shares_key *key = &question->keys[which];
    struct rational sum = rational_of(arena, 0, 1), *figures = arena_array(arena, question->people, sizeof *figures);
    struct whole common = whole_from(arena, 1);
    for (*where = 0; *where < question->people; ++*where) {
        if (is_negative(key, *where))
            return SHARES_NEGATIVE_WEIGHT;
        figures[*where] = figure(arena, key, *where);
        if (is_too_fine(arena, &common, figures[*where]))
            return SHARES_TOO_FINE;
        sum = rational_add(arena, sum, figures[*where]);
    }
    *where = which;
    if (rational_sign(sum) == 0)
        return SHARES_NO_WEIGHT;
    struct rational factor = rational_divide(arena, key->part, sum);
    for (size_t i = 0; i < question->people; i++)
        weight[i] = rational_add(arena, weight[i], rational_multiply(arena, factor, figures[i]));
    return SHARES_GOOD;
}

enum shares_refusal key_weights(struct arena *arena, const struct shares_question *question, struct rational *weight,
                                size_t *where)
{
    struct rational parts = rational_of(arena, 0, 1);
    enum shares_refusal refusal = SHARES_GOOD;
    for (size_t i = 0; i < question->people; i++)
        weight[i] = rational_of(arena, 0, 1);
    for (*where = 0; *where < question->key_count; ++*where) {
        if (rational_sign(question->keys[*where].part) < 0)
            return SHARES_PARTS;
        parts = rational_add(arena, parts, question->keys[*where].part);
    }
    *where = 0;
    if (rational_compare(arena, parts, rational_of(arena, 1, 1)) != 0)
        return SHARES_PARTS;
    for (size_t key = 0; refusal == SHARES_GOOD && key < question->key_count; key++)
        refusal = add_key(arena, question, key, weight, where);
    return refusal;
}
