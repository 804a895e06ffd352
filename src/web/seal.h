/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What visitors carry and cannot forge: sealed with the secret of this database. Private to web/. */
#pragma once
#include "web/feature.h"

/* "hex.text" with text in base64url; opened only by the same secret, for the same purpose, until this instant. */
const char *seal(const struct app *app, struct arena *arena, const char *purpose, const char *text, int64_t until);
/* The text; NULL when it was not sealed here, not for this purpose, or too long ago. */
const char *unseal(const struct app *app, struct arena *arena, const char *purpose, const char *sealed, int64_t now);
/* The token of a visitor's forms: bound to the address and the day, so that no cookie is needed before sign-in. */
const char *visitor_token(const struct app *app, struct arena *arena, const char *address, int64_t now);
/* Whether this is the visitor's token of today or of yesterday: a form opened before midnight is still good after. */
bool visitor_token_fits(const struct app *app, struct arena *arena, const char *token, const char *address,
                        int64_t now);
bool tokens_agree(const char *a, const char *b);           /* constant time; false when either is NULL or empty */
