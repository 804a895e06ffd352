/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Files that are looked for by themselves: at an address of the web, or in a folder of this machine. Each becomes an
 * import with its report; what did not change is not imported again. */
#include "base/number.h"
#include "base/time.h"
#include "features/admin/admin.h"
#include "features/admin/handlers.h"
#include "admin.bake.h"
#include "i18n/i18n.h"
#include "work/fetch.h"
#include "work/file.h"
#include "work/import.h"
#include "work/job.h"
#include "work/journal.h"
#include "work/setting.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { HOUR = 3600, USUAL_HOURS = 24, MOST_HOURS = 720, MOST_SOURCES = 100, LARGEST = 20 * 1000 * 1000, STILL = 5,
       MOST_AT_ONCE = 50, HASH_BYTES = 16 };

const struct setting fetch_inside = {"fetch_inside", SETTING_TICK, "0", NULL,
    N_("Files may be fetched from the private network of this site, and without https"), 0, 0};

/* ---- the page ---- */

struct typed { const char *kind, *place; int64_t hours; };

static const char *check_place(struct request *rq, const char *value)
{
    return fetch_trouble(value, setting_int(rq->db, &fetch_inside));
}

static const struct field fields[] = {
    {CHOICE, "genre", N_("What it holds"), TEXT_IN(typed, kind), .required = true, .options = import_kinds},
    {TEXT, "adresse", N_("Address of the file"), TEXT_IN(typed, place), .required = true, .most = 1000,
     .check = check_place, .hint = N_("It starts with https://, and the file is at most 20 MB.")},
    {WHOLE, "heures", N_("Every so many hours"), INT_IN(typed, hours), .required = true, .least = 1,
     .most = MOST_HOURS, .hint = N_("24: once a day.")},
    {0}
};
const struct form source_form = {N_("Look for a file by itself"), "/imports/sources", N_("Add this source"), fields,
    N_("What did not change since the last look is not imported again.")};

static void show_with(struct request *rq, const struct form_view *form)
{
    struct source_list page = {.sources = sources_shown(rq->db), .form = *form};
    for (size_t i = 0; rq->shape == AS_HTML && i < page.sources.count; i++) {
        page.sources.rows[i].kind = import_kind_text(rq, page.sources.rows[i].kind);
        page.sources.rows[i].trouble = translate(rq, page.sources.rows[i].trouble);
    }
    reply_with(rq, form->trouble_count ? INVALID : OK, &source_list, &page);
}

void list_sources(struct request *rq)
{
    struct form_view form = form_empty(rq, &source_form);
    show_with(rq, &form);
}

static void note(struct request *rq, int64_t id, const char *action)
{
    journal_add(rq->db, &(struct journal_entry){.subject = "source", .subject_id = id, .action = action,
        .actor_id = rq->user ? rq->user->id : 0, .at = rq->now});
}

void add_source(struct request *rq)
{
    struct form_view form;
    struct typed typed = {.hours = USUAL_HOURS};
    struct sources_total known = {0};
    struct source_add added;
    bool sound = form_read(rq, &source_form, &typed, &form);
    sources_total(rq->db, &known);
    if (sound && known.total >= MOST_SOURCES)
        form_refuse(rq, &form, NULL, translate(rq, N_("There are 100 sources already.")));
    if (form.trouble_count) {
        show_with(rq, &form);
        return;
    }
    source_add(rq->db, (struct source_add_args){.kind = typed.kind, .place = typed.place, .hours = typed.hours,
        .added_by = rq->user ? &rq->user->id : NULL, .now = rq->now}, &added);
    note(rq, added.id, N_("source added"));
    job_add(rq, "fetch_sources", "");
    reply_done(rq, "/imports/sources", translate(rq, N_("This source is looked at in a moment.")));
}

/* The source of the address, when this person may import what it holds; else the reply is made. */
static bool find_source(struct request *rq, struct source_by_id *source)
{
    if (!source_by_id(rq->db, (struct source_by_id_args){.id = route_id(rq)}, source)) {
        reply_error(rq, NOT_FOUND);
        return false;
    }
    const struct importer *importer = importer_find(rq->app, source->kind);
    if (importer && may_in(rq, importer->allow ? importer->allow : &administer, SCOPE_SITE, 0))
        return true;
    reply_error(rq, FORBIDDEN);
    return false;
}

void look_at_source(struct request *rq)
{
    struct source_by_id source;
    if (!find_source(rq, &source))
        return;
    source_now(rq->db, (struct source_now_args){.id = source.id, .now = rq->now});
    job_add(rq, "fetch_sources", "");
    reply_done(rq, "/imports/sources", translate(rq, N_("This source is looked at in a moment.")));
}

void remove_source(struct request *rq)
{
    struct source_by_id source;
    if (!find_source(rq, &source))
        return;
    source_remove(rq->db, (struct source_remove_args){.id = source.id});
    note(rq, source.id, N_("source removed"));
    reply_done(rq, "/imports/sources", translate(rq, N_("This source is not looked at any more.")));
}

/* ---- the looks ---- */

static const char *hash_of(struct arena *arena, const char *bytes, size_t length)
{
    unsigned char hash[HASH_BYTES];
    char *hex = arena_alloc(arena, sizeof hash * 2 + 1);
    crypto_generichash(hash, sizeof hash, (const unsigned char *)bytes, length, NULL, 0);
    return sodium_bin2hex(hex, sizeof hash * 2 + 1, hash, sizeof hash);
}

/* The last part of the address; an ending that says what the bytes are when it has none. */
static const char *name_of(struct arena *arena, const char *url, const char *bytes, size_t length)
{
    static const char *const endings[] = {".csv", ".json", ".geojson", ".xml", ".xlsx", ".ods", NULL};
    size_t end = strcspn(url, "?#"), start = end;
    while (start > 0 && url[start - 1] != '/')
        start--;
    const char *name = end > start ? arena_copy(arena, url + start, end - start) : "source";
    for (const char *const *ending = endings; *ending; ending++)
        if (text_ends(name, *ending))
            return name;
    size_t blank = 0;
    while (blank < length && strchr(" \t\r\n\xEF\xBB\xBF", bytes[blank]) && bytes[blank])
        blank++;
    char first = blank < length ? bytes[blank] : 0;
    return arena_format(arena, "%s%s", name, first == '<' ? ".xml" : first == '{' || first == '[' ? ".json"
        : length > 1 && memcmp(bytes, "PK", 2) == 0 ? ".xlsx" : ".csv");
}

/* Keeps the file and queues its import, as if somebody had sent it. NULL when done; else why not. */
static const char *take_in(struct job *job, const char *kind, const char *name, const char *bytes, size_t length)
{
    struct request *rq = job_request(job);
    const char *why = NULL;
    struct upload file = {.name = name, .data = bytes, .length = length};
    int64_t id = file_keep(rq, &file, import_accepted, LARGEST, &why);
    if (id)
        job_add(rq, "import", arena_format(job->arena, "%s %lld", kind, (long long)id));
    return id ? NULL : why;
}

static void write_down(struct job *job, const struct sources_due_row *source, const char *trouble, const char *hash)
{
    source_tried(job->db, (struct source_tried_args){.id = source->id, .now = job->now,
        .next_at = job->now + source->hours * HOUR, .trouble = trouble, .hash = hash, .good = !trouble});
}

static void look_at_address(struct job *job, const struct sources_due_row *source)
{
    struct fetched got;
    const char *trouble = fetch_url(job->arena, source->place, LARGEST, setting_int(job->db, &fetch_inside), &got);
    const char *hash = trouble ? NULL : hash_of(job->arena, got.bytes, got.length);
    db_begin_write(job->db);
    if (!trouble && !text_is(hash, source->hash))
        trouble = take_in(job, source->kind, name_of(job->arena, source->place, got.bytes, got.length), got.bytes,
                          got.length);
    write_down(job, source, trouble, trouble ? NULL : hash);
    db_commit(job->db);
}

/* A file that nobody writes to any more. NULL: not now, or not a plain file. */
static char *read_settled(struct job *job, int folder, const char *name, size_t *length, const char **why)
{
    struct stat about;
    int file = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
    if (file < 0)
        return NULL;
    bool settled = fstat(file, &about) == 0 && S_ISREG(about.st_mode) && about.st_mtime + STILL <= job->now;
    if (settled && about.st_size > LARGEST)
        *why = N_("This file is too large.");
    char *bytes = settled && !*why ? arena_alloc(job->arena, (size_t)about.st_size + 1) : NULL;
    *length = 0;
    for (ssize_t got = 1; bytes && *length < (size_t)about.st_size && got > 0; *length += got > 0 ? (size_t)got : 0)
        got = read(file, bytes + *length, (size_t)about.st_size - *length);
    close(file);
    return bytes;
}

/* Out of the way once it is on the disk of the database: a crash between the two imports it again, which doubles
 * nothing. */
static void put_away(struct job *job, int folder, const char *name, const char *where)
{
    mkdirat(folder, where, 0700);
    const char *to = arena_format(job->arena, "%s/%lld-%s", where, (long long)job->now, name);
    renameat(folder, name, folder, to);
}

static const char *look_at_file(struct job *job, const struct sources_due_row *source, int folder, const char *name)
{
    size_t length;
    const char *why = NULL;
    char *bytes = read_settled(job, folder, name, &length, &why);
    if (!bytes && !why)
        return NULL;
    db_begin_write(job->db);
    if (!why)
        why = take_in(job, source->kind, name, bytes, length);
    db_commit(job->db);
    if (!db_failed(job->db))
        put_away(job, folder, name, why ? "refused" : "done");
    return why ? arena_format(job->arena, "%s: %s", name, why) : NULL;
}

static void look_at_folder(struct job *job, const struct sources_due_row *source)
{
    const char *trouble = NULL;
    DIR *folder = opendir(source->place);
    size_t seen = 0;
    if (!folder)
        trouble = N_("This folder cannot be read.");
    for (struct dirent *entry; folder && seen < MOST_AT_ONCE && (entry = readdir(folder));)
        if (entry->d_name[0] != '.' && !text_is(entry->d_name, "done") && !text_is(entry->d_name, "refused")) {
            const char *why = look_at_file(job, source, dirfd(folder), entry->d_name);
            trouble = why ? why : trouble;
            seen++;
        }
    if (folder)
        closedir(folder);
    db_begin_write(job->db);
    write_down(job, source, trouble, NULL);
    db_commit(job->db);
}

bool fetch_sources(struct job *job)
{
    struct sources_due due = sources_due(job->db, (struct sources_due_args){.now = job->now});
    for (size_t i = 0; i < due.count && !db_failed(job->db); i++) {
        job_progress(job, (int64_t)i, (int64_t)due.count);
        if (due.rows[i].place[0] == '/')
            look_at_folder(job, &due.rows[i]);
        else
            look_at_address(job, &due.rows[i]);
    }
    return !db_failed(job->db);
}

/* ---- the command ---- */

static int list_on_terminal(struct command_line *line)
{
    struct sources_shown sources = sources_shown(line->db);
    for (size_t i = 0; i < sources.count; i++)
        printf("%-14s %s (%lld h)%s%s\n", sources.rows[i].kind, sources.rows[i].place,
               (long long)sources.rows[i].hours, sources.rows[i].trouble ? " : " : "",
               sources.rows[i].trouble ? sources.rows[i].trouble : "");
    if (!sources.count)
        puts("Aucune source : maillage source DB SORTE https://…|/dossier [--hours N]");
    return 0;
}

static const char *wrong_source(struct command_line *line, const char *kind, const char *place)
{
    struct stat about;
    if (!importer_find(line->app, kind))
        return "cette sorte d’import n’existe pas : maillage import DB les liste.";
    if (*place == '/')
        return stat(place, &about) == 0 && S_ISDIR(about.st_mode) ? NULL : "ce dossier n’existe pas.";
    const char *why = fetch_trouble(place, setting_int(line->db, &fetch_inside));
    return why ? text_in("fr", why) : NULL;
}

int source_command(struct command_line *line)
{
    int64_t hours = USUAL_HOURS;
    struct source_add added;
    if (line->count < 2)
        return list_on_terminal(line);
    bool timed = line->count == 4 && text_is(line->words[2], "--hours");
    if ((line->count != 2 && !timed)
        || (timed && (!parse_int(line->words[3], &hours) || hours < 1 || hours > MOST_HOURS))) {
        fputs("maillage source DB SORTE https://…|/dossier [--hours N]   (N de 1 à 720)\n", stderr);
        return 2;
    }
    const char *why = wrong_source(line, line->words[0], line->words[1]);
    if (why) {
        fprintf(stderr, "%s : %s\n", line->words[1], why);
        return 1;
    }
    db_begin_write(line->db);
    source_add(line->db, (struct source_add_args){.kind = line->words[0], .place = line->words[1], .hours = hours,
        .now = clock_now()}, &added);
    db_commit(line->db);
    if (db_failed(line->db))
        fprintf(stderr, "%s\n", db_failed(line->db));
    return db_failed(line->db) ? 1 : 0;
}
