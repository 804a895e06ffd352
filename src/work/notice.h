/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Whoever contributed is told. Followers of a thing are persons with an account, or an address with a private link. */
#pragma once
#include "web/web.h"

/* person_id or email (one of them); link is the private path an address without account is given (NULL: path_of). */
void notice_follow(struct request *rq, const char *subject, int64_t subject_id, int64_t person_id, const char *email,
                   const char *link);
/* This person is told nothing more of it. */
void notice_unfollow(struct request *rq, const char *subject, int64_t subject_id, int64_t person_id);
/* One message to each follower: in the digest for persons who chose it (default), at once for an address. */
void notice_tell(struct request *rq, const char *subject, int64_t subject_id, const char *title, const char *text,
                 const char *path);
/* The page of messages was seen: nothing of this person is new any more. */
void notice_mark_read(struct db *db, int64_t person_id, int64_t now);
/* What this person was told, up to this notice, left in a digest. */
void notice_mark_mailed(struct db *db, int64_t person_id, int64_t last_id, int64_t now);
/* Ends what the private link of a message ends; an unknown link ends nothing. */
void notice_stop(struct db *db, const char *stop_token);
