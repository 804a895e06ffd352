/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The chain: each entry's hash covers the one before it. */
#include "work/journal.h"
#include "work.bake.h"
#include <sodium.h>
#include <string.h>

enum { HEX_LENGTH = crypto_hash_sha256_BYTES * 2, CHUNK = 1000 };
static const char first_hash[HEX_LENGTH + 1] = "0000000000000000000000000000000000000000000000000000000000000000";

/* A field is preceded by its length, so that moving a byte from one to the next changes the hash; absent is not empty.
 */
static void put_text(struct buffer *bytes, const char *text)
{
    if (text)
        buffer_format(bytes, "%zu:", strlen(text));
    else
        buffer_text(bytes, "-:");
    buffer_text(bytes, text);
}

static void put_number(struct buffer *bytes, int64_t number)
{
    buffer_format(bytes, "#%lld;", (long long)number);
}

static const char *hash_entry(struct arena *arena, const char *previous, const struct journal_entry *entry)
{
    struct buffer bytes = {.arena = arena};
    put_text(&bytes, previous);
    put_number(&bytes, entry->at);
    put_text(&bytes, entry->subject);
    put_number(&bytes, entry->subject_id);
    put_text(&bytes, entry->action);
    put_number(&bytes, entry->actor_id);
    put_text(&bytes, entry->from);
    put_text(&bytes, entry->to);
    put_text(&bytes, entry->reason);
    unsigned char hash[crypto_hash_sha256_BYTES];
    crypto_hash_sha256(hash, (const unsigned char *)bytes.text, bytes.length);
    char *hex = arena_alloc(arena, HEX_LENGTH + 1);
    return sodium_bin2hex(hex, HEX_LENGTH + 1, hash, sizeof hash);
}

void journal_add(struct db *db, const struct journal_entry *entry)
{
    struct arena arena = {0};
    struct journal_last last = {0};
    struct journal_lock lock;
    journal_lock(db, &lock);
    const char *previous = journal_last(db, &last) ? last.hash : first_hash;
    journal_append(db, (struct journal_append_args){
        .at = entry->at, .subject = entry->subject, .subject_id = entry->subject_id, .action = entry->action,
        .actor_id = entry->actor_id, .from_state = entry->from, .to_state = entry->to, .reason = entry->reason,
        .previous = previous, .hash = hash_entry(&arena, previous, entry)});
    arena_free(&arena);
}

static bool fits(struct arena *arena, const char *previous, const struct journal_after_row *row)
{
    struct journal_entry entry = {
        .subject = row->subject, .subject_id = row->subject_id, .action = row->action, .actor_id = row->actor_id,
        .from = row->from_state, .to = row->to_state, .reason = row->reason, .at = row->at};
    return text_is(row->previous, previous) && text_is(row->hash, hash_entry(arena, previous, &entry));
}

int64_t journal_verify(struct db *db, struct arena *arena, int64_t *entries)
{
    char previous[HEX_LENGTH + 1];
    memcpy(previous, first_hash, sizeof previous);
    int64_t last_id = 0;
    for (*entries = 0;;) {
        struct arena_mark mark = arena_mark(arena);
        struct journal_after page = journal_after(db, (struct journal_after_args){.id = last_id, .page_size = CHUNK});
        for (size_t i = 0; i < page.count; i++, ++*entries) {
            if (!fits(arena, previous, &page.rows[i]))
                return page.rows[i].id;
            memcpy(previous, page.rows[i].hash, sizeof previous);
            last_id = page.rows[i].id;
        }
        size_t count = page.count;
        arena_release(arena, mark);
        if (count < CHUNK)
            return 0;
    }
}
