/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Every feature of the program, in the order of features.txt: made by tools/list-features. */
#pragma once
#include "web/feature.h"

extern const struct feature *const features[];
