/* SPDX-License-Identifier: AGPL-3.0-or-later
 * From a file to its importer: on the command line, and in a job. */
#include "work/import.h"
#include "base/number.h"
#include "base/time.h"
#include "formats/xlsx.h"
#include "i18n/i18n.h"
#include "work/file.h"
#include "work/job.h"
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { LARGEST_FILE = 1000 * 1000 * 1000 };

const struct importer *importer_find(const struct app *app, const char *kind)
{
    for (const struct feature *const *feature = app->features; *feature; feature++)
        for (const struct importer *const *one = (*feature)->importers; one && *one; one++)
            if (text_is((*one)->kind, kind))
                return *one;
    return NULL;
}

struct content { const char *name, *bytes; size_t length; };

static bool read_whole(struct arena *arena, const char *path, struct content *content, const char **why)
{
    FILE *in = fopen(path, "rb");
    struct stat about;
    if (!in || fstat(fileno(in), &about) != 0 || !S_ISREG(about.st_mode)) {
        *why = in ? "ce n’est pas un fichier" : why_unread(NULL, errno);
        if (in)
            fclose(in);
        return false;
    }
    bool fits = about.st_size <= LARGEST_FILE;
    char *bytes = arena_alloc(arena, fits ? (size_t)about.st_size + 1 : 1);
    size_t length = fits ? fread(bytes, 1, (size_t)about.st_size, in) : 0;
    fclose(in);
    const char *slash = strrchr(path, '/');
    *content = (struct content){slash ? slash + 1 : path, bytes, length};
    *why = "fichier trop grand (1 Go au plus)";
    return fits;
}

/* A workbook becomes the CSV of its first sheet, so that importers read one format. */
static bool as_text(struct arena *arena, struct content *content, const char **why)
{
    if (!text_ends(content->name, ".xlsx") && !text_ends(content->name, ".ods"))
        return true;
    size_t length;
    char *csv = xlsx_as_csv(arena, content->bytes, content->length, &length, why);
    if (csv)
        *content = (struct content){content->name, csv, length};
    return csv != NULL;
}

static bool run(const struct importer *importer, struct import *import, struct db *db, struct arena *arena,
                struct content *content, const char **why)
{
    if (!as_text(arena, content, why)) {
        import_reject(import, 0, NULL, *why, content->name);
        return false;
    }
    *why = NULL;
    return importer->run(import, db, arena, content->name, content->bytes, content->length);
}

static void list_kinds(const struct app *app)
{
    fprintf(stderr, "Ce qui s’importe :\n");
    for (const struct feature *const *feature = app->features; *feature; feature++)
        for (const struct importer *const *one = (*feature)->importers; one && *one; one++)
            fprintf(stderr, "  %-16s %s\n", (*one)->kind, text_in(NULL, (*one)->label));
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Files with an ending, hidden ones left out, in the order of their names; NULL when the folder cannot be read. */
static const char **list_folder(struct arena *arena, const char *path, size_t *count)
{
    const char **names = arena_array(arena, 1, sizeof *names);
    size_t room = 1;
    DIR *folder = opendir(path);
    *count = 0;
    for (struct dirent *entry; folder && (entry = readdir(folder));)
        if (entry->d_name[0] != '.' && strchr(entry->d_name, '.')) {
            names = arena_grow(arena, names, *count, &room, sizeof *names);
            names[(*count)++] = arena_text(arena, entry->d_name);
        }
    if (folder)
        closedir(folder);
    qsort(names, *count, sizeof *names, by_name);
    return folder ? names : NULL;
}

static int import_folder(struct command_line *line, const struct importer *importer, const char *path)
{
    size_t count;
    const char **names = list_folder(line->arena, path, &count);
    if (!names) {
        fprintf(stderr, "%s : %s\n", path, why_unread(NULL, errno));
        return 1;
    }
    struct import *import = import_open(line->db, line->arena, importer->kind, path, 0, clock_now());
    for (size_t i = 0; i < count; i++) {
        struct content content;
        const char *why;
        import_in_file(import, names[i]);
        if (!read_whole(line->arena, arena_format(line->arena, "%s/%s", path, names[i]), &content, &why))
            import_reject(import, 0, NULL, why, NULL);
        else
            run(importer, import, line->db, line->arena, &content, &why);
    }
    struct import_result result = import_close(import);
    return import_print(line, &result);
}

int import_command(struct command_line *line)
{
    const struct importer *importer = line->count >= 2 ? importer_find(line->app, line->words[0]) : NULL;
    if (!importer) {
        list_kinds(line->app);
        return 2;
    }
    struct content content;
    const char *why;
    struct stat about;
    if (stat(line->words[1], &about) == 0 && S_ISDIR(about.st_mode))
        return import_folder(line, importer, line->words[1]);
    if (!read_whole(line->arena, line->words[1], &content, &why)) {
        fprintf(stderr, "%s : %s\n", line->words[1], why);
        return 1;
    }
    struct import *import = import_open(line->db, line->arena, importer->kind, content.name, 0, clock_now());
    bool sound = run(importer, import, line->db, line->arena, &content, &why);
    struct import_result result = import_close(import);
    int status = import_print(line, &result);
    return sound ? status : 1;
}

bool import_job(struct job *job)
{
    size_t count;
    char **words = text_split(job->arena, job->argument, " ", &count);
    const struct importer *importer = count == 2 ? importer_find(job->app, words[0]) : NULL;
    int64_t file_id;
    struct upload file;
    if (!importer || !parse_int(words[1], &file_id) || !file_read(job->db, file_id, &file)) {
        job_say(job, "the file or its importer is gone");
        return true;
    }
    struct content content = {file.name, file.data, file.length};
    const char *why;
    struct import *import = import_open(job->db, job->arena, importer->kind, file.name, job->person_id, job->now);
    import_show_in(import, job);
    run(importer, import, job->db, job->arena, &content, &why);
    file_forget(job->db, file_id);
    struct import_result result = import_close(import);
    job_say(job, arena_format(job->arena, "/imports/%lld", (long long)result.id));
    return !db_failed(job->db);
}
