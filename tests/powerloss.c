/* SPDX-License-Identifier: AGPL-3.0-or-later
 * powerloss [CUTS]: what a machine leaves on its disk when the power fails. Every write and every sync of a database at
 * work is noted; then, at random moments, the disk is made again as it could be found: all that was synced, and of the
 * rest some sectors and not others. Whatever was acknowledged before the moment must be there, whole.
 * The same is done once with syncs that lie: then something must be lost, or this test would prove nothing. */
#include "ledger.h"
#include <fcntl.h>
#include <sqlite3.h>

enum { SECTOR = 512, PAIRS = 500, LYING_CUTS = 200, MAIN_FILE = 0, LOG_FILE = 1, FILES = 2, NOT_NOTED = -1 };

/* ---- what was asked of the disk ---- */

struct event {
    enum { WROTE, SYNCED, TRUNCATED, ACKNOWLEDGED } what;
    int file;
    int64_t offset, length;                                /* ACKNOWLEDGED: offset is the number */
    char *bytes;
};

static struct event *events;
static size_t event_count, event_room;

static void note(struct event event, const void *bytes)
{
    if (event_count == event_room) {
        event_room = event_room ? event_room * 2 : 1024;
        events = realloc(events, event_room * sizeof *events);
    }
    if (bytes) {
        event.bytes = malloc((size_t)event.length);
        memcpy(event.bytes, bytes, (size_t)event.length);
    }
    events[event_count++] = event;
}

/* ---- a way to the disk that takes notes: SQLite's own with a few calls heard ---- */

struct heard_file { sqlite3_file base; int which; sqlite3_file *real; };

static sqlite3_vfs *plain;

static struct heard_file *heard(sqlite3_file *file)
{
    return (struct heard_file *)file;
}

static sqlite3_file *real_of(sqlite3_file *file)
{
    return heard(file)->real;
}

static int heard_write(sqlite3_file *file, const void *bytes, int length, sqlite3_int64 offset)
{
    if (heard(file)->which != NOT_NOTED)
        note((struct event){WROTE, heard(file)->which, offset, length, NULL}, bytes);
    return real_of(file)->pMethods->xWrite(real_of(file), bytes, length, offset);
}

static int heard_sync(sqlite3_file *file, int flags)
{
    if (heard(file)->which != NOT_NOTED)
        note((struct event){SYNCED, heard(file)->which, 0, 0, NULL}, NULL);
    return real_of(file)->pMethods->xSync(real_of(file), flags);
}

static int heard_truncate(sqlite3_file *file, sqlite3_int64 size)
{
    if (heard(file)->which != NOT_NOTED)
        note((struct event){TRUNCATED, heard(file)->which, size, 0, NULL}, NULL);
    return real_of(file)->pMethods->xTruncate(real_of(file), size);
}

static int heard_close(sqlite3_file *file)
{
    int code = real_of(file)->pMethods ? real_of(file)->pMethods->xClose(real_of(file)) : SQLITE_OK;
    free(real_of(file));
    return code;
}

static int heard_read(sqlite3_file *file, void *bytes, int length, sqlite3_int64 offset)
{
    return real_of(file)->pMethods->xRead(real_of(file), bytes, length, offset);
}

static int heard_size(sqlite3_file *file, sqlite3_int64 *size)
{
    return real_of(file)->pMethods->xFileSize(real_of(file), size);
}

static int heard_lock(sqlite3_file *file, int kind)
{
    return real_of(file)->pMethods->xLock(real_of(file), kind);
}

static int heard_unlock(sqlite3_file *file, int kind)
{
    return real_of(file)->pMethods->xUnlock(real_of(file), kind);
}

static int heard_reserved(sqlite3_file *file, int *is)
{
    return real_of(file)->pMethods->xCheckReservedLock(real_of(file), is);
}

static int heard_control(sqlite3_file *file, int what, void *argument)
{
    return real_of(file)->pMethods->xFileControl(real_of(file), what, argument);
}

static int heard_sector(sqlite3_file *file)
{
    return SECTOR;
}

static int heard_character(sqlite3_file *file)
{
    return real_of(file)->pMethods->xDeviceCharacteristics(real_of(file));
}

static int heard_map(sqlite3_file *file, int page, int size, int extend, void volatile **at)
{
    return real_of(file)->pMethods->xShmMap(real_of(file), page, size, extend, at);
}

static int heard_shared_lock(sqlite3_file *file, int offset, int count, int flags)
{
    return real_of(file)->pMethods->xShmLock(real_of(file), offset, count, flags);
}

static void heard_barrier(sqlite3_file *file)
{
    real_of(file)->pMethods->xShmBarrier(real_of(file));
}

static int heard_unmap(sqlite3_file *file, int remove)
{
    return real_of(file)->pMethods->xShmUnmap(real_of(file), remove);
}

static const sqlite3_io_methods heard_methods = {
    2, heard_close, heard_read, heard_write, heard_truncate, heard_sync, heard_size, heard_lock, heard_unlock,
    heard_reserved, heard_control, heard_sector, heard_character, heard_map, heard_shared_lock, heard_barrier,
    heard_unmap, NULL, NULL,
};

static int heard_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out)
{
    struct heard_file *mine = heard(file);
    mine->real = calloc(1, (size_t)plain->szOsFile);
    mine->which = flags & SQLITE_OPEN_MAIN_DB ? MAIN_FILE : flags & SQLITE_OPEN_WAL ? LOG_FILE : NOT_NOTED;
    int code = plain->xOpen(plain, name, mine->real, flags, out);
    file->pMethods = mine->real->pMethods ? &heard_methods : NULL;
    if (!file->pMethods)
        free(mine->real);
    return code;
}

/* ---- the disk as it could be found ---- */

struct disk { char *bytes; int64_t size, room; };

static void resize(struct disk *disk, int64_t size)
{
    if (size > disk->room) {
        disk->room = size * 2;
        disk->bytes = realloc(disk->bytes, (size_t)disk->room);
    }
    if (size > disk->size)
        memset(disk->bytes + disk->size, 0, (size_t)(size - disk->size));
    disk->size = size;
}

/* Whole when it was synced since; otherwise each of its sectors has reached the disk or not. */
static void put(struct disk *disk, const struct event *event, bool synced)
{
    if (event->what == TRUNCATED && (synced || random_below(2)))
        resize(disk, event->offset);
    for (int64_t at = 0; event->what == WROTE && at < event->length;) {
        int64_t next = SECTOR - (event->offset + at) % SECTOR;
        if (next > event->length - at)
            next = event->length - at;
        if (synced || random_below(2)) {
            if (event->offset + at + next > disk->size)
                resize(disk, event->offset + at + next);
            memcpy(disk->bytes + event->offset + at, event->bytes + at, (size_t)next);
        }
        at += next;
    }
}

/* The events before the moment, of which those of a file up to its last sync are certain. */
static int64_t make_disks(struct disk disks[FILES], size_t moment, bool lying)
{
    size_t synced[FILES] = {0};
    int64_t acknowledged = -1;
    for (size_t i = 0; i < moment && !lying; i++)
        if (events[i].what == SYNCED)
            synced[events[i].file] = i;
    for (size_t i = 0; i < moment; i++)
        if (events[i].what == ACKNOWLEDGED)
            acknowledged = events[i].offset;
        else
            put(&disks[events[i].file], &events[i], i < synced[events[i].file]);
    return acknowledged;
}

static void write_file(const char *path, const struct disk *disk)
{
    int file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    if (file < 0 || write(file, disk->bytes, (size_t)disk->size) != disk->size)
        abort();
    close(file);
}

/* The power fails at this moment; the machine starts again. */
static bool cut(const char *path, size_t moment, bool lying)
{
    struct disk disks[FILES] = {{0}};
    char name[PATH_ROOM + 8];
    forget(path);
    int64_t acknowledged = make_disks(disks, moment, lying);
    write_file(path, &disks[MAIN_FILE]);
    snprintf(name, sizeof name, "%s-wal", path);
    write_file(name, &disks[LOG_FILE]);
    for (int i = 0; i < FILES; i++)
        free(disks[i].bytes);
    return entries_are_whole(path, acknowledged);
}

/* ---- the work ---- */

/* Returns the first moment at which the tables are there: before it there is no database to lose. */
static size_t work(const char *path)
{
    struct arena arena = {0};
    static sqlite3_vfs listening;
    plain = sqlite3_vfs_find(NULL);
    listening = *plain;
    listening.szOsFile = sizeof(struct heard_file);
    listening.zName = "listening";
    listening.xOpen = heard_open;
    sqlite3_vfs_register(&listening, 1);
    struct db *db = db_open(path);
    db_use_arena(db, &arena);
    db_migrate(db, lists, 0);
    size_t start = event_count;
    for (int64_t n = 0; n < PAIRS && !db_failed(db); n++) {
        add_pair(db, &arena, n);
        if (!db_failed(db))
            note((struct event){ACKNOWLEDGED, 0, n, 0, NULL}, NULL);
    }
    if (db_failed(db))
        puts(db_failed(db));
    db_close(db);
    sqlite3_vfs_register(plain, 1);
    arena_free(&arena);
    return start;
}

int main(int count, char **words)
{
    int cuts = count > 1 ? (int)strtol(words[1], NULL, 10) : 60, passed = 0, failed = 0, lies_found = 0;
    char folder[] = "/tmp/maillage-powerloss.XXXXXX", path[PATH_ROOM];
    if (!mkdtemp(folder) || cuts < 1)
        return 2;
    snprintf(path, sizeof path, "%s/work.db", folder);
    size_t start = work(path);
    for (int i = 0; i < cuts; i++) {
        bool good = cut(path, start + 1 + (size_t)random_below((int64_t)(event_count - start)), false);
        passed += good;
        failed += !good;
    }
    printf("with syncs that lie:\n");
    for (int i = 0; i < LYING_CUTS && !lies_found; i++)
        lies_found += !cut(path, start + 1 + (size_t)random_below((int64_t)(event_count - start)), true);
    forget(path);
    rmdir(folder);
    for (size_t i = 0; i < event_count; i++)
        free(events[i].bytes);
    printf("%zu events noted\n", event_count - start);
    free(events);
    printf("%d passed, %d failed\n", passed + lies_found, failed + !lies_found);
    return failed || !lies_found;
}
