/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The plan backwards from the deadline, the sections of the technical memo, the decisions of the group. */
#include "base/number.h"
#include "base/time.h"
#include "features/groupements/handlers.h"

struct section_input { const char *title, *member, *text; int64_t done; };
static const struct field section_fields[] = {
    {TEXT, "section", N_("Section"), TEXT_IN(section_input, title), .required = true, .least = 3, .most = 160},
    {CHOICE, "redacteur", N_("Who writes it"), TEXT_IN(section_input, member), .options = member_choices},
    {0}
};
const struct form section_form = {N_("Add a section"), "/groupements/:id/sections", N_("Add this section"),
    section_fields, NULL};
static const struct field writing_fields[] = {
    {TEXT, "section", N_("Section"), TEXT_IN(section_input, title), .required = true, .least = 3, .most = 160},
    {CHOICE, "redacteur", N_("Who writes it"), TEXT_IN(section_input, member), .options = member_choices},
    {LONG_TEXT, "texte", N_("Text"), TEXT_IN(section_input, text), .most = 20000},
    {TICK, "fini", N_("It is finished"), INT_IN(section_input, done)},
    {0}
};

struct task_input { const char *title, *member; int64_t day; };
static const struct field task_fields[] = {
    {TEXT, "etape", N_("What must be done"), TEXT_IN(task_input, title), .required = true, .least = 3, .most = 160},
    {DATE, "pour_le", N_("By"), INT_IN(task_input, day), .required = true},
    {CHOICE, "qui", N_("Who does it"), TEXT_IN(task_input, member), .options = member_choices},
    {0}
};
const struct form task_form = {N_("Add a step"), "/groupements/:id/taches", N_("Add this step"), task_fields, NULL};

struct decision_input { const char *text; int64_t day; };
static const struct field decision_fields[] = {
    {LONG_TEXT, "decision", N_("What was decided"), TEXT_IN(decision_input, text), .required = true, .least = 5,
     .most = 2000},
    {DATE, "jour", N_("On"), INT_IN(decision_input, day), .required = true},
    {0}
};
const struct form decision_form = {N_("Write a decision"), "/groupements/:id/decisions", N_("Keep this decision"),
    decision_fields, NULL};

/* What a technical memo usually answers; each group changes it. */
static const struct { const char *title, *guidance; } memo_plan[] = {
    {N_("Who we are, together"), N_("Each member, its trade, why this group and its form.")},
    {N_("What we understand of the need"), N_("The buyer’s words, the users, the constraints of the places.")},
    {N_("How we work"), N_("Method, steps, who does what, how one speaks to the buyer: one voice, the lead’s.")},
    {N_("Means given to the contract"), N_("People, premises, machines, replacement when one fails.")},
    {N_("Quality and control"), N_("What is checked, by whom, what happens when it is wrong.")},
    {N_("Social commitments"), N_("Insertion hours, who is hired, how they are accompanied.")},
    {N_("Environmental commitments"), N_("Transport, products, waste, energy, with figures.")},
    {N_("References"), N_("Comparable contracts of each member, and what was done together.")},
};
enum { SECTIONS = sizeof memo_plan / sizeof *memo_plan };

/* Days before the deadline. Codes let the plan be computed again without doubling what was done. */
static const struct { const char *code, *title; int days; } steps[] = {
    {"secret", N_("Everybody signed the confidentiality agreement"), 40},
    {"go", N_("Decide together to answer, and choose the lead"), 35},
    {"terms", N_("Agree on the terms and the form of the group"), 28},
    {"questions", N_("Ask the buyer the questions of the group"), 21},
    {"split", N_("Agree on the split, lot by lot"), 18},
    {"papers", N_("All papers are there and valid"), 14},
    {"memo", N_("All sections of the memo are written"), 9},
    {"reading", N_("Read the whole offer once more, by somebody who did not write it"), 5},
    {"agreement", N_("Sign the agreement of the group"), 4},
    {"deposit", N_("Deposit the offer, two days ahead"), 2},
};
enum { STEPS = sizeof steps / sizeof *steps };

static void show_with(struct request *rq, int status, const struct form_view *refused)
{
    struct groupement_memo page = {0};
    if (!enter(rq, MEMBER, &page.group))
        return;
    page.tabs = group_tabs(rq, &page.group, "memoire");
    page.tasks = tasks_of(rq->db, (struct tasks_of_args){.groupement_id = page.group.id});
    page.sections = sections_of(rq->db, (struct sections_of_args){.groupement_id = page.group.id});
    page.decisions = decisions_of(rq->db, (struct decisions_of_args){.groupement_id = page.group.id});
    page.section = refused && refused->form == &section_form ? *refused : form_empty(rq, &section_form);
    page.task = refused && refused->form == &task_form ? *refused : form_empty(rq, &task_form);
    page.decision = refused && refused->form == &decision_form ? *refused : form_empty(rq, &decision_form);
    if (!page.tasks.count && !page.sections.count)
        page.nothing = (struct empty){translate(rq, N_("Nothing is planned yet. One press writes the steps backwards "
            "from the deadline, and the usual sections of a memo.")), NULL, NULL};
    reply_with(rq, status, &groupement_memo, &page);
}

void show_memo(struct request *rq)
{
    show_with(rq, OK, NULL);
}

/* NULL for nobody chosen. */
static const int64_t *chosen(struct request *rq, const char *text)
{
    int64_t *id = arena_alloc(rq->arena, sizeof *id);
    return text && parse_int(text, id) ? id : NULL;
}

/* The three forms of the page read alike: refused in place, or go on. */
static bool read_part(struct request *rq, const struct form *form, void *input, struct groupement_by_id *group)
{
    struct form_view view;
    if (!enter_to_change(rq, MEMBER, group))
        return false;
    if (form_read(rq, form, input, &view))
        return true;
    show_with(rq, INVALID, &view);
    return false;
}

void add_section(struct request *rq)
{
    struct groupement_by_id group;
    struct section_input input = {0};
    struct section_add added;
    if (!read_part(rq, &section_form, &input, &group) || !has_room(rq, group.id, PART_SECTIONS))
        return;
    section_add(rq->db, (struct section_add_args){.groupement_id = group.id, .position = 100, .title = input.title,
        .member_id = chosen(rq, input.member)}, &added);
    reply_done(rq, group_path(rq, group.id, "memoire"), translate(rq, N_("The section is added.")));
}

static int64_t section_id(struct request *rq)
{
    int64_t id = 0;
    return rq->ids[1] && parse_int(rq->ids[1], &id) ? id : 0;
}

static const struct form *writing_form(struct request *rq)
{
    struct form *form = arena_alloc(rq->arena, sizeof *form);
    *form = (struct form){N_("Write a section"), arena_format(rq->arena, "/groupements/:id/sections/%lld",
        (long long)section_id(rq)), N_("Keep this text"), writing_fields, NULL};
    return form;
}

void edit_section(struct request *rq)
{
    struct groupement_by_id group;
    struct section_by_id section;
    if (!enter(rq, MEMBER, &group))
        return;
    if (!section_by_id(rq->db, (struct section_by_id_args){.id = section_id(rq), .groupement_id = group.id},
        &section)) {
        reply_error(rq, NOT_FOUND);
        return;
    }
    struct section_input input = {.title = section.title, .text = section.text, .done = section.done,
        .member = section.member_id ? arena_format(rq->arena, "%lld", (long long)*section.member_id) : NULL};
    struct form_view form = form_fill(rq, writing_form(rq), &input);
    form_reply(rq, &form);
}

void write_section(struct request *rq)
{
    struct groupement_by_id group;
    struct section_by_id section;
    struct section_input input = {0};
    struct form_view view;
    if (!enter_to_change(rq, MEMBER, &group))
        return;
    if (!section_by_id(rq->db, (struct section_by_id_args){.id = section_id(rq), .groupement_id = group.id},
        &section)) {
        reply_error(rq, NOT_FOUND);
        return;
    }
    if (!form_read(rq, writing_form(rq), &input, &view)) {
        form_reply(rq, &view);
        return;
    }
    section_write(rq->db, (struct section_write_args){.id = section.id, .groupement_id = group.id, .title = input.title,
        .member_id = chosen(rq, input.member), .text = input.text, .done = input.done});
    reply_done(rq, group_path(rq, group.id, "memoire"), translate(rq, N_("The text is kept.")));
}

void add_task(struct request *rq)
{
    struct groupement_by_id group;
    struct task_input input = {0};
    struct task_add added;
    if (!read_part(rq, &task_form, &input, &group) || !has_room(rq, group.id, PART_TASKS))
        return;
    task_add(rq->db, (struct task_add_args){.groupement_id = group.id, .title = input.title, .due_day = input.day,
        .member_id = chosen(rq, input.member)}, &added);
    reply_done(rq, group_path(rq, group.id, "memoire"), translate(rq, N_("The step is added.")));
}

void tick_task(struct request *rq)
{
    struct groupement_by_id group;
    if (!enter_to_change(rq, MEMBER, &group))
        return;
    task_done(rq->db, (struct task_done_args){.id = param_int(rq, "tache", 0, 0, INT64_MAX), .groupement_id = group.id,
        .now = rq->now});
    reply_see(rq, group_path(rq, group.id, "memoire"));
}

static bool is_there(const struct tasks_coded *tasks, const char *code)
{
    for (size_t i = 0; i < tasks->count; i++)
        if (text_is(tasks->rows[i].code, code))
            return true;
    return false;
}

/* Steps that would have been due already are due today: a short delay is said, not hidden. */
void plan_group(struct request *rq, const struct groupement_by_id *group)
{
    int64_t today = paris_day(rq->now);
    tasks_planned_clear(rq->db, (struct tasks_planned_clear_args){.groupement_id = group->id});
    struct tasks_coded kept = tasks_coded(rq->db, (struct tasks_coded_args){.groupement_id = group->id});
    for (size_t i = 0; i < STEPS; i++) {
        int64_t day = *group->deadline_day - steps[i].days;
        struct task_add added;
        if (!is_there(&kept, steps[i].code))
            task_add(rq->db, (struct task_add_args){.groupement_id = group->id, .code = steps[i].code,
                .title = translate(rq, steps[i].title), .due_day = day > today ? day : today}, &added);
    }
}

void plan_backwards(struct request *rq)
{
    struct groupement_by_id group;
    if (!enter_to_change(rq, MEMBER, &group))
        return;
    if (!group.deadline_day) {
        reply_refused(rq, CONFLICT, translate(rq, N_("Write the deadline of the offers first: the plan starts from "
            "it.")));
        return;
    }
    plan_group(rq, &group);
    struct sections_of sections = sections_of(rq->db, (struct sections_of_args){.groupement_id = group.id});
    for (size_t i = 0; i < SECTIONS && !sections.count; i++) {
        struct section_add added;
        section_add(rq->db, (struct section_add_args){.groupement_id = group.id, .position = (int64_t)i + 1,
            .title = translate(rq, memo_plan[i].title), .guidance = translate(rq, memo_plan[i].guidance)}, &added);
    }
    reply_done(rq, group_path(rq, group.id, "memoire"), translate(rq, N_("The plan is written backwards from the "
        "deadline.")));
}

void add_decision(struct request *rq)
{
    struct groupement_by_id group;
    struct decision_input input = {0};
    struct decision_add added;
    if (!read_part(rq, &decision_form, &input, &group) || !has_room(rq, group.id, PART_DECISIONS))
        return;
    decision_add(rq->db, (struct decision_add_args){.groupement_id = group.id, .text = input.text, .day = input.day,
        .person_id = rq->user->id}, &added);
    group_note(rq, group.id, N_("A decision was written"), NULL);
    reply_done(rq, group_path(rq, group.id, "memoire"), translate(rq, N_("The decision is kept.")));
}
