/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A network of actors: who works with whom, which circles that makes, who stands between them. Pure, deterministic on
 * every machine and any number of threads. What it finds is for those concerned to discuss: no grade of anybody. */
#pragma once
#include "engines/kernel/sparse.h"

enum { NETWORK_MOST_NODES = 1000000, NETWORK_MOST_LINKS = 20000000, NETWORK_MOST_MEMBERS = 1000 };

/* Everywhere below a network is a symmetric graph (sparse_graph, or network_project) without loops, whose weights are
 * finite and > 0. This says whether one is; all else here needs it. */
bool network_sound(const struct sparse *network);

/* Newman 2001: w_ij = Σ_p 1/(size_p − 1) over the initiatives p both take part in, so that a meeting of a hundred does
 * not weigh as a hundred friendships. memberships: row an actor, column an initiative, value what it weighs, > 0 (1, or
 * less with age: exp(−age/τ)); a pair counts for the smaller of its two. A membership given twice counts once, with the
 * greater value. Initiatives of one actor tie nobody; those of more than most_members (0: NETWORK_MOST_MEMBERS) are
 * counted in *too_large, when it is not NULL, and left out. False in *fits: more than NETWORK_MOST_LINKS pairs. */
struct sparse network_project(struct arena *arena, uint32_t actors, uint32_t initiatives,
                              const struct triple *memberships, size_t count, uint32_t most_members,
                              uint32_t *too_large, bool *fits);

/* Parts that no path joins, numbered from 0 by descending size, then by their first node. */
struct network_parts { uint32_t count, *of, *size; };
struct network_parts network_components(struct arena *arena, const struct sparse *network);

/* Circles: Leiden (Traag, Waltman and van Eck 2019). Modularity: Q = Σ_c (in_c/2m − γ (tot_c/2m)²), in_c the weight
 * inside c counted both ways. CPM: Q = Σ_c (e_c − γ n_c (n_c − 1)/2), e_c the weight inside, without limit of
 * resolution: γ is the density that a circle must pass. Every circle found is connected: it is checked, and a circle in
 * two pieces, were there one, is cut, which never lowers Q. */
enum network_quality { NETWORK_MODULARITY, NETWORK_CPM };
struct network_circles_rule {
    enum network_quality quality;
    double gamma;                          /* > 0; 0: 1 */
    uint64_t seed;
    uint32_t starts;                       /* the best of so many; 0: 100 up to 2,000 ties, then 1 */
    uint32_t rounds;                       /* of each start, unless nothing moves before; 0: 50 up to 2,000 ties, 10 up
                                            * to 50,000, then 4 */
};
struct network_circles { struct network_parts parts; double quality; uint32_t rounds; };
struct network_circles network_communities(struct arena *arena, const struct sparse *network,
                                           const struct network_circles_rule *rule);
/* The quality of any partition: of[i] < nodes. */
double network_quality_of(struct arena *arena, const struct sparse *network, const uint32_t *of,
                          enum network_quality quality, double gamma);

/* Betweenness: over the pairs of others, the share of their shortest paths that pass here (Brandes 2001), each pair
 * once, not normalised. weighted: a tie of weight w is 1/w long; lengths that differ by less than 1e-10 of them are
 * equal. sources below nodes: from so many of them, drawn by seed without repeat, scaled up; then error is what bounds
 * |estimate − exact| / (½ (n − 1)(n − 2)), in 95 draws of 100 and for all nodes at once (Hoeffding; it is wide), and
 * deviation the standard error of each node, good for who stands between many, too small for who stands between few. */
struct network_between_rule { bool weighted; uint32_t sources; uint64_t seed; int threads; };    /* sources 0: all */
struct network_between { double *score; double *deviation; uint32_t sources; double error; };   /* exact: 0 and NULL */
struct network_between network_betweenness(struct arena *arena, const struct sparse *network,
                                           const struct network_between_rule *rule);

/* Burt 1992, with p_ij = w_ij/Σ_k w_ik. constraint: Σ_j (p_ij + Σ_q p_iq p_qj)², j over the ties of i; NAN for who
 * has none. size: Σ_j (1 − Σ_q p_iq w_jq / max_k w_jk), j over the ties of i: how
 * many of them are not redundant. */
struct network_holes { double *constraint, *size; };
struct network_holes network_holes(struct arena *arena, const struct sparse *network);

/* Gould and Fernandez 1989: v stands between a and b when both are tied to v and not to each other. Each such pair is
 * read both ways, as they do; so the gatekeeper's count is the representative's in a network without direction. */
enum network_role {
    NETWORK_COORDINATOR,                   /* a, v, b of one college */
    NETWORK_ITINERANT,                     /* a and b of one, v of another */
    NETWORK_GATEKEEPER,                    /* v and b of one, a of another: who enters */
    NETWORK_REPRESENTATIVE,                /* a and v of one, b of another: who speaks for */
    NETWORK_LIAISON,                       /* three colleges */
    NETWORK_ROLES
};
/* NETWORK_ROLES counts for each node. college: by node; actors of no known college (NETWORK_NO_COLLEGE) are left out
 * as v, a and b. */
#define NETWORK_NO_COLLEGE 0xFFFFFFFFu
uint64_t *network_roles(struct arena *arena, const struct sparse *network, const uint32_t *college);

/* Tarjan: nodes and ties without which their part falls into pieces. largest[i]: the largest part once i is gone;
 * pieces[i]: into how many its own part falls (1: it holds, 0: it was alone). bridges: pairs, the smaller node first,
 * in ascending order. */
struct network_cuts {
    bool *articulation;
    uint32_t *pieces, *largest, before;    /* before: the largest part as it is */
    uint32_t (*bridges)[2]; size_t bridge_count;
};
struct network_cuts network_cuts(struct arena *arena, const struct sparse *network);

/* The greatest k such that the node has k ties within those who have k (Seidman 1983; Batagelj and Zaversnik). */
uint32_t *network_cores(struct arena *arena, const struct sparse *network);

/* R = 1/N Σ_{q=1…N} S(q), S(q) the share of the N nodes in the largest part once the q most tied are gone, ties counted
 * anew after each (Schneider and others 2011); at most ½. Equal numbers of ties: the first node. order, when not NULL,
 * is filled with the nodes as they go. */
double network_robustness(struct arena *arena, const struct sparse *network, uint32_t *order);
