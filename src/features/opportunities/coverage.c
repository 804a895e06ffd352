/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Coverage: the directory is asked for each lot; a trade nobody has, a place nobody serves, a volume nobody reaches are
 * gaps. */
#include "features/opportunities/coverage.h"
#include "base/fold.h"
#include "base/number.h"
#include "features/matching/matching.h"
#include "features/opportunities/handlers.h"
#include <string.h>

enum { LOOKED_AT = 60, SHOWN = 8, DIVISION = 3 };

const char *const gap_codes[] = {"trade", "place", "volume"};

/* The digits of "2 000" may be parted by a space, a NBSP or U+202F. */
bool read_capacity(struct arena *arena, const char *text, int64_t *number, const char **unit)
{
    struct buffer digits = {.arena = arena};
    const char *at = text ? strpbrk(text, "0123456789") : NULL;
    if (!at)
        return false;
    for (;;) {
        if (*at >= '0' && *at <= '9' && digits.length < 15)
            buffer_char(&digits, *at++);
        else {
            size_t gap = text_starts(at, "\xC2\xA0") ? 2 : text_starts(at, "\xE2\x80\xAF") ? 3 : *at == ' ' ? 1 : 0;
            if (!gap || strspn(at + gap, "0123456789") != 3)
                break;
            at += gap;
        }
    }
    *unit = fold_for_search(arena, at);
    return parse_int(buffer_string(&digits), number) && !text_blank(*unit);
}

static bool same_unit(const char *a, const char *b)
{
    return a && b && text_is(a, b);
}

static void judge(struct db *db, struct arena *arena, const struct answer *answer, struct lot_coverage *lot,
                  const char *unit)
{
    struct who_covers about;
    int64_t number;
    const char *its_unit;
    if (!who_covers(db, (struct who_covers_args){.actor_id = answer->actor_id,
            .commune = lot->commune ? lot->commune : ""}, &about))
        return;
    bool near = about.zone_km && answer->km && *answer->km <= (double)*about.zone_km;
    bool at_home = !about.zone_km && answer->km && *answer->km < 1;
    struct covering *one = &lot->who[lot->count++];
    *one = (struct covering){.actor_id = answer->actor_id, .name = about.name, .capacity = about.capacity,
        .reasons = answer->reasons, .km = answer->km, .covers = !lot->commune || about.zoned > 0 || near || at_home};
    one->counted = unit && read_capacity(arena, about.capacity, &number, &its_unit) && same_unit(unit, its_unit);
    one->volume = one->counted ? number : 0;
}

static void find_gaps(struct lot_coverage *lot)
{
    int64_t reached = 0;
    bool served = false;
    for (size_t i = 0; i < lot->count; i++) {
        served = served || lot->who[i].covers;
        reached += lot->who[i].covers ? lot->who[i].volume : 0;
    }
    if (!lot->count)
        lot->gaps[lot->gap_count++] = (struct lot_gap){GAP_TRADE, 0};
    else if (!served)
        lot->gaps[lot->gap_count++] = (struct lot_gap){GAP_PLACE, 0};
    if (lot->count && lot->asked > reached)
        lot->gaps[lot->gap_count++] = (struct lot_gap){GAP_VOLUME, lot->asked - reached};
}

/* Only those who do what is asked count: to be near is not enough. */
static void cover(struct db *db, struct arena *arena, int64_t now, const char *details, struct lot_coverage *lot)
{
    struct answer found[LOOKED_AT];
    struct place_of_lot place = {0};
    bool known = lot->commune && place_of_lot(db, (struct place_of_lot_args){.code = lot->commune}, &place);
    lot->place = known ? place.name : NULL;
    lot->department = known ? place.department : NULL;
    struct question question = {.text = lot->place ? text_without_place(arena, lot->title, lot->place) : lot->title,
                                .details = details, .cpv = lot->cpv, .commune = lot->commune,
                                .lon = place.lon, .lat = place.lat};
    size_t count = match_answers(db, arena, now, &question, LOOKED_AT, found);
    const char *unit = lot->unit ? fold_for_search(arena, lot->unit) : NULL;
    lot->who = arena_array(arena, count, sizeof *lot->who);
    for (size_t i = 0; i < count && lot->count < SHOWN; i++)
        if (found[i].able)
            judge(db, arena, &found[i], lot, unit);
    find_gaps(lot);
}

static struct lot_coverage *cover_whole(struct db *db, struct arena *arena, int64_t id, int64_t now, size_t *count)
{
    struct opportunity_by_id one;
    *count = 0;
    if (!opportunity_by_id(db, (struct opportunity_by_id_args){.id = id}, &one))
        return NULL;
    struct lot_coverage *lot = arena_alloc(arena, sizeof *lot);
    *lot = (struct lot_coverage){.number = "", .title = one.title, .cpv = one.cpv, .commune = one.commune};
    cover(db, arena, now, one.description, lot);
    *count = 1;
    return lot;
}

struct lot_coverage *cover_lots(struct db *db, struct arena *arena, int64_t opportunity_id, int64_t now, int64_t size,
                                int64_t offset, size_t *count, int64_t *total)
{
    struct lots_of_total all = {0};
    lots_of_total(db, (struct lots_of_total_args){.opportunity_id = opportunity_id}, &all);
    *total = all.total;
    if (!all.total)
        return cover_whole(db, arena, opportunity_id, now, count);
    struct lots_to_cover rows = lots_to_cover(db, (struct lots_to_cover_args){.opportunity_id = opportunity_id,
        .page_size = size, .offset = offset});
    struct lot_coverage *lots = arena_array(arena, rows.count, sizeof *lots);
    for (size_t i = 0; i < rows.count; i++) {
        const struct lots_to_cover_row *row = &rows.rows[i];
        lots[i] = (struct lot_coverage){.number = row->number, .title = row->title, .cpv = row->cpv,
            .commune = row->commune, .unit = row->unit, .asked = row->quantity && row->unit ? *row->quantity : 0};
        cover(db, arena, now, row->description, &lots[i]);
    }
    *count = rows.count;
    return lots;
}

/* --- the gaps that come back, written each night ----------------------------------------------------------------- */

static void write_gaps(struct job *job, int64_t id)
{
    enum { MOST_LOTS = 20 };
    size_t count;
    int64_t total;
    const struct lot_coverage *lots = cover_lots(job->db, job->arena, id, job->now, MOST_LOTS, 0, &count, &total);
    gaps_clear(job->db, (struct gaps_clear_args){.opportunity_id = id});
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < lots[i].gap_count; j++) {
            const struct lot_gap *gap = &lots[i].gaps[j];
            const char *cpv = lots[i].cpv;
            gap_add(job->db, (struct gap_add_args){.opportunity_id = id, .lot = lots[i].number,
                .kind = gap_codes[gap->kind],
                .division = cpv ? arena_copy(job->arena, cpv, strnlen(cpv, DIVISION)) : NULL,
                .department = lots[i].department, .commune = lots[i].commune,
                .missing = gap->kind == GAP_VOLUME ? &gap->missing : NULL, .unit = lots[i].unit, .now = job->now});
        }
}

bool note_gaps(struct job *job)
{
    enum { AT_ONCE = 50 };
    int64_t last = 0;
    db_begin_write(job->db);
    gaps_clear_closed(job->db);
    db_commit(job->db);
    for (;;) {
        struct opportunities_open_after rows = opportunities_open_after(job->db,
            (struct opportunities_open_after_args){.last = last, .page_size = AT_ONCE});
        if (!rows.count)
            return !db_failed(job->db);
        db_begin_write(job->db);
        for (size_t i = 0; i < rows.count; i++)
            write_gaps(job, rows.rows[i].id);
        db_commit(job->db);
        last = rows.rows[rows.count - 1].id;
    }
}
