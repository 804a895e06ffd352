/* SPDX-License-Identifier: AGPL-3.0-or-later
 * bake OUT SRC         every room: OUT/ROOM.bake.h and .c, OUT/all.bake.c
 * bake po OUT PO       the catalogues
 * bake assets OUT DIR  the assets                                  */
#include "bake.h"
#include <dirent.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { MOST_ROOMS = 64 };
struct place here = {"bake", 0};
static struct arena memory;
static struct buffer depended;

void stop(const char *format, ...)
{
    va_list values;
    va_start(values, format);
    fprintf(stderr, "%s:%d: ", here.file, here.line);
    vfprintf(stderr, format, values);
    fputc('\n', stderr);
    va_end(values);
    exit(1);
}

void note(const char *format, ...)
{
    va_list values;
    va_start(values, format);
    fprintf(stderr, "%s:%d: ", here.file, here.line);
    vfprintf(stderr, format, values);
    fputc('\n', stderr);
    va_end(values);
}

static void depend(const char *path)
{
    depended.arena = &memory;
    buffer_format(&depended, " \\\n  %s", path);
}

char *read_file(struct arena *arena, const char *path, size_t *length)
{
    FILE *in = fopen(path, "rb");
    if (!in)
        stop("cannot read %s", path);
    struct buffer text = {.arena = arena};
    char piece[65536];
    for (size_t got; (got = fread(piece, 1, sizeof piece, in)) > 0;)
        buffer_add(&text, piece, got);
    buffer_add(&text, "", 0);
    fclose(in);
    depend(path);
    here = (struct place){arena_text(&memory, path), 1};
    if (length)
        *length = text.length;
    return text.text;
}

static char *path_of(const char *folder, const char *name, const char *ending)
{
    return arena_format(&memory, "%s/%s.bake.%s", folder, name, ending);
}

FILE *create(const char *folder, const char *name, const char *ending)
{
    char *path = arena_format(&memory, "%s.new", path_of(folder, name, ending));
    FILE *out = fopen(path, "w");
    if (!out)
        stop("cannot write %s", path);
    fprintf(out, "/* Made by tools/bake. Do not edit. */\n");
    return out;
}

static bool same_content(const char *a, const char *b)
{
    FILE *one = fopen(a, "rb"), *other = fopen(b, "rb");
    bool same = one && other;
    for (int c = 0; same && c != EOF;)
        same = (c = getc_unlocked(one)) == getc_unlocked(other);
    if (one)
        fclose(one);
    if (other)
        fclose(other);
    return same;
}

void finish(FILE *out, const char *folder, const char *name, const char *ending)
{
    char *path = path_of(folder, name, ending), *made = arena_format(&memory, "%s.new", path);
    bool written = !ferror(out);
    written = !fclose(out) && written;
    if (!written || (same_content(made, path) ? remove(made) : rename(made, path)))
        stop("cannot write %s", path);
}

void write_c_string(FILE *out, const char *text, size_t length)
{
    fputc('"', out);
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)text[i];
        if (c == '\n')
            fputs(i + 1 < length ? "\\n\"\n    \"" : "\\n", out);
        else if (c == '"' || c == '\\')
            fprintf(out, "\\%c", c);
        else if (c < ' ')
            fprintf(out, "\\%03o", c);
        else
            fputc(c, out);
    }
    fputc('"', out);
}

int count_lines(const char *from, const char *to)
{
    int lines = 0;
    for (; from < to; from++)
        lines += *from == '\n';
    return lines;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

char **list_folder(struct arena *arena, const char *folder, const char *ending, size_t *count)
{
    char **names = NULL;
    size_t room = 0;
    *count = 0;
    DIR *dir = opendir(folder);
    depend(folder);
    for (struct dirent *entry; dir && (entry = readdir(dir));) {
        if (!text_ends(entry->d_name, ending) || entry->d_name[0] == '.')
            continue;
        names = arena_grow(arena, names, *count, &room, sizeof *names);
        names[(*count)++] = arena_text(arena, entry->d_name);
    }
    if (dir)
        closedir(dir);
    if (*count)
        qsort(names, *count, sizeof *names, by_name);
    return names;
}

bool among_names(char **names, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (text_is(names[i], name))
            return true;
    return false;
}

static bool is_folder(const char *path)
{
    struct stat about;
    return stat(path, &about) == 0 && S_ISDIR(about.st_mode);
}

static size_t add_room(struct room rooms[MOST_ROOMS], size_t count, const char *name, const char *folder)
{
    if (!is_folder(folder))
        return count;
    if (count == MOST_ROOMS)
        stop("more than %d rooms", MOST_ROOMS);
    rooms[count] = (struct room){.name = name, .folder = folder, .before = count ? &rooms[count - 1] : NULL};
    return count + 1;
}

/* The work room, then each first word of features.txt, where the folder exists. */
static size_t list_rooms(const char *src, struct room rooms[MOST_ROOMS])
{
    size_t count = add_room(rooms, 0, "work", arena_format(&memory, "%s/work", src));
    char *list = read_file(&memory, arena_format(&memory, "%s/features/features.txt", src), NULL);
    size_t lines;
    char **line = text_split(&memory, list, "\n", &lines);
    for (size_t i = 0; i < lines; i++) {
        char *name = text_split(&memory, line[i], " \t\r", NULL)[0];
        if (name)
            count = add_room(rooms, count, name, arena_format(&memory, "%s/features/%s", src, name));
    }
    return count;
}

static void write_head(FILE *h, FILE *c, const char *src, const struct room *room)
{
    bool work = text_is(room->name, "work");
    char *header = work ? arena_text(&memory, "work/work.h")
                        : arena_format(&memory, "features/%s/%s.h", room->name, room->name);
    fprintf(h, "#pragma once\n#include \"db/baked.h\"\n#include \"db/script.h\"\n#include \"web/baked.h\"\n");
    struct stat about;
    if (stat(arena_format(&memory, "%s/%s", src, header), &about) == 0)
        fprintf(h, "#include \"%s\"\n", header);
    fprintf(h, "\nextern const struct migration %s_migrations[];\n", room->name);
    fprintf(c, "#include \"%s.bake.h\"\n\n", room->name);
}

static void bake_room(sqlite3 *db, const char *out, const char *src, struct room *room)
{
    FILE *h = create(out, room->name, "h"), *c = create(out, room->name, "c");
    write_head(h, c, src, room);
    bake_schema(db, &memory, room, c);
    bake_queries(db, &memory, room, h, c);
    bake_pages(&memory, room, h, c);
    fprintf(h, "extern const struct db_query *const %s_queries[];\n", room->name);
    fprintf(c, "const struct db_query *const %s_queries[] = {\n", room->name);
    for (size_t i = 0; i < room->query_count; i++)
        fprintf(c, "    &%s_query,\n", room->queries[i].name);
    fputs("    NULL\n};\n", c);
    finish(h, out, room->name, "h");
    finish(c, out, room->name, "c");
}

static void write_all(const char *out, const struct room *rooms, size_t count)
{
    FILE *c = create(out, "all", "c");
    for (size_t i = 0; i < count; i++)
        fprintf(c, "#include \"%s.bake.h\"\n", rooms[i].name);
    fputs("extern const struct db_query *const *const all_queries[];\n"
          "const struct db_query *const *const all_queries[] = {\n", c);
    for (size_t i = 0; i < count; i++)
        fprintf(c, "    %s_queries,\n", rooms[i].name);
    fputs("    NULL\n};\n", c);
    finish(c, out, "all", "c");
}

static void write_dependencies(const char *out, const char *target)
{
    FILE *d = fopen(arena_format(&memory, "%s/%s.d", out, target), "w");
    if (!d)
        stop("cannot write to %s", out);
    fprintf(d, "%s/%s:%s\n", out, target, depended.text);
    fclose(d);
}

static void bake_rooms(const char *out, const char *src)
{
    struct room rooms[MOST_ROOMS];
    size_t count = list_rooms(src, rooms);
    sqlite3 *db;
    if (sqlite3_open(":memory:", &db) != SQLITE_OK)
        stop("sqlite: %s", sqlite3_errmsg(db));
    for (size_t i = 0; i < count; i++)
        bake_room(db, out, src, &rooms[i]);
    write_all(out, rooms, count);
    write_dependencies(out, "all.bake.c");
    sqlite3_close(db);
}

int main(int count, char **words)
{
    if (count == 4 && text_is(words[1], "po"))
        bake_po(&memory, words[2], words[3]);
    else if (count == 4 && text_is(words[1], "assets"))
        bake_assets(&memory, words[2], words[3]);
    else if (count == 3)
        bake_rooms(words[1], words[2]);
    else
        stop("usage: bake [po|assets] OUT FOLDER");
    if (count == 4)
        write_dependencies(words[2], text_is(words[1], "po") ? "catalogues.bake.c" : "assets.bake.c");
    arena_free(&memory);
    return 0;
}
