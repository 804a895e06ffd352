/* SPDX-License-Identifier: AGPL-3.0-or-later
 * For tests only: a small true geography, for every feature that needs communes. It stands in sample_test.c. Roubaix
 * 59512, Lille 59350, Tourcoing 59599, Villeneuve-d'Ascq 59009, La Madeleine 59368 (EPCI 200093201, Nord), Dunkerque
 * 59183 (EPCI 245900428), Lens 62498, Arras 62041 (Pas-de-Calais), Saint-Denis 93066 and 97411, Saint-Étienne 42218,
 * L'Haÿ-les-Roses 94038, Ajaccio 2A004, Paris 75056; Hellemmes 59298 and Paris 12e 75112 are past codes. */
#pragma once
#include "db/db.h"

void territory_sample(struct db *db);      /* inside a transaction */
