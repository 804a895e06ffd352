/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The outbox: mail is written in the request's transaction and leaves after it, so a request rolled back mails nobody.
 */
#pragma once
#include "web/web.h"

struct mail {
    const char *to, *subject, *text;       /* plain text, UTF-8, already translated */
    const char *unsubscribe;               /* path of the one-click stop; NULL for mail that was asked for (sign-in) */
    bool urgent;                           /* sent before the others (sign-in codes) */
};
void mail_send(struct request *rq, const struct mail *mail);
/* Sends what waits: by SMTP when the setting is there, else printed on the terminal of the server. Returns how many
 * left. A refusal is tried again later (1, 5, 30 min, 2, 8, 24 h), then given up, visibly. */
int mail_flush(struct db *db, struct arena *arena, int64_t now);
/* Whether no mail server is set, so that what is "sent" is only printed. */
bool mail_reaches_nobody(struct db *db);
/* Forgets mail queued before this instant that left or was given up. */
void mail_forget(struct db *db, int64_t before);

/* The whole address of a path of this site, in the request's arena: from app->base_url, else from the request's Host.
 */
const char *mail_link(struct request *rq, const char *path);
