/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Secrets that travel in links and cookies: 256 random bits; the database keeps only their hash where they open
 * something. */
#pragma once
#include "base/memory.h"

enum { TOKEN_ROOM = 44, TOKEN_HASH_ROOM = 65, CODE_ROOM = 7 };

void token_make(char token[TOKEN_ROOM]);                   /* 43 characters of base64url */
void token_hash(const char *token, char hash[TOKEN_HASH_ROOM]);      /* SHA-256 in hexadecimal */
void code_make(char code[CODE_ROOM]);                      /* six digits, each as likely */
bool token_same(const char *a, const char *b);             /* constant time; false when either is NULL */
