/* SPDX-License-Identifier: AGPL-3.0-or-later
 * State machines as tables: states, transitions, who may, what gate, who is told. One piece of code runs them all,
 * writes the journal and sends the messages. */
#pragma once
#include "web/web.h"

struct transition {
    const char *from, *to;                 /* states; from "*" is any */
    const char *name, *label;              /* "publish", N_("Publish"): the parameter and the button */
    const struct permission *allow;        /* NULL: only the program itself (a visitor's own act, a job) */
    bool asks_reason;                      /* refused without one; the reason is told to contributors and kept */
    bool danger;
    /* NULL when the thing may leave this state; else why not, translated. NULL gate: always. */
    const char *(*gate)(struct request *rq, int64_t id);
    const char *notice;                    /* N_("Your need was published."): told to those who follow; NULL: nobody */
    /* Where one mends what the gate refuses, after the path of the thing ("/modifier"): a page that lists the acts then
     * says what is missing instead of a button that would be refused. NULL: the gate is asked only when one acts. */
    const char *mend;
};

struct machine {
    const char *subject;                   /* "need": journal subject */
    const char *first;                     /* the state a new one has */
    const struct label *states;            /* {"published", N_("published")} … {0} */
    const struct transition *transitions;  /* ended by {0} */
    bool leads;                            /* its next step is what its page is for: the first act is primary */
    const char *(*state_of)(struct request *rq, int64_t id);                       /* NULL: there is no such thing */
    void (*set_state)(struct request *rq, int64_t id, const char *state);          /* the feature's own UPDATE */
    /* Whether this person may act on this row (may_in …); NULL: the permission is enough. */
    bool (*may_act)(struct request *rq, const struct transition *transition, int64_t id);
    /* The page of it, and its title, for messages. */
    const char *(*path_of)(struct request *rq, int64_t id);
    const char *(*title_of)(struct request *rq, int64_t id);
};

/* The transitions this person may make now, as buttons posting to PATH with name "geste". */
struct acts machine_acts(struct request *rq, const struct machine *machine, int64_t id, const char *path);

/* Makes the transition named by the parameter "geste" (reason in "motif"). True when done: state set, journal written,
 * followers told. False: the reply is already made (404, 403, 409, or 422 with the gate's sentence). */
bool machine_post(struct request *rq, const struct machine *machine, int64_t id);
/* The same decided by the program. why is NULL or receives the refusal. */
bool machine_move(struct request *rq, const struct machine *machine, int64_t id, const char *transition,
                  const char *reason, const char **why);
/* Where it stands and how it came there, from the journal. */
struct timeline machine_timeline(struct request *rq, const struct machine *machine, int64_t id);
