/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What the rooms of the directory share. */
#pragma once
#include "directory.bake.h"
#include "features/directory/directory.h"
#include "work/import.h"

/* pages.c */
void list_actors(struct request *rq);
void show_actor(struct request *rq);
void list_proposed(struct request *rq);
/* edit.c */
extern const struct form actor_form, claim_form;
void new_actor(struct request *rq);
void keep_actor(struct request *rq);
void edit_actor(struct request *rq);
void change_actor(struct request *rq);
void confirm_actor(struct request *rq);
void publish_actor(struct request *rq);
void hide_actor(struct request *rq);
void claim_actor(struct request *rq);
void accept_claim(struct request *rq);
void refuse_claim(struct request *rq);
/* follow.c */
void directory_follows(struct db *db);

/* Whether this person keeps the page of this actor. */
bool may_edit(struct request *rq, int64_t id, const char *commune);

/* place.c: the commune of a postal code and a city, the right one when several share the code. NULL when none fits.
 * lon and lat (may be NULL) help to choose; *located says how the point was known. */
const char *find_commune(struct db *db, struct arena *arena, const char *postal, const char *city, const double *lon,
                         const double *lat);
/* The commune in force of an INSEE code, through the successors of past ones; NULL when it is unknown. */
const char *commune_in_force(struct db *db, const char *code);
/* SIRET, SIREN and verdict of what a file or a form gives: kept even when wrong. */
struct identity { const char *siret, *siren, *verdict; };
struct identity read_identity(struct arena *arena, const char *siret);

extern const struct importer organisations_importer, places_importer, contracts_importer;

/* folding.c */
extern const struct folding directory_foldings[];
