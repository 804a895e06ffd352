/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What the tests and the fuzz target of forms share: a form with a field of every kind, and a request that posts it. */
#pragma once
#include "http/http.h"
#include "web/web.h"
#include <string.h>

enum { MOST_PAIRS = 200, SOME_DAY = 20500 };               /* 16 February 2026 */

struct every_value {
    const char *title, *story, *email, *phone, *site, *secret, *code, *colour, *uses, *note;
    int64_t number, cents, agreed, owner;
    const int64_t *day, *maybe_number;
    double weight;
    const double *maybe_weight;
};

static const struct label colours[] = {{"red", N_("Red")}, {"green", N_("Green")}, {0}};
static const struct label uses[] = {{"eat", N_("Eat")}, {"live", N_("Live")}, {"move", N_("Move")}, {0}};

static const char *no_shouting(struct request *rq, const char *value)
{
    return strstr(value, "!!!") ? N_("Say it calmly.") : NULL;
}

static const struct field every_field[] = {
    {TEXT, "titre", N_("Title"), TEXT_IN(every_value, title), .required = true, .least = 3, .most = 20,
     .check = no_shouting},
    {LONG_TEXT, "recit", N_("Story"), TEXT_IN(every_value, story), .most = 50},
    {EMAIL, "adresse", N_("Address"), TEXT_IN(every_value, email)},
    {TELEPHONE, "telephone", N_("Telephone"), TEXT_IN(every_value, phone)},
    {URL, "site", N_("Web site"), TEXT_IN(every_value, site)},
    {PASSWORD, "secret", N_("Secret"), TEXT_IN(every_value, secret)},
    {DIGITS, "code", N_("Code"), TEXT_IN(every_value, code), .least = 6, .most = 6},
    {WHOLE, "nombre", N_("Number"), INT_IN(every_value, number), .least = 1, .most = 100},
    {WHOLE, "peut_etre", N_("Perhaps"), MAYBE_INT_IN(every_value, maybe_number)},
    {MONEY, "montant", N_("Amount"), INT_IN(every_value, cents), .most = 5000000},
    {DATE, "jour", N_("Day"), MAYBE_INT_IN(every_value, day), .least = SOME_DAY, .most = SOME_DAY + 365},
    {DECIMAL, "poids", N_("Weight"), REAL_IN(every_value, weight), .least = -10, .most = 10},
    {DECIMAL, "peut_etre_poids", N_("Perhaps a weight"), MAYBE_REAL_IN(every_value, maybe_weight)},
    {CHOICE, "couleur", N_("Colour"), TEXT_IN(every_value, colour), .choices = colours},
    {CHOICES, "usages", N_("Uses"), TEXT_IN(every_value, uses), .choices = uses},
    {TICK, "accord", N_("Agreed"), INT_IN(every_value, agreed)},
    {HIDDEN, "porteur", N_("Owner"), INT_IN(every_value, owner)},
    {HIDDEN, "note", N_("Note"), TEXT_IN(every_value, note), .most = 10},
    {0}
};
static const struct form every_form = {N_("Everything"), "/tout", N_("Send everything"), every_field, NULL};

/* "a=1&b=%C3%A9": the pairs as the server would give them; what it would refuse is left out. */
static inline void read_pairs(struct request *rq, const char *text)
{
    struct param *params = arena_array(rq->arena, MOST_PAIRS, sizeof *params);
    rq->param_count = 0;
    while (*text && rq->param_count < MOST_PAIRS) {
        size_t length = strcspn(text, "&"), name = strcspn(text, "=&");
        size_t value = name < length ? name + 1 : length;
        params[rq->param_count] = (struct param){http_decode(rq->arena, text, name, true),
                                                 http_decode(rq->arena, text + value, length - value, true)};
        if (params[rq->param_count].name && params[rq->param_count].value)
            rq->param_count++;
        text += length + (text[length] == '&');
    }
    rq->params = params;
}

static inline struct request posted(struct arena *arena, const char *body)
{
    struct request rq = {.method = POST, .path = "/tout", .query = "", .language = "en", .now = 1795000000,
                         .arena = arena,
                         .same_origin = true, .shape = AS_HTML};
    rq.reply.body.arena = arena;
    read_pairs(&rq, body);
    return rq;
}
