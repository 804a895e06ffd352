/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Messages: read here, gathered in a digest, stopped in one click. */
#include "features/accounts/handlers.h"
#include "features/accounts/roles.h"
#include "base/time.h"
#include "accounts.bake.h"
#include "work/job.h"
#include "work/mail.h"
#include "work/notice.h"

enum { PAGE_SIZE = 20, DAY = 86400, MORNING = 7, SIGN_IN_KEPT = 30 * DAY, IDLE = 14 * DAY, MAIL_KEPT = 180 * DAY,
       DRAFT_KEPT = 180 * DAY };

void show_messages(struct request *rq)
{
    struct message_list page = {.pages = pager_here(rq, PAGE_SIZE)};
    struct messages_total total = {0};
    messages_total(rq->db, (struct messages_total_args){.person_id = rq->user->id}, &total);
    page.pages.total = total.total;
    page.messages = messages_of(rq->db, (struct messages_of_args){
        .person_id = rq->user->id, .page_size = page.pages.size, .offset = pager_offset(&page.pages)});
    reply(rq, &message_list, &page);
}

void mark_read(struct request *rq)
{
    notice_mark_read(rq->db, rq->user->id, rq->now);
    reply_done(rq, "/messages", translate(rq, N_("All your messages are marked as read.")));
}

void ask_stop(struct request *rq)
{
    struct stop_page page = {0};
    reply(rq, &stop_page, &page);
}

/* RFC 8058: mail programs post here without a page in between. The token is the right to do so. */
void stop_following(struct request *rq)
{
    notice_stop(rq->db, route_code(rq));
    reply_done(rq, "/", translate(rq, N_("You will receive no more messages about this.")));
}

static void mail_digest(struct request *rq, const struct persons_with_mail_row *person)
{
    struct messages_to_mail notices =
        messages_to_mail(rq->db, (struct messages_to_mail_args){.person_id = person->person_id});
    struct buffer text = {.arena = rq->arena};
    for (size_t i = 0; i < notices.count; i++)
        buffer_format(&text, "• %s\n%s\n%s\n\n", notices.rows[i].title, notices.rows[i].body,
                      mail_link(rq, notices.rows[i].path));
    const char *subject = arena_text(rq->arena, translate_count(rq, N_("%d piece of news"), N_("%d pieces of news"),
                                                               (int64_t)notices.count));
    mail_send(rq, &(struct mail){.to = person->email, .subject = subject, .text = text.text, .unsubscribe = "/compte"});
    notice_mark_mailed(rq->db, person->person_id, notices.rows[notices.count - 1].id, rq->now);
}

static bool is_time(const struct persons_with_mail_row *person, int64_t now)
{
    int64_t waits = text_is(person->digest, "weekly") ? 7 * DAY : DAY;
    return !text_is(person->digest, "none") && (paris_time(now).hour >= MORNING) && now - person->oldest >= waits / 2;
}

bool send_digests(struct job *job)
{
    struct request *rq = job_request(job);
    db_begin_write(job->db);
    struct persons_with_mail persons = persons_with_mail(job->db, (struct persons_with_mail_args){.now = job->now});
    for (size_t i = 0; i < persons.count; i++) {
        rq->language = persons.rows[i].language;
        if (is_time(&persons.rows[i], job->now))
            mail_digest(rq, &persons.rows[i]);
    }
    db_commit(job->db);
    return !db_failed(job->db);
}

bool forget_old(struct job *job)
{
    db_begin_write(job->db);
    sessions_forget(job->db, (struct sessions_forget_args){.now = job->now, .idle_since = job->now - IDLE});
    sign_ins_forget(job->db, (struct sign_ins_forget_args){.before = job->now - SIGN_IN_KEPT});
    drafts_forget(job->db, (struct drafts_forget_args){.before = job->now - DRAFT_KEPT});
    mail_forget(job->db, job->now - MAIL_KEPT);
    db_commit(job->db);
    return !db_failed(job->db);
}
