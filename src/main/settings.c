/* SPDX-License-Identifier: AGPL-3.0-or-later
 * maillage setting DB [NAME [VALUE]]: what an operator may set, from the terminal. */
#include <stdio.h>
#include "formats/json.h"
#include "i18n/i18n.h"
#include "main/command.h"
#include "work/setting.h"

/* A secret is only said to be there. */
static const char *shown(struct db *db, const struct setting *setting)
{
    const char *value = setting_text(db, setting);
    return value && setting->kind == SETTING_SECRET ? "…" : value;
}

static void print_setting(struct command_line *line, const struct setting *setting)
{
    const char *value = shown(line->db, setting);
    printf("%-16s %s\n%16s %s\n", setting->name, value ? value : "—", "",
        text_in(terminal_language(), setting->label));
}

static void write_setting(struct command_line *line, struct json *json, const struct setting *setting)
{
    json_object(json);
    json_key(json, "name"), json_text(json, setting->name);
    json_key(json, "value"), json_text(json, shown(line->db, setting));
    json_key(json, "label"), json_text(json, text_in(terminal_language(), setting->label));
    json_end(json);
}

/* All settings, or the one of this name; how many there were. */
static size_t each_setting(struct command_line *line, const char *name, struct json *json)
{
    size_t count = 0;
    for (const struct feature *const *feature = line->app->features; *feature; feature++)
        for (const struct setting *const *one = (*feature)->settings; one && *one; one++) {
            if (name && !text_is((*one)->name, name))
                continue;
            json ? write_setting(line, json, *one) : print_setting(line, *one);
            count++;
        }
    return count;
}

static const struct setting *find_setting(const struct app *app, const char *name)
{
    for (const struct feature *const *feature = app->features; *feature; feature++)
        for (const struct setting *const *one = (*feature)->settings; one && *one; one++)
            if (text_is((*one)->name, name))
                return *one;
    return NULL;
}

static bool change(struct command_line *line, const struct setting *setting, const char *value)
{
    const char *why = NULL;
    db_begin_write(line->db);
    bool done = setting_set(line->db, setting, value, &why);
    if (why)
        complain(N_("%s: %s\n"), setting->name, text_in(terminal_language(), why));
    if (done)
        db_commit(line->db);
    else
        db_rollback(line->db);
    return done && !db_failed(line->db);
}

static void print_all(struct command_line *line, const char *name)
{
    struct buffer out = {.arena = line->arena};
    struct json json;
    if (!line->json) {
        each_setting(line, name, NULL);
        return;
    }
    json_begin(&json, &out);
    json_array(&json);
    each_setting(line, name, &json);
    json_end(&json);
    puts(buffer_string(&out));
}

int setting_command(struct command_line *line)
{
    const char *name = line->count ? line->words[0] : NULL;
    const struct setting *setting = name ? find_setting(line->app, name) : NULL;
    if (line->count > 2 || (name && !setting)) {
        complain(N_("usage: maillage setting DB [NAME [VALUE]]; an empty VALUE brings the preset back\n"));
        return EXIT_USAGE;
    }
    if (line->count == 2 && !change(line, setting, line->words[1]))
        return EXIT_FAILED;
    db_begin(line->db);
    print_all(line, name);
    db_commit(line->db);
    return db_failed(line->db) ? EXIT_FAILED : 0;
}
