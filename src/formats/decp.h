/* SPDX-License-Identifier: AGPL-3.0-or-later
 * DECP (données essentielles de la commande publique, format 2.0.3): awarded contracts and concessions as rows of one
 * table, whatever the file. */
#pragma once
#include "formats/json.h"

enum decp_column { DECP_SOURCE, DECP_ID, DECP_BUYER_ID, DECP_BUYER, DECP_NATURE, DECP_TITLE, DECP_CPV, DECP_PROCEDURE,
                   DECP_PLACE, DECP_PLACE_KIND, DECP_MONTHS, DECP_NOTIFIED, DECP_AMOUNT, DECP_WINNERS, DECP_NAMES,
                   DECP_SOCIAL, DECP_ENVIRONMENTAL, DECP_COLUMNS };

struct decp {
    const struct json_value *contracts, *concessions;        /* arrays, or NULL */
    size_t record, total;                  /* records given so far, and all of them */
    const char *trouble;                   /* an English id */
    int line;
};
bool decp_is_json(const char *bytes, size_t length);       /* its first character that is not white space is { */
/* False with trouble (and line) set when it is no JSON or holds no "marches". The tree lives in the arena; the limits
 * are those of json_read. */
bool decp_open(struct decp *decp, struct arena *arena, const char *bytes, size_t length);
/* The next record as DECP_COLUMNS cells in the arena, "" when absent, several values joined by "|". The last
 * modification of length, amount and winners is what holds. NULL at the end. */
char **decp_next(struct decp *decp, struct arena *arena);
