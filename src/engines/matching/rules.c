/* SPDX-License-Identifier: AGPL-3.0-or-later
 * All the weights of matching, in one place.
 *
 * What each part may add at most; together 1. They were chosen by hand and then checked, never fitted, on
 * bench/matching (contracts won by social enterprises, aids for types of projects); change them there and look.
 * words, codes: what the need says it is about. learned, cases: what the past says. distance, zone: where.
 * capacity, calendar, fresh: small, for they mostly say who has filled a form. */
#include "engines/matching/inside.h"

const struct match_rules match_usual_rules = {
    .words = 0.18, .codes = 0.14, .learned = 0.16, .distance = 0.20, .zone = 0.10, .cases = 0.12,
    .capacity = 0.04, .calendar = 0.03, .fresh = 0.03,
    .decay_km = 25, .fresh_days = 365,
};
