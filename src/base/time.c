/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Calendar arithmetic without the C library's time zones: the server's locale and TZ never matter. */
#include "base/time.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { DAY = 86400, HOUR = 3600, SUMMER_SINCE = 1996, LARGEST_OFFSET = 14 };

int64_t days_from_civil(int year, int month, int day)
{
    int64_t y = month <= 2 ? year - 1 : year;
    int64_t era = (y >= 0 ? y : y - 399) / 400, of_era = y - era * 400;
    int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

struct civil civil_from_days(int64_t days)
{
    days += 719468;
    int64_t era = (days >= 0 ? days : days - 146096) / 146097, of_era = days - era * 146097;
    int64_t year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int64_t of_year = of_era - (365 * year + year / 4 - year / 100), shifted = (5 * of_year + 2) / 153;
    int month = (int)(shifted < 10 ? shifted + 3 : shifted - 9);
    return (struct civil){.year = (int)(year + era * 400 + (month <= 2)), .month = month,
                          .day = (int)(of_year - (153 * shifted + 2) / 5 + 1)};
}

static int month_length(int year, int month)
{
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month == 2 && leap ? 29 : lengths[month - 1];
}

bool date_exists(int year, int month, int day)
{
    return month >= 1 && month <= 12 && day >= 1 && day <= month_length(year, month);
}

/* The instant at which the clocks change in this month: its last Sunday, 01:00 UTC. 1970-01-01 was a Thursday. */
static int64_t change_of_clocks(int year, int month)
{
    int64_t last = days_from_civil(year, month, month_length(year, month));
    int64_t after_sunday = ((last + 4) % 7 + 7) % 7;
    return (last - after_sunday) * DAY + HOUR;
}

static int64_t floor_days(int64_t seconds)
{
    return (seconds >= 0 ? seconds : seconds - DAY + 1) / DAY;
}

static int64_t paris_offset(int64_t instant)
{
    int year = civil_from_days(floor_days(instant)).year;
    bool summer = year >= SUMMER_SINCE && instant >= change_of_clocks(year, 3) && instant < change_of_clocks(year, 10);
    return summer ? 2 * HOUR : HOUR;
}

struct civil paris_time(int64_t instant)
{
    int64_t local = instant + paris_offset(instant), days = floor_days(local), rest = local - days * DAY;
    struct civil wall = civil_from_days(days);
    wall.hour = (int)(rest / HOUR);
    wall.minute = (int)(rest % HOUR / 60);
    wall.second = (int)(rest % 60);
    return wall;
}

int64_t instant_from_paris(struct civil wall)
{
    int64_t local = days_from_civil(wall.year, wall.month, wall.day) * DAY + wall.hour * HOUR + wall.minute * 60
                  + wall.second;
    int64_t summer = local - 2 * HOUR;
    return paris_offset(summer) == 2 * HOUR ? summer : local - HOUR;
}

int64_t paris_day(int64_t instant)
{
    return floor_days(instant + paris_offset(instant));
}

/* Exactly `digits` digits at *at, moved past them; -1 when they are not there. */
static int digits_at(const char **at, int digits)
{
    int value = 0;
    for (int i = 0; i < digits; i++, (*at)++) {
        if (**at < '0' || **at > '9')
            return -1;
        value = value * 10 + (**at - '0');
    }
    return value;
}

static bool read_date(const char **at, int64_t *days)
{
    int year, month, day;
    bool french = strlen(*at) >= 10 && (*at)[2] == '/';
    int first = digits_at(at, french ? 2 : 4);
    char separator = french ? '/' : '-';
    if (first < 0 || *(*at)++ != separator || (month = digits_at(at, 2)) < 0 || *(*at)++ != separator)
        return false;
    int last = digits_at(at, french ? 4 : 2);
    year = french ? last : first;
    day = french ? first : last;
    if (last < 0 || !date_exists(year, month, day))
        return false;
    *days = days_from_civil(year, month, day);
    return true;
}

bool parse_date(const char *text, int64_t *days)
{
    int64_t found;
    if (!text || !read_date(&text, &found) || (*text && *text != 'T' && *text != ' '))
        return false;
    *days = found;
    return true;
}

static bool read_zone(const char *at, int64_t *offset)
{
    if (text_is(at, "Z"))
        return *offset = 0, true;
    int sign = *at == '-' ? -1 : *at == '+' ? 1 : 0;
    if (!sign)
        return false;
    at++;
    int hours = digits_at(&at, 2);
    at += *at == ':';
    int minutes = hours >= 0 ? digits_at(&at, 2) : -1;
    if (minutes < 0 || minutes > 59 || hours > LARGEST_OFFSET || *at)
        return false;
    *offset = sign * (hours * HOUR + minutes * 60);
    return true;
}

bool parse_instant(const char *text, int64_t *instant)
{
    int64_t days, offset;
    int hour, minute, second;
    if (!text || !read_date(&text, &days) || (*text != 'T' && *text != ' '))
        return false;
    text++;
    if ((hour = digits_at(&text, 2)) < 0 || *text++ != ':' || (minute = digits_at(&text, 2)) < 0 || *text++ != ':'
        || (second = digits_at(&text, 2)) < 0 || hour > 23 || minute > 59 || second > 59)
        return false;
    if (*text == '.' && text[1] >= '0' && text[1] <= '9')
        text += 1 + strspn(text + 1, "0123456789");
    if (!read_zone(text, &offset))
        return false;
    *instant = days * DAY + hour * HOUR + minute * 60 + second - offset;
    return true;
}

void format_iso_date(struct buffer *out, int64_t days)
{
    struct civil date = civil_from_days(days);
    buffer_format(out, "%04d-%02d-%02d", date.year, date.month, date.day);
}

void format_iso_instant(struct buffer *out, int64_t instant)
{
    int64_t days = floor_days(instant), rest = instant - days * DAY;
    format_iso_date(out, days);
    buffer_format(out, "T%02d:%02d:%02dZ", (int)(rest / HOUR), (int)(rest % HOUR / 60), (int)(rest % 60));
}

int64_t add_months(int64_t days, int months)
{
    struct civil date = civil_from_days(days);
    int total = date.year * 12 + date.month - 1 + months;
    int year = (total >= 0 ? total : total - 11) / 12, month = total - year * 12 + 1;
    int last = month_length(year, month);
    return days_from_civil(year, month, date.day < last ? date.day : last);
}

int64_t clock_now(void)
{
    return (int64_t)time(NULL);
}
