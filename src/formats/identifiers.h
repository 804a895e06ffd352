/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The identifiers of French public life: checked, and kept even when wrong (domain.md §15.4). */
#pragma once
#include "base/text.h"

/* Each takes text as typed (spaces, dots, NBSP forgiven), writes the plain form into clean (room given) and says
 * whether the key is right. clean always receives the characters that count, so that a wrong one can be kept. */
enum verdict { ID_EMPTY, ID_SOUND, ID_WRONG_KEY, ID_WRONG_FORM };
enum verdict check_siren(const char *text, char clean[10]);
enum verdict check_siret(const char *text, char clean[15]);          /* Luhn on 14 and on 9; La Poste's own rule */
enum verdict check_rna(const char *text, char clean[11]);            /* W and 9 characters */
enum verdict check_vat(const char *text, char clean[14]);            /* FR, key, SIREN */
enum verdict check_naf(const char *text, char clean[6]);             /* "88.99B" → "8899B" */
/* 8 digits; an optional "-d" check digit is verified */
enum verdict check_cpv(const char *text, char clean[9]);
/* 5 characters, 2A/2B; a lost leading zero is put back */
enum verdict check_commune(const char *text, char clean[6]);
enum verdict check_iban(const char *text, char clean[35]);           /* length by country, mod 97 */
/* N_() sentence for a verdict that is not ID_SOUND; NULL otherwise. To be shown beside the field, which names what it
 * is. */
const char *verdict_sentence(enum verdict verdict);
