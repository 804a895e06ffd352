/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Notices of public procurement as TED publishes them (eForms, UBL 2.3 XML): what a structure needs to know of a
 * contract. Fields are named after the business terms of the eForms regulation (EU) 2019/1780. */
#pragma once
#include "base/text.h"

/* Texts are NULL, amounts and months 0, when the notice does not say. */
struct eforms_lot {
    const char *number;                                    /* BT-137: "LOT-0001" */
    const char *title, *description, *cpv, *nuts;
    int64_t amount; const char *currency;                  /* BT-27, cents, before VAT */
    int64_t months;                                        /* BT-36, rounded up from days, weeks or years */
    int64_t deadline; bool has_deadline;                   /* BT-131: an instant; 23:59:59 in Paris without an hour */
    bool reserved, social, environmental;                  /* BT-71; BT-06 and BT-775, BT-774 */
};
enum eforms_stage { EFORMS_PLANNED, EFORMS_PUBLISHED, EFORMS_AWARDED, EFORMS_OTHER };
struct eforms_notice {
    enum eforms_stage stage;
    const char *id, *folder;                               /* BT-701; BT-04: the same for all notices of a procedure */
    const char *form, *title, *description, *cpv, *nuts, *buyer, *buyer_id, *url;
    int64_t amount; const char *currency;
    int64_t published_day; bool has_published;
    struct eforms_lot *lots; size_t lot_count, lot_room;
    const char *trouble;                                   /* why it is no notice, an English id */
};
/* False with trouble set when the bytes are no eForms notice, or hold no identifier or no title. Texts in the arena.
 * Limits: 64 levels, 2,000 lots, 16 MB. */
bool eforms_read(struct eforms_notice *notice, struct arena *arena, const char *bytes, size_t length);
