/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Files in pieces of the database: one backup holds everything. */
#include "work/file.h"
#include "work.bake.h"
#include <sodium.h>
#include <string.h>

enum { PIECE = 256 * 1024, LONGEST_NAME = 120 };

/* What the bytes must start with for a type to be believed. CSV and text have no mark: they must be free of NUL. */
struct mark { const char *type, *ending, *bytes; size_t length; };
static const struct mark marks[] = {
    {"application/pdf", ".pdf", "%PDF-", 5},
    {"image/png", ".png", "\x89PNG\r\n\x1a\n", 8},
    {"image/jpeg", ".jpg", "\xFF\xD8\xFF", 3},
    {"image/jpeg", ".jpeg", "\xFF\xD8\xFF", 3},
    {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx", "PK\x03\x04", 4},
    {"application/vnd.oasis.opendocument.text", ".odt", "PK\x03\x04", 4},
    {"application/vnd.oasis.opendocument.spreadsheet", ".ods", "PK\x03\x04", 4},
    {"text/csv", ".csv", "", 0},
    {"text/plain", ".txt", "", 0},
    {"application/geo+json", ".geojson", "", 0},
    {"application/json", ".json", "", 0},
    {"application/xml", ".xml", "", 0},
};

static const struct mark *find_mark(const char *name)
{
    size_t length = strlen(name);
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        size_t tail = strlen(marks[i].ending);
        if (length > tail && strcasecmp(name + length - tail, marks[i].ending) == 0)
            return &marks[i];
    }
    return NULL;
}

static bool is_allowed(const char *type, const char *const *allowed)
{
    for (; *allowed; allowed++)
        if (text_is(*allowed, type))
            return true;
    return false;
}

static bool bytes_agree(const struct mark *mark, const struct upload *upload)
{
    if (!mark->length)
        return memchr(upload->data, '\0', upload->length) == NULL;
    return upload->length >= mark->length && memcmp(upload->data, mark->bytes, mark->length) == 0;
}

/* The last part of what the browser called it, without what a file system or a header could take for something else. */
static char *clean_name(struct arena *arena, const char *name)
{
    const char *slash = strrchr(name, '/'), *back = strrchr(name, '\\');
    const char *start = slash > back ? slash + 1 : back ? back + 1 : name;
    char *clean = arena_text(arena, start);
    for (char *at = clean; *at; at++)
        if ((unsigned char)*at < ' ' || strchr("\"<>:|?*", *at))
            *at = '-';
    size_t length = strlen(clean);
    return length > LONGEST_NAME ? clean + length - LONGEST_NAME : clean;
}

static const char *refusal(struct request *rq, const struct upload *upload, const struct mark *mark,
                           const char *const *allowed, size_t most)
{
    if (!upload->length)
        return translate(rq, N_("This file is empty."));
    if (upload->length > most)
        return say(rq, N_("This file is too large: at most %zu MB."), most / 1000000);
    if (!mark || !is_allowed(mark->type, allowed))
        return translate(rq, N_("This kind of file is not accepted here."));
    return bytes_agree(mark, upload) ? NULL : translate(rq, N_("The content of this file is not what its name says."));
}

int64_t file_keep(struct request *rq, const struct upload *upload, const char *const *allowed_types, size_t most_bytes,
                  const char **why)
{
    const char *name = clean_name(rq->arena, upload->name ? upload->name : "");
    const struct mark *mark = find_mark(name);
    *why = refusal(rq, upload, mark, allowed_types, most_bytes);
    if (*why)
        return 0;
    unsigned char hash[crypto_hash_sha256_BYTES];
    char hex[sizeof hash * 2 + 1];
    crypto_hash_sha256(hash, upload->data, upload->length);
    struct file_insert row = {0};
    file_insert(rq->db, (struct file_insert_args){
        .name = name, .type = mark->type, .size = (int64_t)upload->length, .person_id = rq->user ? rq->user->id : 0,
        .hash = sodium_bin2hex(hex, sizeof hex, hash, sizeof hash), .at = rq->now}, &row);
    for (size_t at = 0, position = 0; at < upload->length; at += PIECE, position++) {
        size_t length = upload->length - at < PIECE ? upload->length - at : PIECE;
        file_piece_add(rq->db, (struct file_piece_add_args){
            .file_id = row.id, .position = (int64_t)position, .bytes = {(const char *)upload->data + at, length}});
    }
    return row.id;
}

bool file_read(struct db *db, int64_t id, struct upload *file)
{
    struct file_by_id row;
    if (!file_by_id(db, (struct file_by_id_args){.id = id}, &row))
        return false;
    struct file_pieces pieces = file_pieces(db, (struct file_pieces_args){.file_id = id});
    struct arena *arena = db_arena(db);
    struct buffer whole = {.arena = arena};
    for (size_t i = 0; i < pieces.count; i++)
        buffer_add(&whole, pieces.rows[i].bytes.data, pieces.rows[i].bytes.length);
    *file = (struct upload){.name = row.name, .type = row.type, .data = whole.text, .length = whole.length};
    return (int64_t)whole.length == row.size;
}

void file_reply(struct request *rq, int64_t id)
{
    struct upload file;
    if (file_read(rq->db, id, &file))
        reply_bytes(rq, file.type, file.name, file.data, file.length);
    else
        reply_error(rq, NOT_FOUND);
}

void file_forget(struct db *db, int64_t id)
{
    file_delete_pieces(db, (struct file_delete_pieces_args){.id = id});
    file_delete(db, (struct file_delete_args){.id = id});
}
