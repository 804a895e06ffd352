/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Introductions that other features make. */
#include "features/matching/handlers.h"
#include "work/journal.h"
#include "work/token.h"
#include <string.h>

enum { DAY = 86400 };

struct step { const char *action, *to; };
static const struct step steps[] = {
    {"prepared", "contacted"}, {"see", "seen"}, {"interest", "interested"}, {"meet", "met"}, {"agree", "agreed"}, {0}
};

/* How many steps lead to this state; one that declines was contacted first. */
static int64_t steps_to(const char *state)
{
    int64_t count = 0;
    while (steps[count].to && !text_is(steps[count].to, state))
        count++;
    return steps[count].to ? count + 1 : 1;
}

static void note(struct db *db, int64_t id, const struct step *step, const char *from, int64_t at)
{
    journal_add(db, &(struct journal_entry){.subject = "introduction", .subject_id = id, .action = step->action,
                                            .from = from, .to = step->to, .at = at});
    introduction_set_state(db, (struct introduction_set_state_args){.id = id, .state = step->to, .now = at});
}

void introductions_add(struct db *db, const struct introduction_entry *entry, int64_t now)
{
    static const struct step declines = {"decline", "declined"};
    char token[TOKEN_ROOM], hash[TOKEN_HASH_ROOM];
    struct introduction_add added;
    int64_t began = now - entry->days_ago * DAY, count = steps_to(entry->state);
    bool declined = text_is(entry->state, declines.to);
    const char *from = NULL;
    token_make(token);
    token_hash(token, hash);
    bool is_new = introduction_add(db, (struct introduction_add_args){
        .need_id = entry->need_id, .actor_id = entry->actor_id, .state = introduction_machine.first,
        .message = entry->message, .token_hash = hash, .score = entry->score, .reasons = entry->reasons, .now = began},
        &added);
    for (int64_t i = 0; is_new && i < count; i++) {
        note(db, added.id, &steps[i], from, began + (now - began) * i / (count + declined));
        from = steps[i].to;
    }
    if (is_new && declined)
        note(db, added.id, &declines, from, began + (now - began) / 2);
}
