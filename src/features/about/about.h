/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Who runs this site and what it does with what it is told: the pages that the law asks of a public site. */
#pragma once
#include "web/feature.h"

extern const struct feature about_feature;
