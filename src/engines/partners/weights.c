/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The weights of partners: a conditional logit on real groupements (contracts won together), one member hidden; written
 * by bench/partners on 2026-11-23 from all of them. What bench reports is measured with weights learned without the
 * buyers that are asked about. */
#include "engines/partners/inside.h"

const struct partner_weights partner_usual_weights = {.part = {
    [PARTNER_TRADE] = 0.13, [PARTNER_FAMILY] = 0.21, [PARTNER_NEAR_TRADE] = 0.02, [PARTNER_NEAR] = 0.12,
    [PARTNER_TOGETHER] = 0.26, [PARTNER_LOTS] = 0.005, [PARTNER_BUYERS] = 0.16, [PARTNER_NAME] = 0.09,
    [PARTNER_SIZE] = 0.005}};
