/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What a handler ends with: exactly one of these. */
#pragma once
#include "web/request.h"

struct view;                               /* made by tools/bake from a .html file */

/* The page in the shape the request asks: HTML in the layout, or JSON of all parts, or the first part with many rows as
 * CSV / XLSX / GeoJSON (columns lon and lat become the point). page points to the struct of the same name as the
 * view. */
void reply(struct request *rq, const struct view *view, const void *page);
/* The same with another status (INVALID for a page that shows a refused form). */
void reply_with(struct request *rq, int status, const struct view *view, const void *page);

/* to PATH/ID, or JSON {"id":…} 201 */
void reply_created(struct request *rq, const char *path, int64_t id);
void reply_see(struct request *rq, const char *path);                               /* 303 to a path of this site */
/* 303 with a message shown once at the top of the next page (kept in a short-lived signed cookie, no session
 * needed). */
void reply_done(struct request *rq, const char *path, const char *message);
/* HttpOnly, SameSite=Lax, Path=/; over https also Secure with the prefix __Host-. value NULL forgets it; seconds 0:
 * until the browser closes. At most four a reply. The session's cookie is named "maillage". */
void reply_cookie(struct request *rq, const char *name, const char *value, int64_t seconds);
/* A page in plain French that says what happened and a way forward, or JSON {"status","error"}. */
void reply_error(struct request *rq, int status);
/* The same with a sentence of ours (already translated). */
void reply_refused(struct request *rq, int status, const char *why);
/* Bytes as they are: type, and a file name when it is a download. */
void reply_bytes(struct request *rq, const char *type, const char *file_name, const void *data, size_t length);
