/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A server and lines to it, for the tests of this room. */
#pragma once
#include <stdatomic.h>
#include "http/http.h"
#include "main/testing.h"

/* While held is not 0, requests for /held wait. */
struct house { struct http_server *server; int port; _Atomic int held, started, stopped; struct arena arena; };

#define IN_A_HOUSE(sentence, function) {sentence, function, open_house, close_house, NULL}
int open_house(void **state);
int close_house(void **state);
void open_with(struct house *house, struct http_settings settings);
void reopen(struct house *house, struct http_settings settings);     /* starts anew with other settings */

/* The handler tells what it was given, one line each. /big: a large reply; /split: a header with a line break; /echo:
 * the body. */
void tell(void *context, int worker, const struct http_request *request, struct http_reply *reply);

int call(const struct house *house);       /* a new connection */
void say(int line, const char *text);
void say_bytes(int line, const char *bytes, size_t length);
/* All that comes until the server closes; "(open)" is appended when it does not. */
const char *hear_all(struct house *house, int line);
/* One reply, by its Content-Length; the line stays open. */
const char *hear_one(struct house *house, int line);
const char *ask(struct house *house, const char *text);    /* call, say, hear_all */
const char *ask_bytes(struct house *house, const char *bytes, size_t length);
int status_of(const char *reply);
void nap(int milliseconds);

#define LAST "Connection: close\r\n\r\n"
#define GET_ROOT "GET / HTTP/1.1\r\nHost: a\r\n\r\n"
