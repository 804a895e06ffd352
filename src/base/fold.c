/* SPDX-License-Identifier: AGPL-3.0-or-later
 * One way of reading French words. */
#include "base/fold.h"
