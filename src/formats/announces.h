/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Lists of contracts to come or published, one a row: exports of the BOAMP (CSV, or JSON as its open data gives
 * it), the purchasing programme of a buyer (a sheet with columns of its own names). Columns are recognised by name. */
#pragma once
#include "formats/csv.h"
#include "formats/json.h"

enum announce_stage { ANNOUNCE_PLANNED, ANNOUNCE_PUBLISHED, ANNOUNCE_AWARDED };

/* One row. Texts are trimmed, NULL when absent. */
struct announce {
    const char *id, *title, *description, *buyer, *buyer_id, *cpv, *place, *url;
    enum announce_stage stage;
    int64_t amount;                        /* cents before VAT, of a range its upper end; 0: not said */
    int64_t amount_least;                  /* lower end of a range, else 0 */
    int64_t months;                        /* 0: not said */
    bool has_published, has_deadline, has_launch;
    int64_t published_day, deadline_day, launch_day;
    int64_t deadline;                      /* instant; the end of the day in Paris when no hour is said */
    bool reserved, social, environmental;
    /* What was written and could not be read, N_(English) by field; the rest of the row stands. */
    const char *bad_amount, *bad_months, *bad_published, *bad_deadline, *bad_launch;
};

struct announces {
    struct arena *arena;
    struct csv csv;
    const struct json_value *list; size_t next;            /* of a JSON file; NULL list: a CSV */
    const char **folded;                   /* names of the columns; private */
    int64_t line;                          /* of the row just read: of the file, or its place in the JSON list */
    const char *trouble;                   /* why it is no such list, or why reading stopped; N_(English) */
    bool boamp;                            /* it bears the numbers of the BOAMP (idweb) */
    const char *unknown;                   /* columns that mean nothing here, "a, b"; NULL: none */
};

/* False with trouble when it is no list of contracts: neither table nor JSON, or without a column for the object. */
bool announces_open(struct announces *list, struct arena *arena, const char *bytes, size_t length);
/* The next row; false at the end. */
bool announces_next(struct announces *list, struct announce *row);

/* Up to two amounts in a text, in cents: "90 000 €", "100 000 à 200 000 € HT", "90 k€", "1,5 M€". How many. */
int announce_amounts(const char *text, int64_t cents[2]);
/* "24", "24 mois", "2 ans", "4 years": months. False when it is none of these, or beyond 600. */
bool announce_months(const char *text, int64_t *months);
