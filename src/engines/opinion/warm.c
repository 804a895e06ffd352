/* SPDX-License-Identifier: AGPL-3.0-or-later
 * k-means started from what it found last time, as the original does at each update. */
#include "engines/opinion/inside.h"
#include <math.h>

struct warm {
    const struct point *points; const double *weight; uint32_t count;
    struct point *sum; double *mass; uint32_t *id; int *label; uint32_t clusters, next_id;
};

static struct point centre_of(const struct warm *warm, uint32_t c)
{
    return (struct point){warm->sum[c].x / warm->mass[c], warm->sum[c].y / warm->mass[c]};
}

static void move(struct warm *warm, uint32_t i, int to)
{
    double w = warm->weight ? warm->weight[i] : 1;
    for (int side = 0; side < 2; side++) {
        int c = side ? to : warm->label[i];
        double sign = side ? w : -w;
        if (c < 0)
            continue;
        warm->sum[c].x += sign * warm->points[i].x;
        warm->sum[c].y += sign * warm->points[i].y;
        warm->mass[c] += sign;
    }
    warm->label[i] = to;
}

/* Clusters without a survivor disappear. Masses are recounted so that nothing is left by rounding. */
static void drop_empty(struct arena *arena, struct warm *warm)
{
    uint32_t kept = 0, *members = arena_array(arena, warm->clusters, sizeof *members);
    int *renamed = arena_array(arena, warm->clusters, sizeof *renamed);
    for (uint32_t i = 0; i < warm->count; i++)
        if (warm->label[i] >= 0)
            members[warm->label[i]]++;
    for (uint32_t c = 0; c < warm->clusters; c++) {
        renamed[c] = members[c] ? (int)kept : -1;
        if (!members[c])
            continue;
        warm->sum[kept] = warm->sum[c];
        warm->mass[kept] = warm->mass[c];
        warm->id[kept++] = warm->id[c];
    }
    warm->clusters = kept;
    for (uint32_t i = 0; i < warm->count; i++)
        warm->label[i] = warm->label[i] >= 0 ? renamed[warm->label[i]] : -1;
}

static void merge(struct warm *warm, uint32_t into, uint32_t from)
{
    if (warm->mass[from] > warm->mass[into])
        warm->id[into] = warm->id[from];
    for (uint32_t i = 0; i < warm->count; i++)
        if (warm->label[i] == (int)from)
            move(warm, i, (int)into);
}

/* Clusters whose centres are the same become one under the name of the larger. */
static void merge_identical(struct arena *arena, struct warm *warm)
{
    for (uint32_t a = 0; a < warm->clusters; a++)
        for (uint32_t b = a + 1; b < warm->clusters; b++) {
            struct point one = centre_of(warm, a), other = centre_of(warm, b);
            if (one.x == other.x && one.y == other.y) {
                merge(warm, a, b);
                drop_empty(arena, warm);
                b = a;
            }
        }
}

/* The point farthest from its nearest centre becomes a cluster of its own; false when every point stands on one. */
static bool split_farthest(struct arena *arena, struct warm *warm)
{
    double most = 0;
    uint32_t farthest = 0;
    for (uint32_t i = 0; i < warm->count; i++) {
        double least = INFINITY;
        for (uint32_t c = 0; c < warm->clusters; c++)
            least = fmin(least, point_distance(centre_of(warm, c), warm->points[i]));
        if (least > most) {
            most = least;
            farthest = i;
        }
    }
    if (!(most > 0))
        return false;
    warm->id[warm->clusters] = warm->next_id++;
    warm->sum[warm->clusters] = (struct point){0, 0};
    warm->mass[warm->clusters] = 0;
    move(warm, farthest, (int)warm->clusters++);
    drop_empty(arena, warm);
    return true;
}

struct clusters *clusters_again(struct arena *arena, const struct point *points, const double *weight, uint32_t count,
                                uint32_t k, const int *old_label, const uint32_t *old_id, uint32_t old_count)
{
    struct arena work = {0};
    uint32_t room = (old_count > k ? old_count : k) + 1;
    struct warm warm = {.points = points, .weight = weight, .count = count, .clusters = old_count};
    warm.sum = arena_array(&work, room, sizeof *warm.sum);
    warm.mass = arena_array(&work, room, sizeof *warm.mass);
    warm.id = arena_array(&work, room, sizeof *warm.id);
    warm.label = arena_array(&work, count, sizeof *warm.label);
    for (uint32_t c = 0; c < old_count; c++) {
        warm.id[c] = old_id[c];
        warm.next_id = old_id[c] >= warm.next_id ? old_id[c] + 1 : warm.next_id;
    }
    for (uint32_t i = 0; i < count; i++)
        warm.label[i] = -1;
    for (uint32_t i = 0; i < count; i++)
        move(&warm, i, old_label[i]);
    drop_empty(&work, &warm);
    if (warm.clusters == 0 && count > 0) {
        warm.clusters = 1;
        warm.id[0] = warm.next_id++;
        for (uint32_t i = 0; i < count; i++)
            move(&warm, i, 0);
    }
    merge_identical(&work, &warm);
    while (warm.clusters < k && split_farthest(&work, &warm))
        continue;
    struct clusters *clusters = arena_alloc(arena, sizeof *clusters);
    *clusters = (struct clusters){.count = warm.clusters, .points = count};
    clusters->centre = arena_array(arena, room, sizeof *clusters->centre);
    clusters->id = arena_array(arena, room, sizeof *clusters->id);
    clusters->mass = arena_array(arena, room, sizeof *clusters->mass);
    clusters->label = arena_array(arena, count, sizeof *clusters->label);
    for (uint32_t c = 0; c < warm.clusters; c++) {
        clusters->centre[c] = centre_of(&warm, c);
        clusters->id[c] = warm.id[c];
        clusters->mass[c] = warm.mass[c];
    }
    for (uint32_t i = 0; i < count; i++)
        clusters->label[i] = -1;
    arena_free(&work);
    return clusters;
}
