/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The team's side of needs: the queue of what is owed an answer, fast typing during a meeting, sources, answers. */
#include "base/fold.h"
#include "base/number.h"
#include "base/time.h"
#include "features/directory/directory.h"
#include "features/needs/handlers.h"
#include "features/needs/needs.h"
#include "features/territory/territory.h"
#include "formats/identifiers.h"
#include "needs.bake.h"
#include "work/job.h"
#include "work/journal.h"
#include "work/notice.h"
#include "work/token.h"

enum { PAGE_SIZE = 50, REPLY_WITHIN = 15 };

struct typed_need { struct need_change_args need; const char *place, *strength; };
#define NEED_IN(member) {SLOT_TEXT, offsetof(struct typed_need, need) + offsetof(struct need_change_args, member)}

static const struct field need_fields[] = {
    {TEXT, "titre", N_("The need, in one sentence"), NEED_IN(title), .required = true, .least = 8, .most = 120},
    {LONG_TEXT, "details", N_("Details"), NEED_IN(description), .most = 4000},
    {TEXT, "lieu", N_("Where?"), TEXT_IN(typed_need, place), .required = true, .most = 120,
     .hint = N_("A commune or a postal code."),
     .check = territory_check_typed, .suggest = territory_suggest},
    {CHOICE, "theme", N_("Theme"), NEED_IN(theme), .required = true, .choices = themes},
    {CHOICE, "public", N_("Who feels it"), NEED_IN(felt_by), .choices = publics},
    {CHOICE, "source", N_("Where it comes from"), NEED_IN(source), .required = true, .choices = need_sources},
    {CHOICE, "force", N_("How strongly"), TEXT_IN(typed_need, strength), .required = true, .choices = strengths},
    {TEXT, "frequence", N_("How often"), NEED_IN(frequency), .most = 120,
        .example = N_("every school day"), .more = true},
    {TEXT, "quantite", N_("How much"), NEED_IN(quantity), .most = 120, .example = N_("200 meals a day"),
        .more = true},
    {DATE, "pour_le", N_("Wanted by"), {SLOT_MAYBE_INT, offsetof(struct typed_need,
        need) + offsetof(struct need_change_args, wanted_by)}, .more = true},
    {TEXT, "cpv", N_("CPV code, for a purchase"), NEED_IN(cpv), .most = 10, .check = cpv_trouble, .more = true},
    {0}
};
const struct form need_form = {N_("Type a need"), "/besoins/saisie", N_("Keep this need"), need_fields,
    N_("For typing during a meeting: keep one, and the next form opens at once with the same place and source.")};
static const struct form change_form = {N_("Correct the need"), "/besoins/:id/modifier", N_("Save"), need_fields, NULL};

struct voice_input { const char *kind, *who, *note; };
static const struct field voice_fields[] = {
    {CHOICE, "nature", N_("Kind of source"), TEXT_IN(voice_input, kind), .required = true, .choices = voice_kinds},
    {TEXT, "qui", N_("Who, by a role or a public"), TEXT_IN(voice_input, who), .most = 120,
     .hint = N_("Never the name of a vulnerable person.")},
    {LONG_TEXT, "note", N_("What was said or measured"), TEXT_IN(voice_input, note), .required = true, .most = 1000},
    {0}
};
const struct form voice_form = {N_("Add a source"), "/besoins/:id/sources", N_("Add this source"), voice_fields, NULL};

struct answer_input { const char *answer; };
static const struct field answer_fields[] = {
    {LONG_TEXT, "reponse", N_("What answers this need"), TEXT_IN(answer_input, answer), .required = true, .least = 10,
        .most = 2000,
     .hint = N_("Those who said it will read these words.")},
    {0}
};
const struct form answer_form = {N_("Write the answer"), "/besoins/:id/reponse", N_("Keep the answer"), answer_fields,
    NULL};

struct park_input { int64_t day; const char *when; };
static const struct field park_fields[] = {
    {DATE, "jour", N_("It comes back on"), INT_IN(park_input, day), .required = true},
    {TEXT, "condition", N_("Or when"), TEXT_IN(park_input, when), .most = 200, .example = N_("the school has closed")},
    {0}
};
const struct form park_form = {N_("Choose the day it comes back"), "/besoins/:id/retour", N_("Keep this day"),
    park_fields, NULL};

/* What is said without an account has no theme: who reads it gives one and publishes it in one go. */
struct theme_input { const char *theme; };
static const struct field theme_fields[] = {
    {CHOICE, "theme", N_("Theme"), TEXT_IN(theme_input, theme), .required = true, .choices = themes},
    {0}
};
const struct form theme_form = {N_("Choose its theme"), "/besoins/:id/theme", N_("Publish"), theme_fields, NULL};

struct merge_input { int64_t into; };
static const struct field merge_fields[] = {
    {WHOLE, "avec", N_("Number of the need it joins"), INT_IN(merge_input, into), .required = true, .least = 1,
        .most = 1000000000,
     .hint = N_("It ends the address of that need's page. Its voices go along.")},
    {0}
};
const struct form merge_form = {N_("Choose the need it joins"), "/besoins/:id/rejoindre", N_("Keep this choice"),
    merge_fields, NULL};

void need_queue(struct request *rq)
{
    int64_t today = paris_day(rq->now);
    struct need_queue_page page = {.pages = pager_here(rq, PAGE_SIZE)};
    const int64_t *mine = queue_of(rq, &answer_needs);
    needs_to_handle_count(rq->db, (struct needs_to_handle_count_args){.person = mine, .today = today}, &page.figures);
    page.pages.total = page.figures.total;
    page.needs = needs_to_handle(rq->db, (struct needs_to_handle_args){
        .person = mine, .today = today, .page_size = PAGE_SIZE, .offset = pager_offset(&page.pages)});
    page.resources = resources_to_handle(rq->db, (struct resources_to_handle_args){
        .person = mine, .today = today, .page_size = PAGE_SIZE});
    if (!page.needs.count && !page.resources.count)
        page.nothing = (struct empty){translate(rq, N_("Nothing waits: everybody has been answered.")),
            "/besoins/saisie",
                                      translate(rq, N_("Type a need"))};
    reply(rq, &need_queue_page, &page);
}

void type_need(struct request *rq)
{
    struct form_view form = form_empty(rq, &need_form);
    form_reply(rq, &form);
}

/* Reads the form into both the arguments of the query and the place; false when it came back. */
static bool read_typed(struct request *rq, const struct form *form, const struct permission *permission,
                       struct typed_need *typed, struct form_view *view)
{
    struct felt_place place = {0};
    bool sound = form_read(rq, form, typed, view);
    sound = sound && read_place(rq, view, "lieu", typed->place, &place);
    if (sound && !may_at(rq, permission, place.commune)) {
        form_refuse(rq, view, "lieu", translate(rq,
            N_("Your role is on another territory: this need is for somebody else "
            "to type.")));
        sound = false;
    }
    if (!sound)
        return false;
    struct need_change_args *need = &typed->need;
    need->commune = place.commune;
    need->place = place.words;
    need->lon = place.lon;
    need->lat = place.lat;
    parse_int(typed->strength, &need->strength);
    need->folded = fold_for_search(rq->arena, arena_format(rq->arena, "%s %s", need->title,
                                                           need->description ? need->description : ""));
    need->now = rq->now;
    return true;
}

static int64_t add_typed(struct request *rq, const struct need_change_args *need)
{
    struct need_add added = {0};
    need_add(rq->db, (struct need_add_args){
        .state = need_machine.first, .title = need->title, .description = need->description, .theme = need->theme,
        .felt_by = need->felt_by, .source = need->source, .strength = need->strength, .frequency = need->frequency,
        .commune = need->commune, .place = need->place, .lon = need->lon, .lat = need->lat, .cpv = need->cpv,
        .quantity = need->quantity, .wanted_by = need->wanted_by, .typed_by = &rq->user->id, .language = rq->language,
        .reply_due = paris_day(rq->now) + REPLY_WITHIN, .folded = need->folded, .now = rq->now}, &added);
    journal_add(rq->db, &(struct journal_entry){.subject = "need", .subject_id = added.id, .action = "captured",
        .to = "captured", .actor_id = rq->user->id, .at = rq->now});
    need_voice_add(rq->db, (struct need_voice_add_args){.need_id = added.id, .kind = need->source, .now = rq->now,
        .mark = arena_format(rq->arena, "typed %lld", (long long)added.id)});
    need_own(rq->db, (struct need_own_args){.id = added.id, .owner_id = rq->user->id,
                                            .reply_due = paris_day(rq->now) + REPLY_WITHIN});
    return added.id;
}

static const char *need_path(struct request *rq, int64_t id)
{
    return arena_format(rq->arena, "/besoins/%lld", (long long)id);
}

/* Published at once: who types it is who would read it. The next form keeps the place and the source of the meeting. */
void keep_typed_need(struct request *rq)
{
    struct typed_need typed = {0};
    struct form_view form;
    const char *why = NULL;
    if (!read_typed(rq, &need_form, &moderate_needs, &typed, &form)) {
        form_reply(rq, &form);
        return;
    }
    int64_t id = add_typed(rq, &typed.need);
    machine_move(rq, &need_machine, id, "publish", NULL, &why);
    if (rq->shape == AS_JSON) {
        reply_created(rq, "/besoins", id);
        return;
    }
    const char *next = arena_format(rq->arena, "/besoins/saisie?source=%s&lieu=%s&theme=%s", typed.need.source,
                                    typed.need.commune ? typed.need.commune : "", typed.need.theme);
    reply_done(rq, next, say(rq, N_("Need no. %d is kept and published. Type the next one."), (int)id));
}

void edit_need(struct request *rq)
{
    struct need_by_id need;
    if (!find_need_for(rq, &answer_needs, route_id(rq))
        || !need_by_id(rq->db, (struct need_by_id_args){.id = route_id(rq)}, &need))
        return;
    struct typed_need typed = {
        .place = need.commune ? place_written(rq->db, need.commune) : need.place,
        .strength = arena_format(rq->arena, "%d", (int)need.strength),
        .need = {.title = need.title, .description = need.description, .theme = need.theme, .felt_by = need.felt_by,
                 .source = need.source, .frequency = need.frequency, .quantity = need.quantity,
                 .wanted_by = need.wanted_by, .cpv = need.cpv}};
    struct form_view form = form_fill(rq, &change_form, &typed);
    form_reply(rq, &form);
}

void change_need(struct request *rq)
{
    struct typed_need typed = {.need.id = route_id(rq)};
    struct need_by_id need;
    struct form_view form;
    if (!find_need_for(rq, &answer_needs, typed.need.id)
        || !need_by_id(rq->db, (struct need_by_id_args){.id = typed.need.id}, &need))
        return;
    if (!read_typed(rq, &change_form, &answer_needs, &typed, &form)) {
        form_reply(rq, &form);
        return;
    }
    typed.need.actor_id = need.actor_id;
    typed.need.sector = need.sector;
    need_change(rq->db, typed.need);
    journal_add(rq->db, &(struct journal_entry){.subject = "need", .subject_id = need.id, .action = N_("The need "
        "was corrected"),
        .actor_id = rq->user->id, .at = rq->now});
    reply_done(rq, need_path(rq, need.id), translate(rq,
        N_("The need is corrected.")));
}

void move_need(struct request *rq)
{
    int64_t id = route_id(rq);
    struct need_state before = {0};
    need_state(rq->db, (struct need_state_args){.id = id}, &before);
    if (!machine_post(rq, &need_machine, id))
        return;
    if (text_is(param_text(rq, "geste"), "merge") && before.merged_into)
        need_voices_move(rq->db, (struct need_voices_move_args){.id = id, .into = *before.merged_into});
    reply_done(rq, need_path(rq, id),
               translate(rq, N_("Done. Those who follow this need are told.")));
}

void publish_with_theme(struct request *rq)
{
    int64_t id = route_id(rq);
    struct theme_input input = {0};
    const char *why = NULL;
    if (!find_need_for(rq, &moderate_needs, id) || !read_form(rq, &theme_form, &input))
        return;
    need_set_theme(rq->db, (struct need_set_theme_args){.id = id, .theme = input.theme, .now = rq->now});
    if (!machine_move(rq, &need_machine, id, "publish", NULL, &why)) {
        reply_refused(rq, CONFLICT, why);
        return;
    }
    reply_done(rq, need_path(rq, id), translate(rq, N_("Done. Those who follow this need are told.")));
}

/* --- the file of one need ----------------------------------------------------------------------------------------- */

static const char *file_path(struct request *rq, int64_t id)
{
    return arena_format(rq->arena, "/besoins/%lld/dossier", (long long)id);
}

static void show_file(struct request *rq, int status, const struct form_view *refused)
{
    struct need_file page = {0};
    int64_t id = route_id(rq);
    struct need_texts texts;
    if (!find_need_for(rq, &answer_needs, id) || !need_by_id(rq->db, (struct need_by_id_args){.id = id}, &page.need)
        || !need_texts(rq->db, (struct need_texts_args){.id = id}, &texts))
        return;
    page.voice = refused && refused->form == &voice_form ? *refused : form_empty(rq, &voice_form);
    struct answer_input kept = {.answer = page.need.answer};
    page.answer = refused && refused->form == &answer_form ? *refused : form_fill(rq, &answer_form, &kept);
    page.park = refused && refused->form == &park_form ? *refused : form_empty(rq, &park_form);
    page.merge = refused && refused->form == &merge_form ? *refused : form_empty(rq, &merge_form);
    int64_t near[5] = {0};
    similar_needs(rq, id, texts.folded, near);
    page.alike = needs_named(rq->db, (struct needs_named_args){near[0], near[1], near[2], near[3], near[4]});
    reply_with(rq, status, &need_file, &page);
}

void need_file_page(struct request *rq)
{
    show_file(rq, OK, NULL);
}

/* The common shape of the four small forms of the file: read, refuse in place, or go on. */
static bool read_part(struct request *rq, const struct form *form, void *input)
{
    struct form_view view;
    if (!find_need_for(rq, &answer_needs, route_id(rq)))
        return false;
    if (form_read(rq, form, input, &view))
        return true;
    show_file(rq, INVALID, &view);
    return false;
}

void add_voice(struct request *rq)
{
    struct voice_input input = {0};
    if (!read_part(rq, &voice_form, &input))
        return;
    char mark[TOKEN_ROOM];
    token_make(mark);
    need_voice_add(rq->db, (struct need_voice_add_args){.need_id = route_id(rq), .kind = input.kind, .who = input.who,
        .note = input.note, .mark = mark, .now = rq->now});
    reply_done(rq, file_path(rq, route_id(rq)), translate(rq, N_("The source is added.")));
}

void write_answer(struct request *rq)
{
    struct answer_input input = {0};
    if (!read_part(rq, &answer_form, &input))
        return;
    need_answer(rq->db, (struct need_answer_args){.id = route_id(rq), .answer = input.answer});
    reply_done(rq, need_path(rq, route_id(rq)), translate(rq,
        N_("The answer is kept. Say that the need is answered when it is: those who follow it will read it.")));
}

void set_wake_day(struct request *rq)
{
    struct park_input input = {0};
    if (!read_part(rq, &park_form, &input))
        return;
    if (input.day <= paris_day(rq->now)) {
        struct form_view view = form_fill(rq, &park_form, &input);
        form_refuse(rq, &view, "jour", translate(rq, N_("This day is past: choose one to come.")));
        show_file(rq, INVALID, &view);
        return;
    }
    need_park(rq->db, (struct need_park_args){.id = route_id(rq), .wake_day = input.day, .wake_when = input.when});
    reply_done(rq, need_path(rq, route_id(rq)), translate(rq, N_("The day is kept. The need can now be set aside.")));
}

void choose_merge(struct request *rq)
{
    struct merge_input input = {0};
    struct need_state other;
    if (!read_part(rq, &merge_form, &input))
        return;
    bool known = need_state(rq->db, (struct need_state_args){.id = input.into}, &other);
    if (!known || input.into == route_id(rq) || text_is(other.state, "merged") || text_is(other.state, "refused")) {
        struct form_view view = form_fill(rq, &merge_form, &input);
        form_refuse(rq, &view, "avec", translate(rq, N_("There is no other open need of this number.")));
        show_file(rq, INVALID, &view);
        return;
    }
    need_merge(rq->db, (struct need_merge_args){.id = route_id(rq), .into = input.into});
    reply_done(rq, need_path(rq, route_id(rq)), translate(rq, N_("The choice is kept. The need can now be joined.")));
}

void own_need(struct request *rq)
{
    int64_t id = route_id(rq);
    if (!find_need_for(rq, &answer_needs, id))
        return;
    need_own(rq->db, (struct need_own_args){.id = id, .owner_id = rq->user->id, .reply_due =
        paris_day(rq->now) + REPLY_WITHIN});
    reply_done(rq, need_path(rq, id), translate(rq,
        N_("You answer for this need.")));
}

/* What was set aside comes back by itself on its day. */
bool wake_needs(struct job *job)
{
    struct request *rq = job_request(job);
    db_begin_write(job->db);
    struct needs_to_wake due = needs_to_wake(job->db, (struct needs_to_wake_args){.today = paris_day(job->now)});
    for (size_t i = 0; i < due.count; i++)
        machine_move(rq, &need_machine, due.rows[i].id, "wake", NULL, NULL);
    db_commit(job->db);
    return !db_failed(job->db);
}
