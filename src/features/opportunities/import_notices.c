/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Importing eForms notices: one file is one notice. What is wrong in a lot is said and the rest kept. What is no XML is
 * a list of contracts: import_lists.c. */
#include "base/fold.h"
#include "base/time.h"
#include "engines/kernel/hash.h"
#include "features/opportunities/handlers.h"
#include "formats/eforms.h"
#include "i18n/i18n.h"
#include "work/journal.h"
#include <string.h>

static const char *state_of_stage(enum eforms_stage stage)
{
    return stage == EFORMS_PLANNED ? "planned" : stage == EFORMS_AWARDED ? "awarded" : "published";
}

struct whole { int64_t amount, months, deadline; bool has_deadline, reserved, social, environmental; };

/* A notice says little of itself: sums and first deadlines come from its lots. */
static struct whole gather(const struct eforms_notice *notice)
{
    struct whole whole = {.amount = notice->amount};
    int64_t sum = 0;
    for (size_t i = 0; i < notice->lot_count; i++) {
        const struct eforms_lot *lot = &notice->lots[i];
        if (__builtin_add_overflow(sum, lot->amount, &sum))
            sum = INT64_MAX / 2;
        whole.months = lot->months > whole.months ? lot->months : whole.months;
        if (lot->has_deadline && (!whole.has_deadline || lot->deadline < whole.deadline)) {
            whole.deadline = lot->deadline;
            whole.has_deadline = true;
        }
        whole.reserved = whole.reserved || lot->reserved;
        whole.social = whole.social || lot->social;
        whole.environmental = whole.environmental || lot->environmental;
    }
    whole.amount = whole.amount ? whole.amount : sum;
    return whole;
}

static void keep_lots(struct import *import, struct db *db, struct arena *arena, const struct eforms_notice *notice,
                      int64_t id)
{
    opportunity_lots_clear(db, (struct opportunity_lots_clear_args){.opportunity_id = id});
    for (size_t i = 0; i < notice->lot_count; i++) {
        const struct eforms_lot *lot = &notice->lots[i];
        const char *number = lot->number ? lot->number : arena_format(arena, "%zu", i + 1);
        if (!lot->title)
            import_warn(import, 1, number, "Lot sans titre : il est gardé sous celui du marché.", NULL);
        opportunity_lot_add(db, (struct opportunity_lot_add_args){.opportunity_id = id, .number = number,
            .title = lot->title ? lot->title : notice->title ? notice->title : number,
            .description = lot->description, .cpv = cpv_as_written(import, arena, 1, lot->cpv), .place = lot->nuts,
            .amount = known_or_null(arena, lot->amount, lot->amount > 0),
            .months = known_or_null(arena, lot->months, lot->months > 0),
            .deadline = known_or_null(arena, lot->deadline, lot->has_deadline), .reserved = lot->reserved,
            .social = lot->social, .environmental = lot->environmental});
    }
}

static enum import_outcome keep_notice(struct import *import, struct db *db, struct arena *arena,
                                       const struct eforms_notice *notice, const char *print)
{
    struct whole whole = gather(notice);
    struct opportunity_by_key known;
    const char *key = notice->folder ? notice->folder : notice->id, *buyer = notice->buyer ? notice->buyer : "?";
    const char *title = notice->title ? notice->title : notice->lots[0].title ? notice->lots[0].title : notice->id;
    const char *cpv = cpv_as_written(import, arena, 1,
        notice->cpv ? notice->cpv : notice->lot_count ? notice->lots[0].cpv : NULL);
    const char *folded = fold_for_search(arena, arena_format(arena, "%s %s %s", title, buyer,
        notice->description ? notice->description : ""));
    int64_t now = clock_now();
    struct opportunity_add_args add = {.state = state_of_stage(notice->stage), .source = "eforms", .source_id = key,
        .title = title, .description = notice->description, .buyer = buyer, .buyer_id = notice->buyer_id, .cpv = cpv,
        .place = notice->nuts ? notice->nuts : notice->lot_count ? notice->lots[0].nuts : NULL,
        .amount = known_or_null(arena, whole.amount, whole.amount > 0), .currency = notice->currency,
        .months = known_or_null(arena, whole.months, whole.months > 0),
        .published_day = known_or_null(arena, notice->published_day, notice->has_published),
        .deadline = known_or_null(arena, whole.deadline, whole.has_deadline),
        .deadline_day = known_or_null(arena, whole.has_deadline ? paris_day(whole.deadline) : 0, whole.has_deadline),
        .reserved = whole.reserved, .social = whole.social, .environmental = whole.environmental, .url = notice->url,
        .folded = folded, .fingerprint = print, .now = now};
    if (!opportunity_by_key(db, (struct opportunity_by_key_args){.source = "eforms", .source_id = key}, &known)) {
        struct opportunity_add added;
        opportunity_add(db, add, &added);
        keep_lots(import, db, arena, notice, added.id);
        journal_add(db, &(struct journal_entry){.subject = "opportunity", .subject_id = added.id, .action = "imported",
            .to = add.state, .at = now});
        return IMPORT_ADDED;
    }
    if (known.fingerprint && strcmp(print, known.fingerprint) <= 0)
        return IMPORT_SAME;                                /* this notice, or an older one of the same procedure */
    refresh_contract(db, known.id, &add);
    if (notice->lot_count)
        keep_lots(import, db, arena, notice, known.id);
    if (notice->stage == EFORMS_AWARDED && !text_is(known.state, "awarded"))
        opportunity_set_state(db, (struct opportunity_set_state_args){.id = known.id, .state = "awarded", .now = now});
    return IMPORT_CHANGED;
}

static bool is_xml(const char *bytes, size_t length)
{
    size_t at = length >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    while (at < length && bytes[at] && strchr(" \t\r\n", bytes[at]))
        at++;
    return at < length && (bytes[at] == '<' || !bytes[at]);
}

static bool import_notices(struct import *import, struct db *db, struct arena *arena, const char *name,
                           const char *bytes, size_t length)
{
    struct eforms_notice notice;
    if (!is_xml(bytes, length))
        return import_rows(import, db, arena, bytes, length);
    import_progress(import, 1, 1);
    if (!eforms_read(&notice, arena, bytes, length)) {
        import_reject(import, 1, NULL, text_in("fr", notice.trouble), NULL);
        return true;
    }
    if (!notice.buyer)
        import_warn(import, 1, "acheteur", "L’avis ne nomme pas son acheteur.", NULL);
    for (size_t i = 0; i < notice.lot_count; i++)
        if (!notice.lots[i].has_deadline && notice.stage == EFORMS_PUBLISHED)
            import_warn(import, 1, notice.lots[i].number ? notice.lots[i].number : "lot", "Lot sans date limite.",
                        NULL);
    import_keep(import, keep_notice(import, db, arena, &notice,
                                    arena_format(arena, "%08lld %s %016llx",
                                                 (long long)notice.published_day, notice.id,
                                                 (unsigned long long)hash_bytes(bytes, length))));
    return true;
}

const struct importer notices_importer = {"notices",
    N_("Notices and programmes of contracts (eForms XML, BOAMP, sheet)"), import_notices, &keep_opportunities,
    N_("Published notices as they are (eForms, BOAMP), or a table whose first line names the columns: objet, acheteur, "
       "montant, durée, date limite, lieu, code CPV… Only “objet” is needed.")};
