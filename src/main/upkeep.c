/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Looking after a database: migrate, backup, check. */
#include <stdio.h>
#include "base/time.h"
#include "db/script.h"
#include "formats/json.h"
#include "main/command.h"
#include "main/features.h"
#include "main/start.h"
#include "work/journal.h"

/* One line, or one object: what was done, or what the database says against it. */
static int conclude(const struct command_line *line, const char *done, const char *what)
{
    const char *trouble = db_failed(line->db);
    if (line->json) {
        struct buffer out = {.arena = line->arena};
        struct json json;
        json_begin(&json, &out);
        json_object(&json);
        json_key(&json, trouble ? "error" : done), json_text(&json, trouble ? trouble : what);
        json_end(&json);
        puts(out.text);
    } else if (trouble) {
        fprintf(stderr, "%s\n", trouble);
    }
    return trouble ? EXIT_FAILED : 0;
}

int migrate_command(struct command_line *line)
{
    if (start_migrate(line->db, clock_now()) && !line->json)
        tell(N_("%s is up to date.\n"), line->url);
    return conclude(line, "migrated", line->url);
}

int backup_command(struct command_line *line)
{
    if (line->count != 1) {
        complain(N_("usage: maillage backup DB FILE\n"));
        return EXIT_USAGE;
    }
    if (db_backup(line->db, line->words[0]) && !line->json)
        tell(N_("Copied to %s.\n"), line->words[0]);
    return conclude(line, "copied", line->words[0]);
}

struct finding { const char *name, *title, *trouble; };

static const char *journal_trouble(struct command_line *line)
{
    int64_t entries = 0, broken = journal_verify(line->db, line->arena, &entries);
    if (db_failed(line->db))
        return db_failed(line->db);
    return broken ? arena_format(line->arena, "entry %lld of %lld", (long long)broken, (long long)entries) : NULL;
}

static const char *invariant_trouble(struct command_line *line, const struct invariant *invariant)
{
    int64_t broken = invariant->broken(line->db);
    if (db_failed(line->db))
        return db_failed(line->db);
    return broken ? arena_format(line->arena, "%lld", (long long)broken) : NULL;
}

static bool report(struct command_line *line, struct json *json, struct finding finding)
{
    const char *title = translate(&(struct request){.language = terminal_language()}, finding.title);
    if (json) {
        json_object(json);
        json_key(json, "check"), json_text(json, finding.name);
        json_key(json, "sound"), json_bool(json, !finding.trouble);
        json_key(json, "trouble"), json_text(json, finding.trouble);
        json_end(json);
    } else if (finding.trouble) {
        printf("✗ %s : %s\n", title, finding.trouble);
    } else {
        printf("✓ %s\n", title);
    }
    return !finding.trouble;
}

static bool check_features(struct command_line *line, struct json *json)
{
    bool sound = true;
    for (const struct feature *const *feature = features; *feature; feature++)
        for (const struct invariant *one = (*feature)->invariants; one && one->name; one++)
            sound &= report(line, json, (struct finding){one->name, one->title, invariant_trouble(line, one)});
    return sound;
}

/* The whole database under one view of it; each check is made even when an earlier one failed. */
static bool check_all(struct command_line *line, struct json *json)
{
    const char *pages = db_check_pages(line->db), *references = db_check_references(line->db);
    bool sound = report(line, json, (struct finding){"pages", N_("Pages and indexes"), pages});
    sound &= report(line, json, (struct finding){"references", N_("References between tables"), references});
    db_begin(line->db);
    sound &= report(line, json, (struct finding){"journal", N_("Chain of the journal"), journal_trouble(line)});
    sound &= check_features(line, json);
    db_rollback(line->db);
    return sound;
}

int check_command(struct command_line *line)
{
    struct buffer out = {.arena = line->arena};
    struct json json;
    json_begin(&json, &out);
    json_array(&json);
    bool sound = check_all(line, line->json ? &json : NULL);
    json_end(&json);
    if (line->json)
        puts(out.text);
    return sound ? 0 : EXIT_FAILED;
}
