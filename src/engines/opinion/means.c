/* SPDX-License-Identifier: AGPL-3.0-or-later
 * k-means of weighted points of the plane. Ties go to the last cluster, empty clusters disappear, as in Polis. */
#include "engines/opinion/inside.h"
#include "engines/kernel/sort.h"
#include <float.h>
#include <math.h>
#include <string.h>

enum { FEW = 8 };

static double square_distance(struct point a, struct point b)
{
    double x = a.x - b.x, y = a.y - b.y;
    return x * x + y * y;
}

double point_distance(struct point a, struct point b)
{
    return sqrt(square_distance(a, b));
}

static struct clusters *make_clusters(struct arena *arena, uint32_t points, uint32_t room)
{
    struct clusters *clusters = arena_alloc(arena, sizeof *clusters);
    clusters->points = points;
    clusters->centre = arena_array(arena, room, sizeof *clusters->centre);
    clusters->id = arena_array(arena, room, sizeof *clusters->id);
    clusters->mass = arena_array(arena, room, sizeof *clusters->mass);
    clusters->label = arena_array(arena, points, sizeof *clusters->label);
    for (uint32_t i = 0; i < points; i++)
        clusters->label[i] = -1;
    return clusters;
}

static bool stands_on_a_centre(const struct clusters *clusters, struct point point)
{
    for (uint32_t c = 0; c < clusters->count; c++)
        if (clusters->centre[c].x == point.x && clusters->centre[c].y == point.y)
            return true;
    return false;
}

struct clusters *clusters_first(struct arena *arena, const struct point *points, uint32_t count, uint32_t k)
{
    struct clusters *clusters = make_clusters(arena, count, k);
    for (uint32_t i = 0; i < count && clusters->count < k; i++)
        if (!stands_on_a_centre(clusters, points[i])) {
            clusters->id[clusters->count] = clusters->count;
            clusters->centre[clusters->count++] = points[i];
        }
    return clusters;
}

/* For each centre, the others from the nearest on: near[c * (count − 1) …]. */
struct near { double distance; uint32_t centre; };

static int nearer(const void *a, const void *b, const void *context)
{
    const struct near *one = a, *other = b;
    (void)context;
    return (one->distance > other->distance) - (one->distance < other->distance);
}

static struct near *list_neighbours(struct arena *arena, const struct clusters *clusters)
{
    uint32_t count = clusters->count;
    struct near *near = arena_array(arena, (size_t)count * (count - 1), sizeof *near), *at = near;
    for (uint32_t c = 0; c < count; c++, at += count - 1) {
        for (uint32_t other = 0, n = 0; other < count; other++)
            if (other != c)
                at[n++] = (struct near){square_distance(clusters->centre[c], clusters->centre[other]), other};
        stable_sort(arena, at, count - 1, sizeof *at, nearer, NULL);
    }
    return near;
}

static int nearest_of_all(const struct clusters *clusters, struct point point)
{
    int best = -1;
    double least = INFINITY;
    for (uint32_t c = 0; c < clusters->count; c++) {
        double distance = square_distance(clusters->centre[c], point);
        if (distance <= least) {
            least = distance;
            best = (int)c;
        }
    }
    return best;
}

/* The same answer from the cluster the point was in: a centre twice as far from this one as the point is cannot be
 * nearer (triangle inequality, with room for rounding). */
static int nearest_from(const struct clusters *clusters, const struct near *near, struct point point, int from)
{
    double least = square_distance(clusters->centre[from], point), reach = 4 * least * (1 + 1e-9) + DBL_MIN;
    int best = from;
    near += (size_t)from * (clusters->count - 1);
    for (uint32_t n = 0; n + 1 < clusters->count && near[n].distance <= reach; n++) {
        int other = (int)near[n].centre;
        double distance = square_distance(clusters->centre[other], point);
        if (distance < least || (distance == least && other > best)) {
            least = distance;
            best = other;
        }
    }
    return best;
}

static void assign(struct clusters *clusters, const struct point *points)
{
    struct arena work = {0};
    const struct near *near = clusters->count > FEW ? list_neighbours(&work, clusters) : NULL;
    for (uint32_t i = 0; i < clusters->points; i++) {
        int was = clusters->label[i];
        clusters->label[i] = near && was >= 0 ? nearest_from(clusters, near, points[i], was)
                                              : nearest_of_all(clusters, points[i]);
    }
    arena_free(&work);
}

/* Centres become the means of their members; those without members disappear. */
static void recentre(struct arena *arena, struct clusters *clusters, const struct point *points, const double *weight)
{
    struct arena_mark mark = arena_mark(arena);
    struct point *sum = arena_array(arena, clusters->count, sizeof *sum);
    double *mass = arena_array(arena, clusters->count, sizeof *mass);
    int *renamed = arena_array(arena, clusters->count, sizeof *renamed);
    for (uint32_t i = 0; i < clusters->points; i++) {
        int c = clusters->label[i];
        double w = weight ? weight[i] : 1;
        if (c < 0)
            continue;
        sum[c].x += w * points[i].x;
        sum[c].y += w * points[i].y;
        mass[c] += w;
    }
    uint32_t kept = 0;
    for (uint32_t c = 0; c < clusters->count; c++) {
        renamed[c] = mass[c] > 0 ? (int)kept : -1;
        if (mass[c] <= 0)
            continue;
        clusters->centre[kept] = (struct point){sum[c].x / mass[c], sum[c].y / mass[c]};
        clusters->id[kept] = clusters->id[c];
        clusters->mass[kept++] = mass[c];
    }
    clusters->count = kept;
    for (uint32_t i = 0; i < clusters->points; i++)
        if (clusters->label[i] >= 0)
            clusters->label[i] = renamed[clusters->label[i]];
    arena_release(arena, mark);
}

static int by_place(const void *a, const void *b, const void *context)
{
    const struct point *one = a, *other = b;
    (void)context;
    if (one->x != other->x)
        return one->x < other->x ? -1 : 1;
    return (one->y > other->y) - (one->y < other->y);
}

/* The original's question: sorted pairs of centres, as many as the shorter list has, all closer than rest. */
static bool rests(struct arena *arena, struct point *old, uint32_t old_count, const struct clusters *now, double rest)
{
    struct point *new = arena_array(arena, now->count, sizeof *new);
    memcpy(new, now->centre, now->count * sizeof *new);
    stable_sort(arena, old, old_count, sizeof *old, by_place, NULL);
    stable_sort(arena, new, now->count, sizeof *new, by_place, NULL);
    for (uint32_t c = 0; c < old_count && c < now->count; c++)
        if (!(square_distance(old[c], new[c]) < rest * rest))
            return false;
    return true;
}

void clusters_settle(struct arena *arena, struct clusters *clusters, const struct point *points, const double *weight,
                     int steps, double rest)
{
    for (int step = 0; step <= steps; step++) {
        struct arena_mark mark = arena_mark(arena);
        uint32_t old_count = clusters->count;
        struct point *old = arena_array(arena, old_count, sizeof *old);
        memcpy(old, clusters->centre, old_count * sizeof *old);
        assign(clusters, points);
        recentre(arena, clusters, points, weight);
        bool done = rests(arena, old, old_count, clusters, rest);
        arena_release(arena, mark);
        if (done)
            break;
    }
}
