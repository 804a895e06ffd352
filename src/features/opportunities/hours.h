/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The form of the hours of an insertion clause; engines/insertion.h counts them. */
#pragma once
#include "engines/insertion.h"

struct insertion_form { struct insertion_clause clause; double rate; };   /* the clause first: fields point into it */
