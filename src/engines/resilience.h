/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What a network of cooperation would lose, and a profile of it in ten figures, each with what it means, how much
 * of the data it stands on and how far it could be by chance.
 * There is no total and no rank: figures to be talked about. */
#pragma once
#include "engines/network.h"

/* Triples are (actor, initiative, value) and (actor, function, 1). What is not known is NULL, its count 0. */
struct cooperation {
    uint32_t actors, initiatives, functions, colleges;
    const struct triple *memberships; size_t membership_count;       /* each pair may stand several times */
    const int64_t *day;                    /* by membership, days since 1970; INT64_MIN: unknown */
    const struct triple *amounts; size_t amount_count;               /* money an actor brings, ≥ 0, any unit */
    const struct triple *seats; size_t seat_count;                   /* 1: has a seat where it decides; 0: has none */
    const struct triple *can; size_t can_count;
    const uint32_t *college;               /* by actor; NETWORK_NO_COLLEGE: unknown */
    uint32_t most_members;                 /* initiatives of more tie nobody, as in network_project; 0: the usual */
};

/* What happens when one leaves. */
struct departure {
    uint32_t largest_before, largest_after;                          /* actors in the largest part, the leaver apart */
    uint32_t pieces;                       /* into how many its part falls: 1, it holds; 0, it had no tie */
    uint32_t *lost, lost_count;            /* functions that nobody else has */
    uint32_t *fragile, fragile_count;      /* functions that one other alone has: fewer than two providers */
    uint32_t *orphaned, orphaned_count;    /* initiatives that had two members or more and are left with one */
    double amount, amount_share;           /* what it brings, and of all: NAN when no amount is known */
};
/* Prepared once; then each departure takes time proportional to what the actor does. */
struct departures;
struct departures *departures_prepare(struct arena *arena, const struct cooperation *cooperation,
                                      const struct sparse *network);
struct departure departure_of(struct arena *arena, const struct departures *departures, uint32_t actor);

enum profile_indicator {
    PROFILE_MIX,                           /* mean entropy of colleges in an initiative, over ln(colleges): 0 to 1 */
    PROFILE_MULTI,                         /* initiatives of two colleges or more, of those known */
    PROFILE_DENSITY,                       /* pairs tied, of all pairs */
    PROFILE_CENTRALISATION,                /* Freeman 1979, by ties: 1 for a star, 0 when all have as many */
    PROFILE_REDUNDANCY,                    /* functions that two actors or more have, of all named */
    PROFILE_ROBUSTNESS,                    /* R of network_robustness */
    PROFILE_MULTIPLEXITY,                  /* tied pairs that share two initiatives or more */
    PROFILE_CONCENTRATION,                 /* Herfindahl: Σ (share of the money that an actor brings)² */
    PROFILE_DURATION,                      /* years from the first to the last date of an initiative, mean */
    PROFILE_OPENNESS,                      /* members who have a seat where the initiative decides, mean share */
    PROFILE_INDICATORS
};
/* value: NAN when nothing is known. known of all: how much of the data it stands on (initiatives of two members or
 * more; for redundancy and the four of the graph, actors). low, high: 5 % and 95 % of what it is when initiatives
 * (functions, for redundancy) are drawn again with repeats, moved so that their middle is the value, since drawing
 * with repeats thins a network; NAN without replicates, or with fewer than five to draw from. */
struct indicator { double value, low, high; uint32_t known, all; };
struct profile { struct indicator of[PROFILE_INDICATORS]; };
/* replicates: at most PROFILE_MOST_REPLICATES, 200 are enough. */
enum { PROFILE_MOST_REPLICATES = 10000 };
struct profile profile_measure(struct arena *arena, const struct cooperation *cooperation, uint32_t replicates,
                               uint64_t seed);
