/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The handlers of needs, for its one table of routes, and what its rooms share. */
#pragma once
#include "web/web.h"

struct job;

/* box.c: the public box, three fields without account */
extern const struct form need_box, resource_box;
void show_need_box(struct request *rq);
void send_need(struct request *rq);
void show_resource_box(struct request *rq);
void send_resource(struct request *rq);
void thank(struct request *rq);
void follow_need(struct request *rq);
void follow_resource(struct request *rq);

/* need_pages.c */
void list_needs(struct request *rq);
void show_need(struct request *rq);
void feel_it_too(struct request *rq);
/* What is written but not yet said to be the answer is for the team: its file shows it. */
struct need_by_id;
void hide_unsaid_answer(struct need_by_id *need);

/* need_desk.c: the agent's side */
extern const struct form need_form, voice_form, answer_form, park_form, merge_form, theme_form;
void need_queue(struct request *rq);
void type_need(struct request *rq);
void keep_typed_need(struct request *rq);
void edit_need(struct request *rq);
void change_need(struct request *rq);
void move_need(struct request *rq);
void publish_with_theme(struct request *rq);
void add_voice(struct request *rq);
void write_answer(struct request *rq);
void set_wake_day(struct request *rq);
void choose_merge(struct request *rq);
void own_need(struct request *rq);

/* resource_pages.c */
void list_resources(struct request *rq);
void show_resource(struct request *rq);
void move_resource(struct request *rq);

/* need_desk.c */
void need_file_page(struct request *rq);
struct job;
bool wake_needs(struct job *job);

/* The place typed in a form, resolved; false when it is refused (the trouble is in the view). */
struct felt_place { const char *commune, *words; const double *lon, *lat; };
/* Whether this permission is held where the need is. */
bool may_on_need(struct request *rq, const struct permission *permission, int64_t id);
/* The same; when not, or when there is no such need, the reply is made. */
bool find_need_for(struct request *rq, const struct permission *permission, int64_t id);
/* Whose queue it is: NULL for a role on the whole site, else the person, whose territories then count. */
const int64_t *queue_of(struct request *rq, const struct permission *permission);
/* When a new geography is loaded: codes of communes that ended become those of their successors. */
void needs_follow(struct db *db);
bool read_place(struct request *rq, struct form_view *view, const char *field, const char *typed,
                struct felt_place *place);
/* "%word%" over folded words for a list's search, NULL when nothing is asked. */
const char *search_pattern(struct request *rq, const char *words);
/* Other needs that say nearly the same, the nearest first: ids, at most five. */
size_t similar_needs(struct request *rq, int64_t id, const char *folded, int64_t found[5]);

/* folding.c */
extern const struct folding needs_foldings[];
