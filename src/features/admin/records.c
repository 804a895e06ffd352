/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What the site keeps of what was done, and the mail it wrote. */
#include "features/admin/handlers.h"
#include "admin.bake.h"
#include "work/journal.h"
#include "work/machine.h"
#include "work/mail.h"

enum { PAGE_SIZE = 50 };

const struct label journal_subjects[] = {
    {"need", N_("Need")}, {"resource", N_("Resource")}, {"actor", N_("Organisation")}, {"person", N_("Person")},
    {"introduction", N_("Introduction")}, {"suggestion", N_("Suggestion")}, {"opportunity", N_("Contract")},
    {"groupement", N_("Groupement")}, {"joint_offer", N_("Joint offer")}, {"territory", N_("Territory")},
    {"source", N_("Source")},
    {"setting", N_("Setting")}, {"parameter", N_("Dated parameter")}, {"job", N_("Background job")}, {0}};

/* What is no transition of a machine. */
const struct label journal_acts[] = {
    {"captured", N_("typed in")}, {"opened", N_("opened")}, {"written", N_("written")}, {"sensed", N_("sensed")},
    {"publish", N_("published")}, {"prepared", N_("message prepared")},
    {"imported", N_("imported")}, {"import_asked", N_("import asked")}, {"hidden", N_("hidden")},
    {"erased", N_("erased")}, {"deleted", N_("deleted")}, {"created", N_("created")}, {"changed", N_("changed")},
    {"claimed", N_("asked to speak for it")}, {"claim accepted", N_("speaks for it, accepted")},
    {"claim refused", N_("speaking for it, refused")}, {"role given", N_("role given")},
    {"role ended", N_("role ended")}, {"added", N_("added")}, {"corrected", N_("corrected")},
    {"confirmed", N_("confirmed")}, {"drawn", N_("drawn")}, {"redrawn", N_("drawn again")},
    {"source added", N_("source added")}, {"source removed", N_("source removed")},
    {"confirmed by link", N_("confirmed by link")}, {"answered by link", N_("answered by link")}, {0}};

static const struct machine *machine_for(const struct request *rq, const char *subject)
{
    for (const struct feature *const *one = rq->app ? rq->app->features : NULL; one && *one; one++)
        for (const struct machine *const *machine = (*one)->machines; machine && *machine; machine++)
            if (text_is((*machine)->subject, subject))
                return *machine;
    return NULL;
}

/* The label of a transition is its button: "Publish". */
static const char *act_words(const struct request *rq, const struct machine *machine, const char *action)
{
    for (const struct transition *way = machine->transitions; way && way->name; way++)
        if (text_is(way->name, action))
            return translate(rq, way->label);
    return NULL;
}

/* States and acts as their machine says them; the JSON keeps the codes beside. */
static void put_in_words(struct request *rq, struct journal_page_row *entry)
{
    const struct machine *machine = machine_for(rq, entry->subject);
    entry->from_words = entry->from_state;
    entry->to_words = entry->to_state;
    if (text_is(label_text(rq, journal_acts, entry->action), entry->action))
        entry->act_words = translate(rq, entry->action);   /* a sentence of its feature */
    if (!machine)
        return;
    const char *button = act_words(rq, machine, entry->action);
    entry->act_words = button ? button : entry->act_words;
    if (entry->from_state)
        entry->from_words = label_text(rq, machine->states, entry->from_state);
    if (entry->to_state)
        entry->to_words = label_text(rq, machine->states, entry->to_state);
    bool secret = text_is(entry->subject, "groupement") || text_is(entry->subject, "joint_offer");   /* members only */
    if (!secret && machine->path_of && machine->state_of && entry->subject_id
        && machine->state_of(rq, entry->subject_id))
        entry->path = machine->path_of(rq, entry->subject_id);
}

void list_journal(struct request *rq)
{
    struct journal_list page = {.pages = pager_here(rq, PAGE_SIZE)};
    struct journal_total total = {0};
    int64_t entries = 0, broken = journal_verify(rq->db, rq->arena, &entries);
    journal_total(rq->db, &total);
    page.pages.total = total.total;
    page.entries = journal_page(rq->db, (struct journal_page_args){page.pages.size, pager_offset(&page.pages)});
    for (size_t i = 0; i < page.entries.count; i++)
        put_in_words(rq, &page.entries.rows[i]);
    journal_chain(rq->db, (struct journal_chain_args){.entries = entries, .broken = broken}, &page.chain);
    reply(rq, &journal_list, &page);
}

void list_outbox(struct request *rq)
{
    struct outbox_list page = {.pages = pager_here(rq, PAGE_SIZE), .states = outbox_by_state(rq->db)};
    for (size_t i = 0; i < page.states.count; i++)
        page.pages.total += page.states.rows[i].total;
    post_shown(rq->db, (struct post_shown_args){.missing = mail_reaches_nobody(rq->db)}, &page.post);
    page.letters = outbox_shown(rq->db, (struct outbox_shown_args){page.pages.size, pager_offset(&page.pages)});
    reply(rq, &outbox_list, &page);
}
