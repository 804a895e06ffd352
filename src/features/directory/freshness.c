/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A directory is worth what is still true of it: those who keep a page are asked now and then whether it is, and a page
 * that nobody confirms for long may leave the public list. How long is a dated parameter. */
#include "features/directory/freshness.h"
#include "base/time.h"
#include "features/directory/handlers.h"
#include "features/territory/territory.h"
#include "work/job.h"
#include "work/journal.h"
#include "work/notice.h"
#include "work/setting.h"
#include "work/token.h"
#include <string.h>

enum { DAY = 86400, ASKED_A_DAY = 200, TIME_TO_ANSWER = 30 * DAY, LONGEST_NOTE = 1000 };

/* How long before hiding is the choice of each site: none is set. */
const struct parameter_preset directory_parameters[] = {
    {"actor_confirm_months", "2026-01-01", 6, "Règle de départ : une fiche est à confirmer deux fois par an"}, {0}
};

/* The instant so many months ago; 0 when the parameter is not set. */
static int64_t months_ago(struct db *db, const char *parameter, int64_t now)
{
    double months;
    int64_t today = paris_day(now);
    if (!parameter_on(db, parameter, today, &months) || months < 1 || months > 1200)
        return 0;
    return add_months(today, -(int)months) * DAY;
}

int64_t stale_before(struct db *db, int64_t now)
{
    return months_ago(db, "actor_confirm_months", now);
}

/* --- asking ------------------------------------------------------------------------------------------------------- */

/* The address of the page is given a link of its own the first time; who stopped it is not asked again. */
static void follow_by_mail(struct request *rq, const struct actors_to_ask_row *actor)
{
    char token[TOKEN_ROOM], hash[TOKEN_HASH_ROOM];
    token_make(token);
    token_hash(token, hash);
    ask_address(rq->db, (struct ask_address_args){.actor_id = actor->id, .email = actor->email, .token_hash = hash});
    notice_follow(rq, "actor", actor->id, 0, actor->email,
                  arena_format(rq->arena, "/annuaire/confirmer/%s", token));
}

static void ask(struct request *rq, const struct actors_to_ask_row *actor)
{
    ask_put(rq->db, (struct ask_put_args){.actor_id = actor->id, .now = rq->now});
    if (!actor->keepers && actor->email && !text_is(actor->email, actor->asked_email))
        follow_by_mail(rq, actor);
    const char *title = say(rq, N_("Is the page of %s still true?"), actor->name);
    const char *text = say(rq, N_("%s\n\nIt was last confirmed a long time ago. One click says that it is still true; "
        "if something changed, say what."), title);
    notice_tell(rq, "actor", actor->id, title, text,
                arena_format(rq->arena, "/annuaire/%lld", (long long)actor->id));
}

static void hide(struct request *rq, int64_t id, const char *name)
{
    actor_set_state(rq->db, (struct actor_set_state_args){.id = id, .state = "hidden", .now = rq->now});
    actor_index(rq->db, rq->arena, id);
    journal_add(rq->db, &(struct journal_entry){.subject = "actor", .subject_id = id, .action = "hidden",
        .to = "hidden",
        .reason = "not confirmed", .at = rq->now});
    notice_tell(rq, "actor", id, translate(rq, N_("The page you follow is hidden from the public.")),
                say(rq, N_("%s: nobody confirmed this page for too long. It comes back as soon as it is confirmed."),
                    name),
                arena_format(rq->arena, "/annuaire/%lld", (long long)id));
}

bool ask_confirmations(struct job *job)
{
    struct request *rq = job_request(job);
    db_begin_write(job->db);
    int64_t stale = stale_before(job->db, job->now), dead = months_ago(job->db, "actor_hide_months", job->now);
    struct actors_to_ask actors = {0};
    struct actors_to_hide silent = {0};
    if (stale)
        actors = actors_to_ask(job->db, (struct actors_to_ask_args){.before = stale, .most = ASKED_A_DAY});
    for (size_t i = 0; i < actors.count; i++)
        ask(rq, &actors.rows[i]);
    if (dead)
        silent = actors_to_hide(job->db, (struct actors_to_hide_args){.before = dead,
            .asked_before = job->now - TIME_TO_ANSWER, .most = ASKED_A_DAY});
    for (size_t i = 0; i < silent.count; i++)
        hide(rq, silent.rows[i].id, silent.rows[i].name);
    db_commit(job->db);
    return !db_failed(job->db);
}

/* --- answering by the private link -------------------------------------------------------------------------------- */

static bool find_ask(struct request *rq, struct ask_of_token *found)
{
    char hash[TOKEN_HASH_ROOM];
    token_hash(route_code(rq), hash);
    if (ask_of_token(rq->db, (struct ask_of_token_args){.token_hash = hash}, found))
        return true;
    reply_refused(rq, NOT_FOUND, translate(rq, N_("This link leads nowhere: check that it is whole.")));
    return false;
}

void show_confirmation(struct request *rq)
{
    struct confirm_page page = {0};
    if (find_ask(rq, &page.asked))
        reply(rq, &confirm_page, &page);
}

static void confirm(struct request *rq, const struct ask_of_token *asked)
{
    actor_confirm(rq->db, (struct actor_confirm_args){.id = asked->actor_id, .now = rq->now});
    directory_changed(rq->db);
    journal_add(rq->db, &(struct journal_entry){.subject = "actor", .subject_id = asked->actor_id,
        .action = "confirmed by link", .at = rq->now});
}

void answer_confirmation(struct request *rq)
{
    struct ask_of_token asked;
    const char *answer = param_text(rq, "reponse"), *note = param_text(rq, "note");
    if (!find_ask(rq, &asked))
        return;
    bool changed = text_is(answer, "change");
    if (!changed && !text_is(answer, "vrai")) {
        reply_refused(rq, INVALID, translate(rq, N_("Choose an answer: still true, or something changed.")));
        return;
    }
    if (changed && (!note || utf8_length(note, strlen(note)) > LONGEST_NOTE)) {
        reply_refused(rq, INVALID, translate(rq, N_("Say in a few words what changed: at most 1,000 characters.")));
        return;
    }
    ask_answer(rq->db, (struct ask_answer_args){.id = asked.id, .note = changed ? note : NULL, .now = rq->now});
    if (!changed)
        confirm(rq, &asked);
    const char *done = translate(rq, changed ? N_("Thank you: somebody of the team corrects the page.")
        : N_("Thank you: the page is confirmed as of today."));
    reply_done(rq, arena_format(rq->arena, "/annuaire/confirmer/%s", route_code(rq)), done);
}

/* An agent has dealt with what was said. */
void close_note(struct request *rq)
{
    struct ask_of_id asked;
    if (!ask_of_id(rq->db, (struct ask_of_id_args){.id = route_id(rq)}, &asked)) {
        reply_error(rq, NOT_FOUND);
        return;
    }
    if (!may_at(rq, &edit_directory, asked.commune)) {
        reply_error(rq, FORBIDDEN);
        return;
    }
    ask_answer(rq->db, (struct ask_answer_args){.id = asked.id, .now = rq->now});
    reply_done(rq, "/annuaire/a-lire", translate(rq, N_("Done.")));
}
