/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Missing ties: common partners, complementarity, distance. */
#include "engines/ties.h"
#include "base/earth.h"
#include "engines/kernel/seeded.h"
#include "engines/kernel/sort.h"
#include <math.h>

#define NBSP "\xC2\xA0"

const struct ties_weights ties_usual = {0.1, 0.1, 30};

static size_t tie_count(const struct sparse *network, uint32_t i)
{
    return network->start[i + 1] - network->start[i];
}

static double distance(const struct ties_source *source, uint32_t a, uint32_t b)
{
    if (!source->longitude || !source->latitude)
        return NAN;
    return earth_km(source->longitude[a], source->latitude[a], source->longitude[b], source->latitude[b]);
}

/* Keeps the few partners who have the fewest, in ascending order of that. */
static void name_partner(struct tie *tie, const struct sparse *network, uint32_t partner)
{
    uint32_t held = tie->common < TIES_NAMED ? tie->common : TIES_NAMED, at = held;
    while (at > 0 && tie_count(network, tie->named[at - 1]) > tie_count(network, partner))
        at--;
    if (at == TIES_NAMED)
        return;
    for (uint32_t k = held < TIES_NAMED ? held : TIES_NAMED - 1; k > at; k--)
        tie->named[k] = tie->named[k - 1];
    tie->named[at] = partner;
}

static void meet(struct tie *tie, const struct sparse *network)
{
    size_t x = network->start[tie->a], y = network->start[tie->b];
    while (x < network->start[tie->a + 1] && y < network->start[tie->b + 1]) {
        uint32_t a = network->column[x], b = network->column[y];
        x += a <= b, y += b <= a;
        if (a != b)
            continue;
        double ties = (double)tie_count(network, a);       /* at least 2: a and b themselves */
        name_partner(tie, network, a);
        tie->common++;
        tie->resource_allocation += 1 / ties;
        tie->adamic_adar += 1 / steady_log(ties);
    }
}

static void complete(struct tie *tie, const struct sparse *can)
{
    size_t x = can->start[tie->a], y = can->start[tie->b];
    uint32_t both = 0;
    while (x < can->start[tie->a + 1] && y < can->start[tie->b + 1]) {
        uint32_t a = can->column[x], b = can->column[y];
        x += a <= b, y += b <= a;
        both += a == b;
    }
    tie->lacking_a = (uint32_t)(can->start[tie->b + 1] - can->start[tie->b]) - both;
    tie->lacking_b = (uint32_t)(can->start[tie->a + 1] - can->start[tie->a]) - both;
    if (tie->lacking_a && tie->lacking_b)
        tie->complementarity = (double)(tie->lacking_a + tie->lacking_b) / (tie->lacking_a + tie->lacking_b + both);
}

struct tie ties_between(const struct ties_source *source, const struct ties_weights *weights, uint32_t a, uint32_t b)
{
    struct tie tie = {.a = a, .b = b, .km = distance(source, a, b)};
    meet(&tie, source->network);
    if (source->can)
        complete(&tie, source->can);
    tie.score = tie.resource_allocation + weights->complementarity * tie.complementarity;
    if (!isnan(tie.km))
        tie.score += weights->nearness * steady_exp(-tie.km / weights->km);
    return tie;
}

/* The best so far, a heap whose root is the worst kept. */
struct kept { struct tie *ties; size_t count, most; };

static bool is_better(const struct tie *x, const struct tie *y)
{
    if (x->score != y->score)
        return x->score > y->score;
    return x->a != y->a ? x->a < y->a : x->b < y->b;
}

static void sink(struct kept *kept, size_t at)
{
    struct tie tie = kept->ties[at];
    for (size_t child; (child = 2 * at + 1) < kept->count; at = child) {
        child += child + 1 < kept->count && is_better(&kept->ties[child], &kept->ties[child + 1]);
        if (!is_better(&tie, &kept->ties[child]))
            break;
        kept->ties[at] = kept->ties[child];
    }
    kept->ties[at] = tie;
}

static void offer(struct kept *kept, struct tie tie)
{
    size_t at = kept->count;
    if (kept->count == kept->most) {
        if (!kept->most || !is_better(&tie, &kept->ties[0]))
            return;
        kept->ties[0] = tie;
        sink(kept, 0);
        return;
    }
    for (kept->count++; at && is_better(&kept->ties[(at - 1) / 2], &tie); at = (at - 1) / 2)
        kept->ties[at] = kept->ties[(at - 1) / 2];
    kept->ties[at] = tie;
}

/* Best first. */
static void order(struct kept *kept)
{
    for (size_t left = kept->count; left > 1; left--) {
        struct tie worst = kept->ties[0];
        kept->ties[0] = kept->ties[left - 1];
        kept->count = left - 1;
        if (kept->count)
            sink(kept, 0);
        kept->ties[left - 1] = worst;
    }
}

/* Marks an actor and its partners; then offers those two steps away, beyond `after` only. */
struct around { uint32_t *seen, *reached; uint32_t count; };

static void look_around(struct around *around, const struct sparse *network, uint32_t actor, int64_t after)
{
    around->count = 0;
    around->seen[actor] = actor + 1;
    for (size_t k = network->start[actor]; k < network->start[actor + 1]; k++)
        around->seen[network->column[k]] = actor + 1;
    for (size_t k = network->start[actor]; k < network->start[actor + 1]; k++) {
        uint32_t partner = network->column[k];
        for (size_t l = network->start[partner]; l < network->start[partner + 1]; l++) {
            uint32_t other = network->column[l];
            if (around->seen[other] == actor + 1 || (int64_t)other <= after)
                continue;
            around->seen[other] = actor + 1;
            around->reached[around->count++] = other;
        }
    }
}

static struct around around_begin(struct arena *arena, uint32_t n)
{
    return (struct around){arena_array(arena, n, sizeof(uint32_t)), arena_array(arena, n, sizeof(uint32_t)), 0};
}

size_t ties_for(struct arena *arena, const struct ties_source *source, const struct ties_weights *weights,
                uint32_t actor, struct tie *ties, size_t most)
{
    struct arena own = {0};
    struct kept kept = {ties, 0, most};
    struct around around = around_begin(&own, source->network->rows);
    look_around(&around, source->network, actor, -1);
    for (uint32_t i = 0; i < around.count; i++)
        offer(&kept, ties_between(source, weights, actor, around.reached[i]));
    for (uint32_t i = 0; source->can && source->longitude && i < source->network->rows; i++) {
        if (around.seen[i] == actor + 1)
            continue;
        struct tie tie = ties_between(source, weights, actor, i);
        if (tie.complementarity > 0 && tie.km <= weights->km)
            offer(&kept, tie);
    }
    size_t count = kept.count;
    order(&kept);
    arena_free(&own);
    return count;
}

size_t ties_missing(struct arena *arena, const struct ties_source *source, const struct ties_weights *weights,
                    struct tie *ties, size_t most)
{
    struct arena own = {0};
    struct kept kept = {ties, 0, most};
    struct around around = around_begin(&own, source->network->rows);
    for (uint32_t a = 0; a < source->network->rows; a++) {
        look_around(&around, source->network, a, a);
        for (uint32_t i = 0; i < around.count; i++)
            offer(&kept, ties_between(source, weights, a, around.reached[i]));
    }
    size_t count = kept.count;
    order(&kept);
    arena_free(&own);
    return count;
}

static void join(struct buffer *out, bool *started)
{
    buffer_text(out, *started ? NBSP "; " : "");
    *started = true;
}

void tie_sentence(struct buffer *out, const struct tie *tie, const char *const *names)
{
    bool started = false;
    if (tie->common == 1) {
        join(out, &started);
        buffer_format(out, "un partenaire commun" NBSP ": %s", names[tie->named[0]]);
    } else if (tie->common) {
        join(out, &started);
        buffer_format(out, "%u partenaires communs, dont %s et %s", tie->common, names[tie->named[0]],
                      names[tie->named[1]]);
    }
    if (tie->complementarity > 0) {
        join(out, &started);
        buffer_format(out, "compétences complémentaires (%u d’un côté, %u de l’autre)", tie->lacking_b, tie->lacking_a);
    }
    if (isnan(tie->km))
        return;
    join(out, &started);
    if (tie->km < 1)
        buffer_text(out, "à moins d’1" NBSP "km");
    else
        buffer_format(out, "à %.0f" NBSP "km", tie->km);
}
