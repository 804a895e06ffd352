/* SPDX-License-Identifier: AGPL-3.0-or-later
 * maillage COMMAND DB …: finds the command, opens its database, runs it. */
#include <signal.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "base/time.h"
#include "main/command.h"
#include "main/features.h"
#include "main/start.h"

static struct built_in find_command(const char *name)
{
    for (const struct built_in *one = built_ins; one->command.name; one++)
        if (strcmp(one->command.name, name) == 0)
            return *one;
    for (const struct feature *const *feature = features; *feature; feature++)
        for (const struct command *one = (*feature)->commands; one && one->name; one++)
            if (strcmp(one->name, name) == 0)
                return (struct built_in){*one, NEEDS_ITS_TABLES};
    return (struct built_in){{0}, NEEDS_NOTHING};
}

/* Takes --json out of the words, wherever it stands. */
static void take_json(struct command_line *line)
{
    int kept = 0;
    for (int i = 0; i < line->count; i++) {
        if (strcmp(line->words[i], "--json") == 0)
            line->json = true;
        else
            line->words[kept++] = line->words[i];
    }
    line->count = kept;
}

static bool is_absent_file(const char *url)
{
    const char *path = text_starts(url, "sqlite:") ? url + strlen("sqlite:") : url;
    return !strstr(url, "://") && strcmp(path, ":memory:") != 0 && access(path, F_OK) != 0;
}

static bool failed(const struct command_line *line)
{
    if (db_failed(line->db))
        fprintf(stderr, "%s : %s\n", line->url, db_failed(line->db));
    return db_failed(line->db);
}

static int run_with_tables(const struct command *command, struct command_line *line)
{
    start_migrate(line->db, clock_now());
    if (failed(line))
        return EXIT_FAILED;
    struct app app = start_app(line->db);
    if (failed(line) || !app_check(&app))
        return EXIT_FAILED;
    line->app = &app;
    return command->run(line);
}

static int run_with_database(const struct built_in *found, struct command_line *line)
{
    const struct command *command = &found->command;
    if (!line->count || text_starts(line->words[0], "--")) {
        complain(N_("usage: maillage %s %s\n"), command->name, command->arguments);
        return EXIT_USAGE;
    }
    line->url = line->words[0];
    line->words++;
    line->count--;
    if (!command->creates && is_absent_file(line->url)) {
        complain(N_("%s does not exist. “maillage migrate %s” would make it.\n"), line->url, line->url);
        return EXIT_FAILED;
    }
    line->db = db_open(line->url);
    db_use_arena(line->db, line->arena);
    int status = failed(line) ? EXIT_FAILED : found->need == NEEDS_ITS_TABLES ? run_with_tables(command, line)
                                                                               : command->run(line);
    db_close(line->db);
    return status;
}

static int run(const struct built_in *found, struct command_line *line)
{
    return found->need == NEEDS_NOTHING ? found->command.run(line) : run_with_database(found, line);
}

int main(int count, char **words)
{
    struct arena arena = {0};
    struct command_line line = {.count = count - 2, .words = words + 2, .arena = &arena};
    signal(SIGPIPE, SIG_IGN);
    if (sodium_init() < 0)
        return EXIT_FAILED;
    struct built_in found = find_command(count < 2 ? "help" : words[1]);
    if (count < 2)
        line.count = 0;
    take_json(&line);
    int status = EXIT_USAGE;
    if (found.command.name) {
        status = run(&found, &line);
    } else {
        complain(N_("maillage has no command “%s”.\n"), words[1]);
        help_command(&line);
    }
    arena_free(&arena);
    return status;
}
