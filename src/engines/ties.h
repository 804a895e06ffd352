/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Ties that are missing: who might well meet, and why. Measures of Liben-Nowell and Kleinberg 2007 and of Zhou, Lü
 * and Zhang 2009 on the network, beside what each can do and how far they are.
 * Nothing is learned: each part can be said. */
#pragma once
#include "base/text.h"
#include "engines/network.h"

enum { TIES_NAMED = 3 };

/* What is known of the actors; all may be NULL but the network. */
struct ties_source {
    const struct sparse *network;          /* sound: see network_sound */
    const struct sparse *can;              /* actor × function, not 0 where the actor can */
    const double *longitude, *latitude;    /* degrees, by actor; NAN: unknown */
};
/* score = resource_allocation + w_c · complementarity + w_n · nearness, all ≥ 0: one partner more in common, one more
 * function that the other lacks, one kilometre less never lower it. */
struct ties_weights { double complementarity, nearness, km; };       /* nearness = e^(−distance/km) */
extern const struct ties_weights ties_usual;               /* 0.1, 0.1, 30 km */

struct tie {
    uint32_t a, b;
    double score;
    uint32_t common;                       /* partners of both */
    uint32_t named[TIES_NAMED];            /* those among them with the fewest partners: who could introduce them */
    double adamic_adar;                    /* Σ 1/ln k over them, k how many partners they have */
    double resource_allocation;            /* Σ 1/k */
    double complementarity;                /* of all they can do together, what one of them alone can; 0: unknown */
    uint32_t lacking_a, lacking_b;         /* functions of b that a has not; of a that b has not */
    double km;                             /* NAN: unknown */
};
/* The best partners an actor has not, best first (equal scores by ascending number); at most most of them. Those in
 * question share a partner with it, or complete it (each has a function the other lacks) within weights->km. Both must
 * be within actors. Returns how many. In time proportional to the ties of its partners, and to the actors when places
 * and functions are known. */
size_t ties_for(struct arena *arena, const struct ties_source *source, const struct ties_weights *weights,
                uint32_t actor, struct tie *ties, size_t most);
/* The best of all pairs, a < b, those who share a partner only; equal scores by ascending a, then b. */
size_t ties_missing(struct arena *arena, const struct ties_source *source, const struct ties_weights *weights,
                    struct tie *ties, size_t most);
/* One pair, tied or not. */
struct tie ties_between(const struct ties_source *source, const struct ties_weights *weights, uint32_t a, uint32_t b);
/* "3 partenaires communs, dont Les Amis ; compétences complémentaires (2 et 1) ; à 8 km". names: by actor. */
void tie_sentence(struct buffer *out, const struct tie *tie, const char *const *names);
