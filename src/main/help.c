/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What the program says of itself: commands, routes, version. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "formats/json.h"
#include "i18n/i18n.h"
#include "main/command.h"
#include "main/features.h"

const char *terminal_language(void)
{
    const char *language = getenv("LANG");
    return language && text_starts(language, "en") ? "en" : "fr";
}

/* The formats come from a catalogue whose directives the build compares. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
void tell(const char *english, ...)
{
    va_list values;
    va_start(values, english);
    vprintf(text_in(terminal_language(), english), values);
    va_end(values);
}

void complain(const char *english, ...)
{
    va_list values;
    va_start(values, english);
    vfprintf(stderr, text_in(terminal_language(), english), values);
    va_end(values);
}
#pragma GCC diagnostic pop

const char *line_option(const struct command_line *line, const char *name)
{
    for (int i = 0; i + 1 < line->count; i++)
        if (strcmp(line->words[i], name) == 0)
            return line->words[i + 1];
    return NULL;
}

bool line_flag(const struct command_line *line, const char *name)
{
    for (int i = 0; i < line->count; i++)
        if (strcmp(line->words[i], name) == 0)
            return true;
    return false;
}

bool line_knows(const struct command_line *line, const char *const *known)
{
    for (int i = 0; i < line->count; i++) {
        const char *const *one = known;
        while (*one && strcmp(*one, line->words[i]) != 0)
            one++;
        if (text_starts(line->words[i], "--") && !*one) {
            complain(N_("There is no option %s.\n"), line->words[i]);
            return false;
        }
    }
    return true;
}

static void print_json(const struct buffer *out)
{
    puts(buffer_string(out));
}

static void write_command(struct json *json, const struct command *command)
{
    json_object(json);
    json_key(json, "name"), json_text(json, command->name);
    json_key(json, "arguments"), json_text(json, command->arguments);
    json_key(json, "help"), json_text(json, text_in(terminal_language(), command->help));
    json_end(json);
}

static void print_command(const struct command *command)
{
    printf("  maillage %s%s%s\n      %s\n", command->name, *command->arguments ? " " : "", command->arguments,
           text_in(terminal_language(), command->help));
}

static void each_command(struct json *json)
{
    for (const struct built_in *one = built_ins; one->command.name; one++)
        json ? write_command(json, &one->command) : print_command(&one->command);
    for (const struct feature *const *feature = features; *feature; feature++)
        for (const struct command *one = (*feature)->commands; one && one->name; one++)
            json ? write_command(json, one) : print_command(one);
}

int help_command(struct command_line *line)
{
    struct buffer out = {.arena = line->arena};
    struct json json;
    if (line->json) {
        json_begin(&json, &out);
        json_array(&json);
        each_command(&json);
        json_end(&json);
        print_json(&out);
        return 0;
    }
    tell(N_("Maillage: from needs to cooperations, on a territory.\n\n"));
    each_command(NULL);
    tell(N_("\nDB is a file (site.db) or postgresql://…; --json makes any command answer in JSON.\n"));
    return 0;
}

int version_command(struct command_line *line)
{
    if (line->json)
        printf("{\"name\":\"Maillage\",\"version\":\"%s\"}\n", MAILLAGE_VERSION);
    else
        printf("Maillage %s\n", MAILLAGE_VERSION);
    return 0;
}

static void write_route(struct json *json, const struct feature *feature, const struct route *route)
{
    json_object(json);
    json_key(json, "method"), json_text(json, route->method == POST ? "POST" : "GET");
    json_key(json, "path"), json_text(json, route->path);
    json_key(json, "permission"), json_text(json, route->allow ? route->allow->name : NULL);
    json_key(json, "feature"), json_text(json, feature->name);
    json_end(json);
}

static void each_route(struct json *json)
{
    for (const struct feature *const *feature = features; *feature; feature++)
        for (const struct route *route = (*feature)->routes; route && route->path; route++) {
            if (json)
                write_route(json, *feature, route);
            else
                printf("%-4s %-48s %-20s %s\n", route->method == POST ? "POST" : "GET", route->path,
                       route->allow ? route->allow->name : "?", (*feature)->name);
        }
}

int routes_command(struct command_line *line)
{
    struct buffer out = {.arena = line->arena};
    struct json json;
    if (!line->json) {
        each_route(NULL);
        return 0;
    }
    json_begin(&json, &out);
    json_array(&json);
    each_route(&json);
    json_end(&json);
    print_json(&out);
    return 0;
}
