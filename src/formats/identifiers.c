/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Checking identifiers. The rules and their vectors: domain.md §15.4. */
#include "formats/identifiers.h"
#include <stdlib.h>
#include <string.h>

#define N_(english) english                                /* for the collector of texts; i18n stands higher */

/* The ASCII letters (made capital) and digits of a text; what people put between them (spaces of any kind, dots,
 * hyphens) is passed over, other characters count as "?". At most room - 1; returns how many there were in all. */
static size_t keep_characters(const char *text, char *clean, size_t room)
{
    size_t count = 0;
    const char *end = text ? text + strlen(text) : text;
    for (const char *at = text; at < end;) {
        uint32_t c = utf8_next(&at, end);
        if (c <= ' ' || c == '.' || c == '-' || c == 0xA0 || c == 0x2010 || c == 0x2011 || c == 0x202F || c == 0x2009
            || c == 0xFEFF || c == '_' || c == 0x2007)
            continue;
        if (c >= 'a' && c <= 'z')
            c -= 'a' - 'A';
        bool usual = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z');
        if (count + 1 < room)
            clean[count] = usual ? (char)c : '?';
        count++;
    }
    clean[count + 1 < room ? count : room - 1] = '\0';
    return count;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool all_digits(const char *text, size_t count)
{
    return strspn(text, "0123456789") >= count;
}

/* Luhn: every second digit from the right is doubled, its digits added; the sum is a multiple of 10. */
static bool luhn(const char *text, size_t count)
{
    int sum = 0;
    for (size_t i = 0; i < count; i++) {
        int digit = text[count - 1 - i] - '0';
        if (i % 2)
            digit *= 2;
        sum += digit > 9 ? digit - 9 : digit;
    }
    return sum % 10 == 0;
}

static int digit_sum(const char *text)
{
    int sum = 0;
    for (; *text; text++)
        sum += *text - '0';
    return sum;
}

enum verdict check_siren(const char *text, char clean[10])
{
    size_t count = keep_characters(text, clean, 10);
    if (!count)
        return ID_EMPTY;
    if (count != 9 || !all_digits(clean, 9))
        return ID_WRONG_FORM;
    return luhn(clean, 9) ? ID_SOUND : ID_WRONG_KEY;
}

enum verdict check_siret(const char *text, char clean[15])
{
    size_t count = keep_characters(text, clean, 15);
    if (!count)
        return ID_EMPTY;
    if (count != 14 || !all_digits(clean, 14))
        return ID_WRONG_FORM;
    if (!luhn(clean, 9))
        return ID_WRONG_KEY;
    bool post_office = strncmp(clean, "356000000", 9) == 0;
    return luhn(clean, 14) || (post_office && digit_sum(clean) % 5 == 0) ? ID_SOUND : ID_WRONG_KEY;
}

enum verdict check_rna(const char *text, char clean[11])
{
    size_t count = keep_characters(text, clean, 11);
    if (!count)
        return ID_EMPTY;
    return count == 10 && clean[0] == 'W' && !strchr(clean, '?') ? ID_SOUND : ID_WRONG_FORM;
}

enum verdict check_vat(const char *text, char clean[14])
{
    size_t count = keep_characters(text, clean, 14);
    if (!count)
        return ID_EMPTY;
    if (count != 13 || strncmp(clean, "FR", 2) != 0 || !all_digits(clean + 2, 11))
        return ID_WRONG_FORM;
    int key = (clean[2] - '0') * 10 + (clean[3] - '0');
    long siren = strtol(clean + 4, NULL, 10);
    return luhn(clean + 4, 9) && key == (12 + 3 * (siren % 97)) % 97 ? ID_SOUND : ID_WRONG_KEY;
}

enum verdict check_naf(const char *text, char clean[6])
{
    size_t count = keep_characters(text, clean, 6);
    if (!count)
        return ID_EMPTY;
    return count == 5 && all_digits(clean, 4) && clean[4] >= 'A' && clean[4] <= 'Z' ? ID_SOUND : ID_WRONG_FORM;
}

/* The ninth digit is the last of the sum of the eight weighted 3 7 1 3 7 1 3 7: found from, and true of, the published
 * codes. */
static int cpv_key(const char *digits)
{
    static const int weights[8] = {3, 7, 1, 3, 7, 1, 3, 7};
    int sum = 0;
    for (int i = 0; i < 8; i++)
        sum += weights[i] * (digits[i] - '0');
    return sum % 10;
}

enum verdict check_cpv(const char *text, char clean[9])
{
    char all[10] = {0};
    size_t count = keep_characters(text, all, sizeof all);
    memcpy(clean, all, 8);
    clean[count < 8 ? count : 8] = '\0';
    if (!count)
        return ID_EMPTY;
    if ((count != 8 && count != 9) || !all_digits(all, count))
        return ID_WRONG_FORM;
    return count == 8 || cpv_key(all) == all[8] - '0' ? ID_SOUND : ID_WRONG_KEY;
}

enum verdict check_commune(const char *text, char clean[6])
{
    size_t count = keep_characters(text, clean, 6);
    if (!count)
        return ID_EMPTY;
    if (count == 4 && all_digits(clean, 4)) {              /* a spreadsheet took it for a number */
        memmove(clean + 1, clean, 5);
        clean[0] = '0';
        count = 5;
    }
    bool corsica = clean[0] == '2' && (clean[1] == 'A' || clean[1] == 'B');
    return count == 5 && (corsica ? all_digits(clean + 2, 3) : all_digits(clean, 5)) ? ID_SOUND : ID_WRONG_FORM;
}

/* Lengths of the IBAN registry (SWIFT), by country. */
static const char iban_lengths[] =
    "AD24AE23AL28AT20AZ28BA20BE16BG22BH22BI27BR29BY28CH21CR22CY28CZ24DE22DJ27DK18DO28EE20EG29ES24FI18FK18FO18FR27GB22"
    "GE22GI23GL18GR27GT28HN28HR21HU28IE22IL23IQ23IS26IT27JO30KW30KZ20LB28LC32LI21LT20LU20LV21LY25MC27MD24ME22MK19MN20"
    "MR27MT31MU30NI28NL18NO15OM23PK24PL28PS29PT25QA29RO24RS22RU33SA24SC31SD18SE24SI19SK24SM27SO23ST25SV28TL23TN24TR26"
    "UA29VA22VG24XK20YE30";

static size_t iban_length(const char *country)
{
    for (const char *at = iban_lengths; *at; at += 4)
        if (strncmp(at, country, 2) == 0)
            return (size_t)(at[2] - '0') * 10 + (size_t)(at[3] - '0');
    return 0;
}

/* ISO 13616: the first four characters moved to the end, letters as 10 to 35, the whole leaves 1 when divided by 97. */
static bool iban_key(const char *clean, size_t count)
{
    int rest = 0;
    for (size_t i = 0; i < count; i++) {
        char c = clean[(i + 4) % count];
        rest = (is_digit(c) ? rest * 10 + (c - '0') : rest * 100 + (c - 'A' + 10)) % 97;
    }
    return rest == 1;
}

enum verdict check_iban(const char *text, char clean[35])
{
    size_t count = keep_characters(text, clean, 35);
    if (!count)
        return ID_EMPTY;
    if (count < 15 || count != iban_length(clean) || strchr(clean, '?') || !is_digit(clean[2]) || !is_digit(clean[3]))
        return ID_WRONG_FORM;
    return iban_key(clean, count) ? ID_SOUND : ID_WRONG_KEY;
}

const char *verdict_sentence(enum verdict verdict)
{
    switch (verdict) {
    case ID_EMPTY: return N_("Nothing was given.");
    case ID_WRONG_KEY: return N_("The check digit does not match: a digit is probably mistyped.");
    case ID_WRONG_FORM: return N_("This does not have the form of such a number: count its characters.");
    default: return NULL;
    }
}
