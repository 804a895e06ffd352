/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What visitors carry and cannot forge: sealed with the secret of this database. Private to web/. */
#pragma once
#include "web/feature.h"

/* "hex.text" with text in base64url; opened only by the same secret. */
const char *seal(const struct app *app, struct arena *arena, const char *text);
/* The text, or NULL when it was not sealed here. */
const char *unseal(const struct app *app, struct arena *arena, const char *sealed);
/* The token of a visitor's forms: bound to the address and the day, so that no cookie is needed before sign-in. */
const char *visitor_token(const struct app *app, struct arena *arena, const char *address, int64_t now);
bool tokens_agree(const char *a, const char *b);           /* constant time */
