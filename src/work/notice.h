/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Whoever contributed is told. Followers of a thing are persons with an account, or an address with a private link. */
#pragma once
#include "web/web.h"

/* person_id or email (one of them); link is the private path an address without account is given (NULL: path_of). */
void notice_follow(struct request *rq, const char *subject, int64_t subject_id, int64_t person_id, const char *email,
                   const char *link);
/* One message to each follower: in the digest for persons who chose it (default), at once for an address. */
void notice_tell(struct request *rq, const char *subject, int64_t subject_id, const char *title, const char *text,
                 const char *path);
