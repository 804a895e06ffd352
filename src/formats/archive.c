/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Reading ZIP archives with libzip. */
#include "formats/archive.h"
#include <string.h>
#include <zip.h>

enum { MOST_ENTRIES = 1000, LARGEST = 100 << 20, MOST_RATIO = 100, SMALL = 1 << 20 };

struct archive { zip_t *zip; };
struct archive_entry { zip_file_t *file; uint64_t left; };

static bool leaves_archive(const char *name)
{
    return name[0] == '/' || strchr(name, '\\') || strstr(name, "../") || text_ends(name, "..") || strchr(name, ':');
}

static const char *entry_trouble(zip_t *zip, uint64_t index, uint64_t *total)
{
    zip_stat_t about;
    uint64_t wanted = ZIP_STAT_NAME | ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE | ZIP_STAT_ENCRYPTION_METHOD;
    if (zip_stat_index(zip, index, 0, &about) != 0 || (about.valid & wanted) != wanted)
        return "This workbook is damaged.";
    if (about.encryption_method != ZIP_EM_NONE)
        return "This workbook is protected by a password: save it without one.";
    if (leaves_archive(about.name))
        return "This workbook is damaged.";
    if (about.size > LARGEST || (*total += about.size) > LARGEST)
        return "This workbook holds more than 100 MB: send it in parts, or as CSV.";
    if (about.size > SMALL && about.size / MOST_RATIO > about.comp_size)
        return "This workbook is swollen beyond measure: save it again, or as CSV.";
    return NULL;
}

static const char *archive_trouble(zip_t *zip)
{
    int64_t count = zip_get_num_entries(zip, 0);
    uint64_t total = 0;
    if (count > MOST_ENTRIES)
        return "This workbook holds too many parts.";
    for (int64_t i = 0; i < count; i++) {
        const char *trouble = entry_trouble(zip, (uint64_t)i, &total);
        if (trouble)
            return trouble;
    }
    return NULL;
}

struct archive *archive_open(struct arena *arena, const void *bytes, size_t length, const char **trouble)
{
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t *source = zip_source_buffer_create(bytes, length, 0, &error);
    zip_t *zip = source ? zip_open_from_source(source, ZIP_RDONLY, &error) : NULL;
    zip_error_fini(&error);
    if (!zip) {
        if (source)
            zip_source_free(source);
        *trouble = "This is not a workbook (XLSX or ODS), or it is damaged.";
        return NULL;
    }
    if ((*trouble = archive_trouble(zip))) {
        zip_discard(zip);
        return NULL;
    }
    struct archive *archive = arena_alloc(arena, sizeof *archive);
    archive->zip = zip;
    return archive;
}

void archive_close(struct archive *archive)
{
    zip_discard(archive->zip);
}

bool archive_has(struct archive *archive, const char *name)
{
    return zip_name_locate(archive->zip, name, 0) >= 0;
}

struct archive_entry *archive_entry_open(struct archive *archive, struct arena *arena, const char *name)
{
    zip_stat_t about;
    if (zip_stat(archive->zip, name, 0, &about) != 0)
        return NULL;
    zip_file_t *file = zip_fopen_index(archive->zip, about.index, 0);
    if (!file)
        return NULL;
    struct archive_entry *entry = arena_alloc(arena, sizeof *entry);
    *entry = (struct archive_entry){file, about.size};
    return entry;
}

int archive_entry_read(struct archive_entry *entry, char *buffer, int size)
{
    int64_t got = zip_fread(entry->file, buffer, (uint64_t)size);
    if (got < 0 || (uint64_t)got > entry->left)
        return -1;
    entry->left -= (uint64_t)got;
    return (int)got;
}

void archive_entry_close(struct archive_entry *entry)
{
    zip_fclose(entry->file);
}
