/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Importing lists of contracts: exports of the BOAMP and programmes of buyers, one contract a row. What cannot be
 * read is said, and the rest of the row kept. */
#include "base/fold.h"
#include "base/money.h"
#include "base/time.h"
#include "engines/kernel/hash.h"
#include "features/opportunities/handlers.h"
#include "features/territory/territory.h"
#include "formats/announces.h"
#include "i18n/i18n.h"
#include "work/journal.h"
#include <string.h>

enum { LONGEST_TITLE = 500, LONGEST_DETAILS = 8000 };

static const char *hash_of(struct arena *arena, const char *text)
{
    return arena_format(arena, "%016llx", (unsigned long long)hash_bytes(text, strlen(text)));
}

static void warn_of(struct import *import, const struct announces *list, const struct announce *row)
{
    const struct { const char *value, *column, *why; } bad[] = {
        {row->bad_amount, "montant", "Montant illisible : il est gardé dans les détails."},
        {row->bad_months, "durée", "Durée illisible : elle est gardée dans les détails."},
        {row->bad_published, "date de publication", "Date illisible."},
        {row->bad_deadline, "date limite", "Date limite illisible : elle est gardée dans les détails."},
        {row->bad_launch, "date de lancement", "Date illisible : elle est gardée dans les détails."},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (bad[i].value)
            import_warn(import, list->line, bad[i].column, bad[i].why, bad[i].value);
    if (!row->buyer)
        import_warn(import, list->line, "acheteur", "L’acheteur n’est pas nommé.", NULL);
}

static void add_detail(struct buffer *out, const char *label, const char *value)
{
    if (value)
        buffer_format(out, "%s%s\u00a0: %s", out->length ? "\n" : "", label, value);
}

/* Its own details, then what has no column of its own, as it was written. */
static const char *details_of(struct arena *arena, const struct announce *row)
{
    struct buffer out = {.arena = arena}, day = {.arena = arena}, least = {.arena = arena};
    buffer_text(&out, row->description);
    if (row->has_launch)
        write_day(&day, "fr", row->launch_day);
    add_detail(&out, "Lancement prévu", row->has_launch ? day.text : row->bad_launch);
    if (row->amount_least) {
        format_money(&least, row->amount_least);
        buffer_text(&least, " à ");
        format_money(&least, row->amount);
    }
    add_detail(&out, "Montant hors taxes", row->amount_least ? least.text : row->bad_amount);
    add_detail(&out, "Durée", row->bad_months);
    add_detail(&out, "Date limite", row->bad_deadline);
    return out.length > LONGEST_DETAILS ? arena_copy(arena, out.text, LONGEST_DETAILS) : out.length ? out.text : NULL;
}

static const char *commune_of(struct db *db, const char *place)
{
    struct place found;
    return place && territory_typed(db, place, &found) && text_is(found.kind, "commune") ? found.code : NULL;
}

static struct opportunity_add_args contract_of(struct import *import, struct db *db, const struct announces *list,
                                               const struct announce *row)
{
    struct arena *arena = list->arena;
    static const char *const states[] = {[ANNOUNCE_PLANNED] = "planned", [ANNOUNCE_PUBLISHED] = "published",
                                         [ANNOUNCE_AWARDED] = "awarded"};
    const char *title = strlen(row->title) > LONGEST_TITLE ? arena_copy(arena, row->title, LONGEST_TITLE) : row->title;
    struct opportunity_add_args add = {.state = states[row->stage], .source = list->boamp ? "boamp" : "programme",
        .title = title, .description = details_of(arena, row), .buyer = row->buyer ? row->buyer : "?",
        .buyer_id = row->buyer_id, .cpv = cpv_as_written(import, arena, list->line, row->cpv), .place = row->place,
        .commune = commune_of(db, row->place), .amount = known_or_null(arena, row->amount, row->amount > 0),
        .currency = "EUR", .months = known_or_null(arena, row->months, row->months > 0),
        .published_day = known_or_null(arena, row->published_day, row->has_published),
        .deadline = known_or_null(arena, row->deadline, row->has_deadline),
        .deadline_day = known_or_null(arena, row->deadline_day, row->has_deadline), .reserved = row->reserved,
        .social = row->social, .environmental = row->environmental,
        .url = row->url && (text_starts(row->url, "https://") || text_starts(row->url, "http://")) ? row->url : NULL,
        .now = clock_now()};
    add.folded = fold_for_search(arena, arena_format(arena, "%s %s %s", add.title, add.buyer,
                                                     add.description ? add.description : ""));
    /* without a number of its own, a contract is known by its buyer and its object */
    add.source_id = row->id ? row->id : hash_of(arena, arena_format(arena, "%s\n%s", add.buyer, add.title));
    add.fingerprint = hash_of(arena, arena_format(arena, "%s\n%s\n%s\n%s\n%lld\n%lld\n%lld\n%d%d%d", add.title,
        add.buyer, add.description ? add.description : "", add.state, (long long)row->amount, (long long)row->months,
        (long long)row->deadline, row->reserved, row->social, row->environmental));
    return add;
}

static enum import_outcome keep(struct db *db, const struct opportunity_add_args *add)
{
    struct opportunity_by_key known;
    if (!opportunity_by_key(db, (struct opportunity_by_key_args){add->source, add->source_id}, &known)) {
        struct opportunity_add added;
        opportunity_add(db, *add, &added);
        journal_add(db, &(struct journal_entry){.subject = "opportunity", .subject_id = added.id, .action = "imported",
            .to = add->state, .at = add->now});
        return IMPORT_ADDED;
    }
    if (text_is(known.fingerprint, add->fingerprint))
        return IMPORT_SAME;
    refresh_contract(db, known.id, add);
    bool later = text_is(known.state, "planned") || text_is(known.state, "sensed") || text_is(known.state, "sourcing");
    if ((later && text_is(add->state, "published")) || (text_is(add->state, "awarded")
        && !text_is(known.state, "awarded")))
        opportunity_set_state(db, (struct opportunity_set_state_args){known.id, add->state, add->now});
    return IMPORT_CHANGED;
}

bool import_rows(struct import *import, struct db *db, struct arena *arena, const char *bytes, size_t length)
{
    struct announces list;
    struct announce row;
    if (!announces_open(&list, arena, bytes, length)) {
        import_reject(import, 1, NULL, text_in("fr", list.trouble), NULL);
        return true;
    }
    if (list.unknown)
        import_warn(import, 1, NULL, "Colonnes inconnues, laissées de côté.", list.unknown);
    while (announces_next(&list, &row) && !db_failed(db)) {
        import_progress(import, list.line, 0);
        if (!row.title) {
            import_reject(import, list.line, "objet", "Sans objet.", row.id);
            continue;
        }
        warn_of(import, &list, &row);
        struct opportunity_add_args add = contract_of(import, db, &list, &row);
        import_keep(import, keep(db, &add));
    }
    if (list.trouble)
        import_reject(import, list.line, NULL, text_in("fr", list.trouble), NULL);
    return true;
}
