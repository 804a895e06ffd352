/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Followers, and one message to each. */
#include "work/notice.h"
#include "work/mail.h"
#include "work/token.h"
#include "work.bake.h"

void notice_follow(struct request *rq, const char *subject, int64_t subject_id, int64_t person_id, const char *email,
                   const char *link)
{
    char stop[TOKEN_ROOM];
    token_make(stop);
    follower_add(rq->db, (struct follower_add_args){
        .subject = subject, .subject_id = subject_id, .person_id = person_id ? &person_id : NULL,
        .email = person_id ? NULL : email, .link = link, .stop_token = arena_text(rq->arena, stop), .since = rq->now});
}

void notice_unfollow(struct request *rq, const char *subject, int64_t subject_id, int64_t person_id)
{
    follower_remove_person(rq->db, (struct follower_remove_person_args){.subject = subject, .subject_id = subject_id,
        .person_id = person_id});
}

/* The link is private to the address: whoever holds it sees the thing without an account. */
static void tell_address(struct request *rq, const struct followers_of_row *follower, const char *title,
                         const char *text, const char *path)
{
    const char *address = mail_link(rq, follower->link ? follower->link : path);
    const char *body = arena_format(rq->arena, "%s\n\n%s\n%s\n", text, translate(rq, N_("Follow it here:")), address);
    const char *stop = arena_format(rq->arena, "/suivi/arreter/%s", follower->stop_token);
    mail_send(rq, &(struct mail){.to = follower->email, .subject = title, .text = body, .unsubscribe = stop});
}

void notice_tell(struct request *rq, const char *subject, int64_t subject_id, const char *title, const char *text,
                 const char *path)
{
    struct followers_of all =
        followers_of(rq->db, (struct followers_of_args){.subject = subject, .subject_id = subject_id});
    for (size_t i = 0; i < all.count; i++) {
        if (all.rows[i].email)
            tell_address(rq, &all.rows[i], title, text, path);
        else if (all.rows[i].person_id)
            notice_add(rq->db, (struct notice_add_args){.person_id = *all.rows[i].person_id, .subject = subject,
                .subject_id = subject_id, .title = title, .body = text, .path = path, .at = rq->now});
    }
}

void notice_mark_read(struct db *db, int64_t person_id, int64_t now)
{
    notices_read(db, (struct notices_read_args){.person_id = person_id, .at = now});
}

void notice_mark_mailed(struct db *db, int64_t person_id, int64_t last_id, int64_t now)
{
    notices_mailed(db, (struct notices_mailed_args){.person_id = person_id, .at = now, .last_id = last_id});
}

void notice_stop(struct db *db, const char *stop_token)
{
    follower_remove(db, (struct follower_remove_args){.token = stop_token});
}
