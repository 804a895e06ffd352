/* SPDX-License-Identifier: AGPL-3.0-or-later
 * maillage compute money: a question of money in JSON, the answer to the cent. */
#include <stdio.h>
#include "i18n/i18n.h"
#include "main/compute_money.h"
#include "main/compute_money_plan.h"

static const struct money_kind kinds[] = {
    {"shares", money_shares}, {"matched", money_matched}, {"quadratic", money_quadratic},
    {"commitments", money_commitments},
    {"loan", money_loan}, {"rate", money_rate}, {"plan", money_plan}, {"cash", money_cash},
    {"in_kind", money_in_kind}, {"insertion", money_insertion}};

static const char *const known[] = {"--table", "--explain", NULL};
static const char *const without_value[] = {NULL};

static void list_kinds(struct command_line *line)
{
    struct buffer out = {.arena = line->arena};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        buffer_format(&out, "%s%s", i ? ", " : "", kinds[i].name);
    complain(N_("The kinds are %s.\n"), buffer_string(&out));
}

static const struct money_kind *find_kind(const char *name)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (text_is(name, kinds[i].name))
            return &kinds[i];
    return NULL;
}

static const struct json_value *read_question(struct command_line *line, const char *path, const char *bytes,
                                              size_t length)
{
    const char *trouble = NULL;
    int at = 0;
    const struct json_value *value = json_read(line->arena, bytes, length, &trouble, &at);
    if (!value)
        compute_bad_line(path, at, trouble, &(int64_t){0});
    if (!value || value->kind == JSON_OBJECT)
        return value;
    compute_bad_line(path, 1, N_("an object with a member “kind” is awaited"), &(int64_t){0});
    return NULL;
}

int money_answer(struct command_line *line, const char *path, const char *bytes, size_t length)
{
    struct money_question question = {.line = line, .path = path, .value = read_question(line, path, bytes, length),
                                      .explain = line_flag(line, "--explain"), .out = {.arena = line->arena},
                                      .lines = {.arena = line->arena}};
    if (!question.value)
        return EXIT_FAILED;
    const struct money_kind *kind = find_kind(json_get_text(question.value, "kind"));
    if (!kind) {
        money_bad(&question, "kind", N_("this kind of question is not known, or absent"));
        return list_kinds(line), EXIT_FAILED;
    }
    json_begin(&question.json, &question.out);
    json_object(&question.json);
    money_key_text(&question, "kind", kind->name);
    return kind->run(&question);
}

int compute_money(struct command_line *line)
{
    const char *path = compute_word(line, 0, without_value);
    size_t length;
    if (!compute_understands(line, known, without_value, 1))
        return EXIT_USAGE;
    if (!path) {
        complain(N_("usage: maillage %s %s\n"), "compute money", "FILE.json [--explain]");
        return list_kinds(line), EXIT_USAGE;
    }
    char *bytes = compute_file(line, path, &length);
    return bytes ? money_answer(line, path, bytes, length) : EXIT_FAILED;
}
