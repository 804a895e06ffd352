/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Keeping the directory true. Private to the feature. */
#pragma once
#include "web/web.h"
#include "work/setting.h"

struct job;

extern const struct parameter_preset directory_parameters[];
/* A page confirmed before this instant is to be confirmed again; 0: none is. */
int64_t stale_before(struct db *db, int64_t now);
/* The job of each day: asks for the pages that are, and hides those that nobody confirms for too long. */
bool ask_confirmations(struct job *job);

void show_confirmation(struct request *rq);
void answer_confirmation(struct request *rq);
void close_note(struct request *rq);
