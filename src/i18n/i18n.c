/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Texts, dates and numbers of a language. */
#include "i18n/i18n.h"
#include "base/time.h"
#include <errno.h>
#include <math.h>
#include <string.h>

#define N_(english) english                                /* for the collector of texts */

enum { MINUTE = 60, HOUR = 3600, DAY = 86400 };

static const struct catalogue *find_catalogue(const char *language)
{
    for (const struct catalogue *const *one = catalogues; *one; one++)
        if (strcmp((*one)->language, language ? language : "fr") == 0)
            return *one;
    return NULL;
}

static const struct catalogue_entry *find_entry(const char *language, const char *id)
{
    const struct catalogue *catalogue = find_catalogue(language);
    size_t low = 0, high = catalogue ? catalogue->count : 0;
    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = strcmp(catalogue->entries[middle].id, id);
        if (order == 0)
            return &catalogue->entries[middle];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

const char *text_in(const char *language, const char *id)
{
    const struct catalogue_entry *entry = find_entry(language, id);
    return entry ? entry->texts[0] : id;
}

const char *text_in_count(const char *language, const char *one, const char *many, int64_t count)
{
    const struct catalogue_entry *entry = find_entry(language, one);
    if (!entry)
        return count == 1 ? one : many;
    bool plural = count > 1 || count < -1;                 /* French: 0 and 1 are singular */
    return plural && entry->texts[1] ? entry->texts[1] : entry->texts[0];
}

static bool is_english(const char *language)
{
    return language && strcmp(language, "en") == 0;
}

void write_day(struct buffer *out, const char *language, int64_t days)
{
    static const char *const french[] = {"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août",
        "septembre", "octobre", "novembre", "décembre"};
    static const char *const english[] = {"January", "February", "March", "April", "May", "June", "July", "August",
                                          "September", "October", "November", "December"};
    struct civil date = civil_from_days(days);
    const char *first = date.day == 1 && !is_english(language) ? "er" : "";
    buffer_format(out, "%d%s\u00a0%s\u00a0%d", date.day, first,
        (is_english(language) ? english : french)[date.month - 1], date.year);
}

void write_date(struct buffer *out, const char *language, int64_t instant)
{
    struct civil wall = paris_time(instant);
    write_day(out, language, paris_day(instant));
    if (is_english(language))
        buffer_format(out, " at %02d:%02d", wall.hour, wall.minute);
    else
        buffer_format(out, " à %d\u00a0h\u00a0%02d", wall.hour, wall.minute);
}

struct span { int64_t seconds; const char *french[2], *english[2]; };

void write_ago(struct buffer *out, const char *language, int64_t instant, int64_t now)
{
    static const struct span spans[] = {
        {365 * DAY, {"an", "ans"}, {"year", "years"}}, {30 * DAY, {"mois", "mois"}, {"month", "months"}},
        {DAY, {"jour", "jours"}, {"day", "days"}}, {HOUR, {"heure", "heures"}, {"hour", "hours"}},
        {MINUTE, {"minute", "minutes"}, {"minute", "minutes"}}, {0}};
    bool english = is_english(language), ahead = instant > now;
    int64_t distance = ahead ? instant - now : now - instant;
    for (const struct span *span = spans; span->seconds; span++) {
        if (distance < span->seconds)
            continue;
        int64_t count = distance / span->seconds;
        const char *unit = (english ? span->english : span->french)[count > 1];
        if (english)
            buffer_format(out, ahead ? "in %lld\u00a0%s" : "%lld\u00a0%s ago", (long long)count, unit);
        else
            buffer_format(out, ahead ? "dans %lld\u00a0%s" : "il y a %lld\u00a0%s", (long long)count, unit);
        return;
    }
    buffer_text(out, english ? "just now" : "à l’instant");
}

void write_number(struct buffer *out, const char *language, double number)
{
    if (!isfinite(number) || fabs(number) > 9e15)
        return;
    int64_t hundredths = llround(fabs(number) * 100), rest = hundredths % 100;
    if (number < 0 && hundredths)
        buffer_text(out, "\u2212");
    buffer_grouped(out, (uint64_t)hundredths / 100, is_english(language) ? "," : "\u202f");
    if (rest)
        buffer_format(
            out, rest % 10 ? "%s%02d" : "%s%d", is_english(language) ? "." : ",", (int)(rest % 10 ? rest : rest / 10));
}

const char *why_unread(const char *language, int error)
{
    switch (error) {
    case ENOENT:  return text_in(language, N_("there is no such file"));
    case EACCES:  return text_in(language, N_("reading it is not allowed"));
    case ENOTDIR: return text_in(language, N_("a part of this path is no folder"));
    case EISDIR:  return text_in(language, N_("it is a folder"));
    default:      return strerror(error);
    }
}
