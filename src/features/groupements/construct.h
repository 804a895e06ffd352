/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What the page of the builder asked, read from its address: all of it stands there, so that nothing typed is lost and
 * an answer can be sent to somebody. */
#pragma once
#include "features/groupements/builder.h"
#include "features/groupements/handlers.h"

struct construct {
    struct request *rq;
    const struct groupement_by_id *group;
    struct members_of members;
    struct build build;
    struct wish *wishes; const char **titles;              /* of each wish, for a column: "Lot 1 : linge" */
    int64_t *fixed, *excluded;
    struct declared *declared;
    struct groupement_builder *page;
    bool asked, refused;                                   /* the form was sent; something in it is not understood */
};

/* Fills the question and its form; wrong values are said beside their fields. */
void construct_read(struct construct *construct);
/* The address of the page with one more pair ("avec=3"), or without one. */
const char *construct_with(struct construct *construct, const char *pair);
const char *construct_without(struct construct *construct, const char *pair);
/* The teams, what is missing and who could fill it, for the page. */
void construct_answer(struct construct *construct, const struct built *built);
