/* SPDX-License-Identifier: AGPL-3.0-or-later
 * All the weights of matching, in one place.
 *
 * What each part may add at most; together 1. They were chosen by hand and then checked, never fitted, on
 * bench/matching (contracts won by social enterprises, aids for types of projects); change them there and look.
 * words, codes: what the need says it is about. learned, cases: what the past says. distance, zone: where.
 * capacity, calendar, fresh: small, for they mostly say who has filled a form. */
#include "engines/matching/inside.h"

const struct match_rules match_usual_rules = {
    .words = 0.12, .codes = 0.13, .structure = 0.07, .learned = 0.10, .distance = 0.11, .zone = 0.04, .seat = 0.25,
    .cases = 0.12, .capacity = 0.03, .calendar = 0.02, .fresh = 0.01,
    .decay_km = 25, .fresh_days = 365,
};
