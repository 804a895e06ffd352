/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What the files of the program `requests` share. */
#pragma once
#include "engines/kernel/seeded.h"
#include "main/serve.h"

enum { MOST_KNOWN = 4000, MOST_SESSIONS = 8, LONGEST_TEXT = 6000 };

/* What pages showed so far: names of fields and values proposed for them, and addresses that they link to. */
struct known { const char *name, *value; };
struct memory {
    struct arena arena;
    struct known fields[MOST_KNOWN];
    size_t field_count;
    const char *paths[MOST_KNOWN];
    size_t path_count;
};
void memory_learn(struct memory *memory, struct seeded *dice, const char *html);

/* An invented request, in the arena: a true one for some route, more or less spoiled. */
struct invented { struct http_request from; const struct route *route; const char *who; };
struct inventor {
    struct seeded dice;
    struct memory memory;
    const struct app *app;
    const struct route *routes[2000];
    size_t route_count;
    const char *sessions[MOST_SESSIONS], *names[MOST_SESSIONS];      /* one for each role; [0] is nobody's */
    int64_t number;
};
void inventor_start(struct inventor *inventor, const struct app *app, uint64_t seed);
void invent(struct inventor *inventor, struct arena *arena, struct invented *invented);
/* An administrator opens this address. */
void invent_visit(struct inventor *inventor, struct arena *arena, const char *address, struct invented *invented);

struct trial {
    struct db *db;
    struct serving serving;
    struct inventor inventor;
    int64_t now, passed, failed, statuses[600];
};
/* Why this reply must not be; NULL when it may. (requests.c) */
const char *trouble_of_reply(struct trial *trial, const struct request *rq);
/* A walk over every page, then again with hostile texts everywhere. (requests_crawl.c) */
void crawl(struct trial *trial);
