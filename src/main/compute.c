/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What all computations share: files in, tables or JSON out. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "base/number.h"
#include "i18n/i18n.h"
#include "main/compute.h"

#define LARGEST_FILE (1ll << 30)
enum { SHOWN_LINES = 20 };

char *compute_file(struct command_line *line, const char *path, size_t *length)
{
    FILE *in = fopen(path, "rb");
    char *bytes = NULL;
    if (!in) {
        complain(N_("%s cannot be read: %s\n"), path, why_unread(terminal_language(), errno));
        return NULL;
    }
    long long size = fseek(in, 0, SEEK_END) == 0 ? (long long)ftell(in) : -1;
    rewind(in);
    if (size >= 0 && size <= LARGEST_FILE) {
        bytes = arena_alloc(line->arena, (size_t)size + 1);
        *length = fread(bytes, 1, (size_t)size, in);
    } else {
        complain(N_("%s is too large, or no plain file.\n"), path);
    }
    fclose(in);
    return bytes;
}

bool compute_table(struct command_line *line, const char *path, struct csv *csv)
{
    size_t length;
    char *bytes = compute_file(line, path, &length);
    if (!bytes)
        return false;
    if (csv_open(csv, line->arena, bytes, length))
        return true;
    complain(N_("%s is no table: %s\n"), path, text_in(terminal_language(), csv->trouble));
    return false;
}

void compute_table_end(const char *path, const struct csv *csv)
{
    if (csv->trouble)
        complain(N_("%s is read up to line %lld: %s\n"), path, (long long)csv->line,
                 text_in(terminal_language(), csv->trouble));
}

static bool takes_value(const char *word, const char *const *options)
{
    while (*options && strcmp(*options, word) != 0)
        options++;
    return *options != NULL;
}

const char *compute_word(const struct command_line *line, int place, const char *const *options)
{
    for (int i = 0; i < line->count; i++) {
        if (text_starts(line->words[i], "--")) {
            i += takes_value(line->words[i], options);
            continue;
        }
        if (place-- == 0)
            return line->words[i];
    }
    return NULL;
}

bool compute_understands(const struct command_line *line, const char *const *known, const char *const *with_value,
                         int most)
{
    const char *beyond = compute_word(line, most, with_value);
    if (!line_knows(line, known))
        return false;
    for (int i = 0; i < line->count; i++) {
        bool waits = takes_value(line->words[i], with_value);
        if (waits && (i + 1 == line->count || text_starts(line->words[i + 1], "--"))) {
            complain(N_("The option %s needs a value after it.\n"), line->words[i]);
            return false;
        }
        i += waits;
    }
    if (beyond)
        complain(N_("There is a word too many: %s.\n"), beyond);
    return !beyond;
}

bool compute_whole(const struct command_line *line, const char *option, int64_t least, int64_t most, int64_t *value)
{
    const char *text = line_option(line, option);
    if (!text || (parse_int(text, value) && *value >= least && *value <= most))
        return true;
    complain(N_("%s is a whole number between %lld and %lld.\n"), option, (long long)least, (long long)most);
    return false;
}

char *compute_bare(char *cell)
{
    while (*cell == ' ' || *cell == '\t')
        cell++;
    for (size_t length = strlen(cell); length && (cell[length - 1] == ' ' || cell[length - 1] == '\t'); length--)
        cell[length - 1] = '\0';
    return cell;
}

bool compute_as_json(const struct command_line *line)
{
    return line->json || (!isatty(STDOUT_FILENO) && !line_flag(line, "--table"));
}

void compute_no_column(const char *path, const char *const *names)
{
    struct arena arena = {0};
    struct buffer all = {.arena = &arena};
    for (; *names; names++)
        buffer_format(&all, "%s%s", all.length ? ", " : "", *names);
    complain(N_("%s has no column of one of these names: %s.\n"), path, buffer_string(&all));
    arena_free(&arena);
}

const char *compute_padded(struct arena *arena, const char *text, size_t width)
{
    struct buffer padded = {.arena = arena};
    size_t length = utf8_length(text, strlen(text));
    buffer_text(&padded, text);
    for (; length < width; length++)
        buffer_char(&padded, ' ');
    return buffer_string(&padded);
}

void compute_print(const struct buffer *out)
{
    puts(buffer_string(out));
}

void compute_bad_line(const char *path, int64_t line, const char *english, int64_t *count)
{
    if (++*count <= SHOWN_LINES)
        fprintf(stderr, "%s:%lld: %s\n", path, (long long)line, text_in(terminal_language(), english));
}
