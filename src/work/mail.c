/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The outbox: written in the request's transaction, emptied after it. */
#include "work/mail.h"
#include "work/send.h"
#include "work/work.h"
#include "work.bake.h"
#include <string.h>

enum { CLAIMED_FOR = 120, MINUTE = 60 };
/* Waits after each refusal, in minutes; after the last one the mail is given up, visibly. */
static const int waits[] = {1, 5, 30, 120, 480, 1440};

const char *mail_link(struct request *rq, const char *path)
{
    const char *base = rq->app && rq->app->base_url ? rq->app->base_url : setting_text(rq->db, &base_url);
    if (base)
        return arena_format(rq->arena, "%s%s", base, path);
    return arena_format(rq->arena, "%s://%s%s", rq->secure ? "https" : "http", rq->host ? rq->host : "localhost", path);
}

/* A header value is one line: what could start another is a space. */
static char *one_line(struct arena *arena, const char *text)
{
    char *line = arena_text(arena, text);
    for (char *at = line; (at = strpbrk(at, "\r\n"));)
        *at = ' ';
    return line;
}

void mail_send(struct request *rq, const struct mail *mail)
{
    const char *stop = mail->unsubscribe ? mail_link(rq, mail->unsubscribe) : NULL;
    const char *text = !stop ? mail->text : arena_format(rq->arena, "%s\n\n-- \n%s\n%s", mail->text,
        translate(rq, N_("Stop these messages:")), stop);
    outbox_add(rq->db, (struct outbox_add_args){
        .recipient = one_line(rq->arena, mail->to), .subject = one_line(rq->arena, mail->subject), .body = text,
        .unsubscribe = stop, .urgent = mail->urgent, .now = rq->now});
}

static void note_refusal(struct db *db, const struct outbox_claim *mail, int64_t now, const char *trouble)
{
    size_t last = sizeof waits / sizeof *waits;
    if ((size_t)mail->tries > last)
        outbox_give_up(db, (struct outbox_give_up_args){.id = mail->id, .trouble = trouble});
    else
        outbox_delay(db, (struct outbox_delay_args){.id = mail->id, .trouble = trouble,
                                                    .due_at = now + waits[mail->tries - 1] * MINUTE});
}

/* Claimed in one transaction and marked in another: the network is never waited for with the database held. */
static bool send_one(struct db *db, struct arena *arena, const struct outbox_due_row *row, int64_t now)
{
    struct outbox_claim claim;
    db_begin_write(db);
    bool ours =
        outbox_claim(db, (struct outbox_claim_args){.id = row->id, .now = now, .until = now + CLAIMED_FOR}, &claim);
    struct letter letter = {
        .to = row->recipient, .subject = row->subject, .text = row->body, .unsubscribe = row->unsubscribe, .at = now,
        .id = row->id, .from = setting_text(db, &mail_from), .site = setting_text(db, &site_title),
        .server = setting_text(db, &smtp_url), .user = setting_text(db, &smtp_user),
        .password = setting_text(db, &smtp_password)};
    db_commit(db);
    if (!ours || db_failed(db))
        return false;
    const char *trouble = letter_send(arena, &letter);
    db_begin_write(db);
    if (trouble)
        note_refusal(db, &claim, now, trouble);
    else
        outbox_sent(db, (struct outbox_sent_args){.id = claim.id, .now = now});
    db_commit(db);
    return !trouble;
}

bool mail_reaches_nobody(struct db *db)
{
    return text_blank(setting_text(db, &smtp_url));
}

int mail_flush(struct db *db, struct arena *arena, int64_t now)
{
    int sent = 0;
    db_begin(db);
    struct outbox_due due = outbox_due(db, (struct outbox_due_args){.now = now});
    db_commit(db);
    for (size_t i = 0; i < due.count && !db_failed(db); i++)
        sent += send_one(db, arena, &due.rows[i], now);
    if (db_failed(db))
        db_rollback(db);
    return sent;
}

void mail_forget(struct db *db, int64_t before)
{
    outbox_forget(db, (struct outbox_forget_args){.before = before});
}
