/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What the files of this room share. */
#pragma once
#include "features/territory/territory.h"

struct import;

int init_command(struct command_line *line);
/* The geography that is compiled in; false when there is none, or with db_failed(). */
bool load_own_geography(struct db *db, struct geography_counts *counts);

/* perimeter.c */
extern const struct form perimeter_form;
void new_perimeter(struct request *rq);
void add_perimeter(struct request *rq);
void edit_perimeter(struct request *rq);
void change_perimeter(struct request *rq);
extern const struct form deletion_form;
void ask_deletion(struct request *rq);
void delete_perimeter(struct request *rq);

/* pages.c */
void list_territories(struct request *rq);
void show_territory(struct request *rq);
void send_outlines(struct request *rq);

/* outline.c: rings as text, "lon lat,lon lat;…" */
struct geo_feature;
char *outline_text(struct arena *arena, const struct geo_feature *feature);
/* The outline of several outlines taken together: what two of them share disappears. NULL when nothing is left. */
char *outline_dissolve(struct arena *arena, const char *const *outlines, size_t count);
/* The rings of an outline; writes them as a GeoJSON MultiPolygon would hold them. */
struct json;
void outline_json(struct json *json, struct arena *arena, const char *outline);

/* contours.c */
extern const struct importer contour_importer;
/* Makes the outline of a territory anew from those of its communes. */
void dissolve_territory(struct db *db, const char *code);

/* folding.c */
extern const struct folding territory_foldings[];

/* scope.c: what a role on a territory stands on */
int64_t territory_scope_typed(struct request *rq, const char *typed, const char **why);
const char *territory_scope_named(struct request *rq, int64_t id, const char **path);
