/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Settings and dated parameters. */
#include "work/setting.h"
#include "base/number.h"
#include "base/time.h"
#include "web/request.h"
#include "work.bake.h"
#include <string.h>

const char *setting_text(struct db *db, const struct setting *setting)
{
    struct setting_read row;
    return setting_read(db, (struct setting_read_args){.name = setting->name}, &row) ? row.value : setting->preset;
}

int64_t setting_int(struct db *db, const struct setting *setting)
{
    int64_t value = 0;
    parse_int(setting_text(db, setting), &value);
    return value;
}

static const char *trouble(const struct setting *setting, const char *value)
{
    int64_t number;
    switch (setting->kind) {
    case SETTING_INT:
        return !parse_int(value, &number) ? N_("Give a whole number.")
             : number < setting->least || number > setting->most ? N_("This number is out of bounds.") : NULL;
    case SETTING_TICK:
        return text_is(value, "0") || text_is(value, "1") ? NULL : N_("Give 0 or 1.");
    case SETTING_TEXT:
    case SETTING_SECRET:
        if (strpbrk(value, "\r\n"))
            return N_("One line only.");
        return utf8_length(value, strlen(value)) > (size_t)setting->most ? N_("This is too long.") : NULL;
    }
    return NULL;
}

const char *read_web_address(struct db *db, const char *typed, const char **why)
{
    char *address = text_trim(db_arena(db), typed);
    size_t start = text_starts(address, "https://") ? strlen("https://")
        : text_starts(address, "http://") ? strlen("http://") : 0, length = strlen(address);
    if (!start || length == start || strpbrk(address, " \"'<>\\")) {
        *why = N_("An address of the web starts with https://, and has no space.");
        return NULL;
    }
    return address[length - 1] == '/' ? arena_copy(db_arena(db), address, length - 1) : address;
}

const char *read_mail_address(struct db *db, const char *typed, const char **why)
{
    char *address = text_trim(db_arena(db), typed);
    const char *at = strchr(address, '@');
    if (at && at > address && at[1] && !strchr(at + 1, '@') && !strpbrk(address, " \"'<>,;\\"))
        return address;
    *why = N_("Write it like name@example.org.");
    return NULL;
}

bool setting_set(struct db *db, const struct setting *setting, const char *value, const char **why)
{
    if (text_blank(value)) {
        setting_forget(db, (struct setting_forget_args){.name = setting->name});
        return true;
    }
    *why = trouble(setting, value);
    if (!*why && setting->read)
        value = setting->read(db, value, why);
    if (!*why)
        setting_write(db, (struct setting_write_args){.name = setting->name, .value = value});
    return !*why;
}

bool parameter_on(struct db *db, const char *name, int64_t day, double *value)
{
    struct parameter_in_force row;
    if (!parameter_in_force(db, (struct parameter_in_force_args){.name = name, .day = day}, &row))
        return false;
    *value = row.value;
    return true;
}

void parameter_add(struct db *db, const char *name, int64_t from_day, double value, const char *source)
{
    parameter_put(
        db, (struct parameter_put_args){.name = name, .from_day = from_day, .value = value, .source = source});
}

static bool is_missing(struct db *db, const struct parameter_preset *preset, int64_t *day)
{
    struct parameter_in_force known;
    return parse_date(preset->from, day)
        && !parameter_in_force(db, (struct parameter_in_force_args){.name = preset->name, .day = *day}, &known);
}

void parameter_presets(struct db *db, const struct parameter_preset *presets)
{
    int64_t day;
    bool writing = false;
    for (; presets && presets->name; presets++) {
        if (!is_missing(db, presets, &day))
            continue;
        if (!writing)
            db_begin_write(db);
        writing = true;
        parameter_add(db, presets->name, day, presets->value, presets->source);
    }
    if (writing)
        db_commit(db);
}
