/* SPDX-License-Identifier: AGPL-3.0-or-later
 * One letter to a mail server. Private to work/. */
#pragma once
#include "base/text.h"

struct letter {
    int64_t id, at;
    const char *from, *site, *to, *subject, *text, *unsubscribe;     /* unsubscribe: a whole address, or NULL */
    const char *server, *user, *password;  /* server NULL: printed on the terminal */
};

/* RFC 5322 text of the letter, CRLF lines, quoted-printable UTF-8 body, RFC 2047 subject, RFC 8058 one-click headers.
 */
void letter_write(struct buffer *out, const struct letter *letter);
/* NULL when the server took it, else what it said. */
const char *letter_send(struct arena *arena, const struct letter *letter);
