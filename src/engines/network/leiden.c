/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Leiden on one level: fast local moving and refinement (Traag, Waltman and van Eck 2019, algorithms A.2). */
#include "engines/network/leiden.h"
#include <math.h>

#define RANDOMNESS 0.01
#define ENOUGH 1e-12

/* How much a node is tied to each group around it. */
struct around { double *weight; uint32_t *group; uint32_t count; };

static void look_around(struct around *around, const struct level *level, const uint32_t *of, uint32_t i)
{
    const struct sparse *graph = &level->graph;
    for (uint32_t g = 0; g < around->count; g++)
        around->weight[around->group[g]] = 0;
    around->count = 0;
    for (size_t k = graph->start[i]; k < graph->start[i + 1]; k++) {
        uint32_t group = of[graph->column[k]];
        if (around->weight[group] == 0)
            around->group[around->count++] = group;
        around->weight[group] += graph->value[k];
    }
}

static void number_anew(struct arena *work, struct grouping *groups, uint32_t n)
{
    uint32_t *number = arena_array(work, n, sizeof *number);
    groups->count = 0;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t *known = &number[groups->of[i]];
        groups->of[i] = (*known ? *known : (*known = ++groups->count)) - 1;
    }
}

struct moving {
    const struct level *level;
    uint32_t *of;
    double *mass; uint32_t *size;                          /* by group */
    uint32_t *empty, empty_count;
    struct around around;
    uint32_t *queue, head, waiting; bool *waits;
};

/* The best group for a node that has left its own; its own when nothing is better. */
static uint32_t best_group(struct moving *moving, uint32_t i, uint32_t own)
{
    const struct level *level = moving->level;
    struct around *around = &moving->around;
    double push = level->rate * level->mass[i];
    double best = around->weight[own] - push * moving->mass[own];
    uint32_t chosen = own;
    for (uint32_t g = 0; g < around->count; g++) {
        uint32_t group = around->group[g];
        double gain = around->weight[group] - push * moving->mass[group];
        if (gain > best + ENOUGH * (fabs(best) + fabs(gain)))
            best = gain, chosen = group;
    }
    if (moving->size[own] && best < -ENOUGH && moving->empty_count)
        chosen = moving->empty[moving->empty_count - 1];
    return chosen;
}

static bool move_one(struct moving *moving, uint32_t i)
{
    uint32_t own = moving->of[i];
    look_around(&moving->around, moving->level, moving->of, i);
    moving->mass[own] -= moving->level->mass[i];
    if (--moving->size[own] == 0)
        moving->mass[own] = 0;
    uint32_t chosen = best_group(moving, i, own);
    if (chosen != own && moving->size[chosen] == 0)
        moving->empty_count--;
    if (chosen != own && moving->size[own] == 0)
        moving->empty[moving->empty_count++] = own;
    moving->mass[chosen] += moving->level->mass[i];
    moving->size[chosen]++;
    moving->of[i] = chosen;
    return chosen != own;
}

static void call_neighbours(struct moving *moving, uint32_t i)
{
    const struct sparse *graph = &moving->level->graph;
    for (size_t k = graph->start[i]; k < graph->start[i + 1]; k++) {
        uint32_t j = graph->column[k];
        if (moving->waits[j] || moving->of[j] == moving->of[i])
            continue;
        moving->waits[j] = true;
        moving->queue[(moving->head + moving->waiting++) % graph->rows] = j;
    }
}

static struct moving moving_begin(struct arena *work, const struct level *level, struct grouping *groups)
{
    uint32_t n = level->graph.rows;
    struct moving moving = {level, groups->of, arena_array(work, n, sizeof(double)),
        arena_array(work, n, sizeof(uint32_t)), arena_array(work, n, sizeof(uint32_t)), 0,
        {arena_array(work, n, sizeof(double)), arena_array(work, n, sizeof(uint32_t)), 0},
        arena_array(work, n, sizeof(uint32_t)), 0, n, arena_array(work, n, sizeof(bool))};
    for (uint32_t i = 0; i < n; i++) {
        moving.mass[groups->of[i]] += level->mass[i];
        moving.size[groups->of[i]]++;
        moving.queue[i] = i, moving.waits[i] = true;
    }
    for (uint32_t g = n; g-- > 0;)
        if (!moving.size[g])
            moving.empty[moving.empty_count++] = g;
    return moving;
}

bool leiden_move(struct arena *work, const struct level *level, struct grouping *groups, struct seeded *chance)
{
    struct arena_mark mark = arena_mark(work);
    struct moving moving = moving_begin(work, level, groups);
    bool moved = false;
    seeded_shuffle(chance, moving.queue, level->graph.rows);
    while (moving.waiting) {
        uint32_t i = moving.queue[moving.head];
        moving.head = (moving.head + 1) % level->graph.rows;
        moving.waiting--;
        moving.waits[i] = false;
        if (!move_one(&moving, i))
            continue;
        moved = true;
        call_neighbours(&moving, i);
    }
    number_anew(work, groups, level->graph.rows);
    arena_release(work, mark);
    return moved;
}

struct refining {
    const struct level *level; const uint32_t *group;
    uint32_t *of;                                          /* the piece of a node, named by its first node */
    double *mass, *outside;                                /* by piece; weight to the rest of its group */
    double *group_mass;
    bool *grown;                                           /* by piece: more than one node */
    struct around around;
    double *odds; uint32_t *open;
};

static void look_inside(struct refining *refining, uint32_t i)
{
    const struct sparse *graph = &refining->level->graph;
    struct around *around = &refining->around;
    for (uint32_t g = 0; g < around->count; g++)
        around->weight[around->group[g]] = 0;
    around->count = 0;
    for (size_t k = graph->start[i]; k < graph->start[i + 1]; k++) {
        uint32_t j = graph->column[k], piece = refining->of[j];
        if (refining->group[j] != refining->group[i])
            continue;
        if (around->weight[piece] == 0)
            around->group[around->count++] = piece;
        around->weight[piece] += graph->value[k];
    }
}

/* Well joined to the rest of its group: at least what chance would tie. */
static bool is_joined(const struct refining *refining, uint32_t piece, uint32_t group)
{
    double mass = refining->mass[piece];
    return refining->outside[piece] >= refining->level->rate * mass * (refining->group_mass[group] - mass);
}

/* One of the pieces that lose nothing by taking the node in, with odds exp(gain/randomness); itself among them. */
static uint32_t draw_piece(struct refining *refining, uint32_t i, struct seeded *chance)
{
    struct around *around = &refining->around;
    double push = refining->level->rate * refining->level->mass[i], best = 0, all = 0;
    uint32_t count = 0;
    refining->open[count] = i, refining->odds[count++] = 0;
    for (uint32_t g = 0; g < around->count; g++) {
        uint32_t piece = around->group[g];
        double gain = around->weight[piece] - push * refining->mass[piece];
        if (gain < 0 || !is_joined(refining, piece, refining->group[i]))
            continue;
        refining->open[count] = piece, refining->odds[count++] = gain;
        best = fmax(best, gain);
    }
    for (uint32_t c = 0; c < count; c++)
        all += refining->odds[c] = steady_exp((refining->odds[c] - best) / RANDOMNESS);
    double drawn = seeded_unit(chance) * all;
    uint32_t chosen = 0;
    for (; chosen + 1 < count && drawn >= refining->odds[chosen]; chosen++)
        drawn -= refining->odds[chosen];
    return refining->open[chosen];
}

static void merge(struct refining *refining, uint32_t i, uint32_t piece)
{
    refining->mass[piece] += refining->level->mass[i];
    refining->outside[piece] += refining->outside[i] - 2 * refining->around.weight[piece];
    refining->of[i] = piece;
    refining->mass[i] = 0;
    refining->grown[piece] = true;
}

static struct refining refining_begin(struct arena *arena, struct arena *work, const struct level *level,
                                      const struct grouping *groups)
{
    uint32_t n = level->graph.rows;
    struct refining refining = {level, groups->of, arena_array(arena, n, sizeof(uint32_t)),
        arena_array(work, n, sizeof(double)), arena_array(work, n, sizeof(double)),
        arena_array(work, groups->count, sizeof(double)), arena_array(work, n, sizeof(bool)),
        {arena_array(work, n, sizeof(double)), arena_array(work, n, sizeof(uint32_t)), 0},
        arena_array(work, n + 1, sizeof(double)), arena_array(work, n + 1, sizeof(uint32_t))};
    for (uint32_t i = 0; i < n; i++) {
        refining.of[i] = i;
        refining.mass[i] = level->mass[i];
        refining.group_mass[groups->of[i]] += level->mass[i];
        for (size_t k = level->graph.start[i]; k < level->graph.start[i + 1]; k++)
            if (groups->of[level->graph.column[k]] == groups->of[i])
                refining.outside[i] += level->graph.value[k];
    }
    return refining;
}

struct grouping leiden_refine(struct arena *arena, struct arena *work, const struct level *level,
                              const struct grouping *groups, struct seeded *chance)
{
    struct arena_mark mark = arena_mark(work);
    uint32_t n = level->graph.rows;
    struct refining refining = refining_begin(arena, work, level, groups);
    uint32_t *order = arena_array(work, n, sizeof *order);
    for (uint32_t i = 0; i < n; i++)
        order[i] = i;
    seeded_shuffle(chance, order, n);
    for (uint32_t at = 0; at < n; at++) {
        uint32_t i = order[at];
        if (refining.grown[i] || refining.of[i] != i || !is_joined(&refining, i, groups->of[i]))
            continue;
        look_inside(&refining, i);
        uint32_t piece = draw_piece(&refining, i, chance);
        if (piece != i)
            merge(&refining, i, piece);
    }
    struct grouping pieces = {.of = refining.of};
    number_anew(work, &pieces, n);
    arena_release(work, mark);
    return pieces;
}
