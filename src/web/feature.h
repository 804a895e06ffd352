/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What a feature is made of: const tables that say what exists. */
#pragma once
#include "web/form.h"
#include "web/request.h"

struct route {
    enum method method;
    /* French, "/besoins/:id/refuser"; :id is digits, :code is [A-Za-z0-9_.~-]+ */
    const char *path;
    void (*handle)(struct request *rq);
    const struct permission *allow;        /* a route without one does not start */
    enum { LIMIT_PAGE, LIMIT_SEARCH, LIMIT_WRITE, LIMIT_SIGN_IN, LIMIT_EXPORT, LIMIT_PUBLIC_WRITE } limit;
    const struct form *form;               /* what it reads: for the OpenAPI page and the fuzzers */
};

/* An entry of the main navigation. */
struct entry { const char *path, *label; const struct permission *allow; };

/* maillage NAME DB …: returns the exit status. arguments follow the command's name. */
struct command_line { int count; char **words; struct db *db; struct arena *arena; const struct app *app; bool json;
                      const char *url; };  /* url: of the database */
struct command {
    const char *name, *arguments, *help;   /* "import", "DB KIND FILE", N_("…") */
    int (*run)(struct command_line *line);
    bool creates;                          /* may be given a database that does not exist */
};

/* What must always be true of a feature's tables: maillage check says where it is not. */
struct invariant {
    const char *name, *title;              /* "balances", N_("…"): what is true when all is well */
    int64_t (*broken)(struct db *db);      /* how many rows do not keep it */
};

/* A table of which a column keeps folded words (base/fold.h). When a program folds otherwise than the one that wrote
 * them, they are made again from what people wrote. */
struct folding {
    const char *name;                      /* "need": among all features */
    /* The next rows after this id, a few hundred at most, in a transaction of the caller: the id of the last one, 0
     * when none was left. */
    int64_t (*again)(struct db *db, struct arena *arena, int64_t after);
};

struct job_kind;                           /* work/job.h */
struct machine;                            /* work/machine.h */
struct setting;                            /* work/setting.h */
struct parameter_preset;                   /* work/setting.h */
struct cards;                              /* web/component.h */
struct importer;                           /* work/import.h */

/* What a role may be given on, besides the whole site: found by what people type, named where roles are listed. */
struct scope_kind {
    enum scope scope;
    /* Its number, by its code, its number or its name; 0, and why (translated), when that is none or several. */
    int64_t (*typed)(struct request *rq, const char *typed, const char **why);
    /* Its name, and its page in *path; NULL when it is gone. */
    const char *(*named)(struct request *rq, int64_t id, const char **path);
};

struct feature {
    const char *name;
    const struct migration *migrations;        /* from the baked file */
    const struct permission *const *permissions;
    const struct route *routes;
    const struct entry *entries;
    const struct command *commands;
    const struct job_kind *jobs;
    const struct machine *const *machines;
    const struct setting *const *settings; /* ended by NULL */
    const struct importer *const *importers;                 /* ended by NULL */
    const struct invariant *invariants;    /* ended by {0} */
    const struct parameter_preset *parameters;               /* ended by {0} */
    const struct folding *foldings;                          /* ended by {0} */
    /* A new geography was loaded: codes of communes that ended become those of their successors, and what was made from
     * the old ones is made again. In a transaction. */
    void (*communes_changed)(struct db *db);
    /* What this feature shows beside a thing of an earlier one ("opportunity", 12), to who asks and to nobody else; no
     * card when it has nothing to say. */
    struct cards (*beside)(struct request *rq, const char *subject, int64_t id);
    const struct scope_kind *scope;        /* NULL when no role stands on what is of this feature */
};

/* The route of an address of this site (its query is passed over), the holes it fills in ids; NULL when there is
 * none. */
const struct route *route_at(const struct request *rq, enum method method, const char *address, const char *ids[2]);
/* Whether the program has this page: a feature may link to a page of one it does not know. */
bool page_exists(const struct request *rq, const char *path);
/* What all features show beside this thing, in their order. */
struct cards cards_beside(struct request *rq, const char *subject, int64_t id);

struct asset { const char *path, *type; const unsigned char *bytes, *gzip; size_t length, gzip_length; };

/* The whole program, made once by main/. */
struct app {
    const struct feature *const *features; /* ended by NULL, in the order of features.txt */
    /* Finds who holds the session or the bearer token: fills rq->user and rq->csrf. Given by accounts. */
    void (*identify)(struct request *rq);
    /* Writes that rq->user was here, when identify() asked for it; seldom, for it takes a write transaction of its own.
     * Given by accounts; NULL: nobody does. */
    void (*notice_visit)(struct request *rq);
    /* "https://…" for links in mail; NULL until known: from the request's Host */
    const char *base_url;
    const char *version;
    unsigned char secret[32];              /* of this database; signs what visitors carry */
    /* The name people gave their site (a setting, which web/ cannot read). NULL, or returns NULL: "Maillage". */
    const char *(*site_name)(struct request *rq);
    /* Keeps what was typed in the form of rq->route for the person, and replies; and forgets it once it was sent. Given
     * by accounts; NULL: nothing is kept. */
    void (*keep_draft)(struct request *rq);
    void (*drop_draft)(struct request *rq);
    struct limits *limits;                 /* web/limits.h; NULL: nobody waits (tests, commands) */
};

/* Checks the tables (a permission on every route, no two routes alike, every field stored where its kind fits).
 * False, and says why on stderr. */
bool app_check(const struct app *app);
/* Finds the route, keeps the gate (404, 405, 401, 403, 429), runs the handler in its transaction, rolls back and
 * replies 500 when a query failed. Fills rq->reply. Never fails itself. */
void app_handle(const struct app *app, struct request *rq);
