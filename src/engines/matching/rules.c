/* SPDX-License-Identifier: AGPL-3.0-or-later
 * All the weights of matching, in one place.
 *
 * What each part may add at most; together 1. Near those that bench/matching learns from contracts won by social
 * enterprises (a conditional logit; 2026-11-23), but for words, which weigh as much as similar cases because aids for
 * types of projects want it. What bench/matching reports is measured with weights learned without the buyers asked.
 * words, codes, structure: what the need says it is about. learned, cases: what the past says. distance, zone, seat:
 * where. capacity, calendar, fresh: small, for they mostly say who has filled a form. */
#include "engines/matching/inside.h"

const struct match_rules match_usual_rules = {
    .words = 0.13, .codes = 0.14, .structure = 0.08, .learned = 0.06, .distance = 0.11, .zone = 0.03, .seat = 0.29,
    .cases = 0.10, .capacity = 0.03, .calendar = 0.02, .fresh = 0.01,
    .decay_km = 25, .fresh_days = 365,
};
