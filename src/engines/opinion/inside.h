/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What the files of opinion share; nobody else includes it (tests do). */
#pragma once
#include "engines/opinion.h"

enum { BASE_CLUSTERS = 100, BASE_STEPS = 100, GROUP_STEPS = 20, ENOUGH_VOTES = 7, GREEDY_INSIDE = 15, SMOOTHING = 4 };
#define Z90 1.2816

/* votes.c: the last vote of each participant on each statement, by participant then statement. Statements that are out
 * stand apart: they count as 0 for everybody in all that follows. */
struct votes {
    uint32_t participants, statements, out_count;
    size_t *start; uint32_t *statement; int8_t *value;     /* those in play; of p: start[p] … start[p + 1] − 1 */
    size_t *out_start; uint32_t *out_statement; int8_t *out_value;
    const uint8_t *flags;                                  /* by statement, never NULL */
    uint32_t *cast;                                        /* votes by participant, all of them */
};
struct votes *votes_read(struct arena *arena, const struct opinion_input *input, const struct opinion_rules *rules);
/* Who is in the conversation: at least min(7, statements) votes, then the most active up to 15; nobody ever leaves. */
bool *votes_inside(struct arena *arena, const struct votes *votes, const struct opinion_rules *rules,
                   const struct opinion_memory *previous);
struct opinion_count *votes_count(struct arena *arena, const struct votes *votes, const uint32_t *kind, uint32_t kinds);
enum { NO_KIND = 0xFFFFFFFFu };

/* plane.c: the two first principal components of the votes, missing ones read as the statement's mean. weight, when not
 * NULL, counts each participant so many times. */
struct plane { uint32_t statements; double *mean, *axis[2], variance[2]; };
double *plane_means(struct arena *arena, const struct votes *votes, const double *weight);
/* near: a plane to start from (of the whole, when weight is a part of it), or NULL. */
struct plane *plane_find(struct arena *arena, const struct votes *votes, const double *weight,
                         const struct opinion_rules *rules, const struct opinion_memory *previous,
                         const struct plane *near);

/* spread.c: the matrix G = Yᵀ W Y of the centred votes, as votes or, where that is less work, in full. */
struct spread { const struct votes *votes; const double *mean, *weight; uint32_t size; double *gram; };
struct spread spread_begin(struct arena *arena, const struct votes *votes, const double *mean, const double *weight);
void spread_multiply(const struct spread *spread, const double *v, double *u);       /* u = G v */
double spread_trace(const struct spread *spread);
/* u = (I − aaᵀ) G (I − aaᵀ) v for a unit vector a (or NULL: G v); v may be changed by rounding only. */
void spread_multiply_apart(const struct spread *spread, const double *apart, double *v, double *u);

/* power.c: the original's way. Multiplies until so many steps or a length equal to the last; axis holds the start. */
void power_iterate(struct arena *arena, const struct spread *spread, const double *apart, double *axis, int steps);
/* lanczos.c: the leading eigenvector among those orthogonal to apart (or NULL), of length 1, or 0 when G is 0 there.
 * axis may hold a guess, or 0. Returns its eigenvalue. */
double lanczos_lead(struct arena *arena, const struct spread *spread, const double *apart, double *axis);
/* The largest eigenvalue of a symmetric tridiagonal matrix and its eigenvector (length 1). off[i] stands between i and
 * i + 1. */
double tridiagonal_lead(struct arena *arena, const double *diagonal, const double *off, uint32_t size, double *vector);

struct point { double x, y; };
double point_distance(struct point a, struct point b);
struct point plane_participant(const struct plane *plane, const struct votes *votes, uint32_t participant);
struct point plane_statement(const struct plane *plane, uint32_t statement, int sign);

/* means.c: k-means in the plane. label[i] is the position of a cluster in centre and id; a point's weight is 1 when
 * weight is NULL. */
struct clusters { uint32_t count, points; struct point *centre; uint32_t *id; int *label; double *mass; };
struct clusters *clusters_first(struct arena *arena, const struct point *points, uint32_t count, uint32_t k);
/* old_label[i] is a position in old_id, or −1 for a new point. */
struct clusters *clusters_again(struct arena *arena, const struct point *points, const double *weight, uint32_t count,
                                uint32_t k, const int *old_label, const uint32_t *old_id, uint32_t old_count);
/* Assigns and recentres until the centres move less than rest, or steps + 1 times. */
void clusters_settle(struct arena *arena, struct clusters *clusters, const struct point *points, const double *weight,
                     int steps, double rest);

/* groups.c */
double silhouette_one(const double *distance, uint32_t count, const int *label, uint32_t k, uint32_t i);
double silhouette_mean(const double *distance, uint32_t count, const int *label, uint32_t k);
struct grouping {
    uint32_t inside;                                       /* participants in the conversation */
    uint32_t *participant; struct point *point;            /* them, in order, and where they stand */
    struct clusters *base; struct clusters *level[OPINION_MOST_GROUPS + 1];
    double silhouette[OPINION_MOST_GROUPS + 1];
    uint32_t best, shown, times;
};
struct grouping *groups_find(struct arena *arena, const struct point *points, const bool *inside, uint32_t participants,
                             const struct opinion_rules *rules, const struct opinion_memory *previous);
/* By participant, the group of the clustering in k groups; OPINION_NOBODY outside. */
int *groups_of(struct arena *arena, const struct grouping *grouping, uint32_t participants, uint32_t k);
/* Renames groups so that as many as possible of the members keep their old name: of all orders the one with the
 * greatest overlap, then the first. */
void groups_rename(int *group, uint32_t participants, uint32_t k, const int *old, uint32_t old_participants);
double groups_overlap(const int *group, const int *other, uint32_t participants, uint32_t k, int *other_name);

/* typical.c */
double proportion_test(double successes, double trials);
double difference_test(double successes, double other_successes, double trials, double other_trials);
void typical_of_group(struct arena *arena, struct opinion *opinion, const struct votes *votes,
                      const struct opinion_count *counts, uint32_t group, const struct opinion_rules *rules);
void consensus_of_all(struct arena *arena, struct opinion *opinion, const struct votes *votes);

/* scores.c */
double importance(double agree, double pass, double seen, double extremity);
double priority(double agree, double pass, double seen, double extremity, bool meta);
void score_statements(struct arena *arena, struct opinion *opinion, const struct votes *votes,
                      const struct plane *plane, const struct opinion_count *by_group, int sign);

/* stability.c: replicates with four participants in five; sets stabilities and k_share. group: what is shown. */
void stability_measure(struct arena *arena, struct opinion *opinion, const struct votes *votes,
                       const struct opinion_rules *rules, const struct plane *plane, const int *group);

/* bridging.c: by statement; NAN for those that are out. plane: the whole one, where to start; NULL: it is sought. */
double *bridging_scores(struct arena *arena, const struct votes *votes, const struct plane *plane);

/* certificate.c: what was counted is digested, by a thread of its own when there are many votes, until the end; none of
 * what is given may change before it. Each begin has one end. */
struct input_print;
struct input_print *certify_begin(struct arena *work, const struct votes *votes, const struct opinion_rules *rules,
                                  const struct opinion_memory *previous);
void certify_end(struct opinion *opinion, struct input_print *print);

/* memory.c: grouping is NULL when there are no groups. */
struct opinion_memory *remember(struct arena *arena, const struct opinion *opinion, const struct grouping *grouping,
                                const struct opinion_memory *previous);
