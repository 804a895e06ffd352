/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What the rooms of matching share. */
#pragma once
#include "features/matching/matching.h"
#include "matching.bake.h"

/* Below this a suggestion would only be noise. */
static const double LEAST_SCORE = 0.05;

struct served { int64_t id; double score; const char *reasons; };
/* Open needs one structure could serve, and open resources that could help a need: best first, with sentences. */
size_t match_needs(struct request *rq, int64_t actor_id, size_t most, struct served *served);
size_t match_resources(struct request *rq, const struct question *question, size_t most, struct served *served);
int match_command(struct command_line *line);
int partners_command(struct command_line *line);
/* The word after --name on the command line; NULL when absent. */
const char *option(const struct command_line *line, const char *name);

/* pages.c */
void show_answers(struct request *rq);
void refuse_answer(struct request *rq);
void take_back_refusal(struct request *rq);
void show_served(struct request *rq);

/* introductions.c */
extern const struct form introduction_form;
void prepare_introduction(struct request *rq);
void send_introduction(struct request *rq);
void list_introductions(struct request *rq);
void show_introduction(struct request *rq);
void move_introduction(struct request *rq);
void open_introduction(struct request *rq);
void answer_introduction(struct request *rq);
