/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Draws by lot that anyone can do again with sha256sum: out of a public seed, and of identifiers alone. */
#pragma once
#include "base/text.h"

/* The digest that orders a draw, as 64 hexadecimal digits: SHA-256 of the seed, a line feed, the identifier. */
void draw_digest(const char *seed, const char *id, char out[65]);

/* Everybody in the order of the draw: ascending digests. The first ones are drawn, the next ones replace them. Nothing
 * but the seed and the identifiers matters: not the order of the list. Identifiers are different from one another. */
uint32_t *draw_order(struct arena *arena, const char *const *ids, uint32_t count, const char *seed);

/* The same stratum by stratum. stratum: by person, 0 … strata − 1. seats: to hand out; each stratum gets its part of
 * them by largest remainder over its people (equal remainders: the smaller number), never more than it has. */
struct strata_draw {
    uint32_t *seats;                       /* by stratum */
    uint32_t *people;                      /* by stratum */
    uint32_t *drawn; uint32_t count;       /* people, stratum by stratum, in the order of the draw */
    uint32_t *order;                       /* everybody, stratum by stratum: those after the drawn replace them */
};
struct strata_draw draw_strata(struct arena *arena, const char *const *ids, const uint32_t *stratum, uint32_t count,
                               uint32_t strata, uint32_t seats, const char *seed);

/* French: what was done and how to check it. */
void draw_sentence(struct buffer *out, const char *seed, uint32_t seats, uint32_t people, bool by_strata);

/* ---- Panels ----------------------------------------------------------------------------------------------------- */

/* Who carries each value of each feature: value[person × features + feature]. Between least and most of the panel
 * carry the value. */
struct panel_quota { uint32_t feature, value, least, most; };
struct panel_input {
    uint32_t people, features; const uint32_t *value;
    const struct panel_quota *quotas; uint32_t quota_count;
    uint32_t seats;
};
enum panel_trouble { PANEL_DRAWN, PANEL_IMPOSSIBLE, PANEL_TOO_LARGE, PANEL_TOO_HARD };
/* A lottery over panels that all keep the quotas, its chances as even as quotas allow: the smallest chance is as high
 * as can be, then the next one, and so on (LEXIMIN: Flanigan, Gölz, Gupta, Hennig and Procaccia, Nature 2021). */
enum { PANEL_TICKETS = 1000000, PANEL_MOST_PROFILES = 600 };
struct panel {
    enum panel_trouble trouble;            /* nothing below unless drawn */
    double *chance;                        /* by person, as the tickets give it */
    double least_chance;                   /* of those who can be drawn at all */
    uint32_t never;                        /* people whom no panel within the quotas can hold */
    uint32_t profiles;                     /* people who carry the same values are one profile */
    uint32_t *profile;                     /* by person */
    uint32_t lots;                         /* the different compositions of the lottery… */
    uint32_t *tickets;                     /* …how many of PANEL_TICKETS each has… */
    uint32_t *places;                      /* …and lot × profiles + profile: how many of the profile it takes */
    uint32_t ticket, lot;                  /* the one that the seed drew */
    uint32_t *drawn;                       /* seats people: of each profile the first of draw_order */
};
/* The ticket drawn is the first 15 hexadecimal digits of draw_digest(seed, "panel"), modulo PANEL_TICKETS; lots hold
 * their tickets in order. Nobody can know the panel before the seed is known, anybody can draw it again after.
 * Impossible: no panel keeps the quotas. Too large: more than PANEL_MOST_PROFILES profiles. */
struct panel *draw_panel(struct arena *arena, const struct panel_input *input, const char *const *ids,
                         const char *seed);

void draw_panel_sentence(struct buffer *out, const struct panel *panel, uint32_t seats, uint32_t people,
                         const char *seed);
