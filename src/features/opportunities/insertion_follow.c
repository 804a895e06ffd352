/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The insertion clause of a contract while it is carried out: hours due, hours done and in which way, what is late. */
#include <math.h>
#include "base/number.h"
#include "engines/insertion.h"
#include "features/opportunities/handlers.h"
#include "features/territory/territory.h"
#include "i18n/i18n.h"
#include "work/journal.h"

enum { HUNDREDTHS = 100, DAY_SECONDS = 86400, MOST_HOURS = 10000000, MOST_ENTRIES = 5000, MOST_PARTS = 200 };

/* In the order of enum insertion_mode. */
const struct label insertion_modes[] = {
    {"hired", N_("The company hired")}, {"lent", N_("People were lent to it")},
    {"subcontracted", N_("A part was subcontracted")}, {"trained", N_("Training")}, {0}
};

struct due_input { const char *part; double hours; int64_t start_day, end_day, most_trained; };
static const struct field due_fields[] = {
    {TEXT, "part", N_("Lot, or the whole"), TEXT_IN(due_input, part), .required = true, .most = 120},
    {DECIMAL, "heures", N_("Hours due"), REAL_IN(due_input, hours), .required = true, .least = 0, .most = MOST_HOURS},
    {DATE, "debut", N_("The work starts on"), INT_IN(due_input, start_day), .required = true},
    {DATE, "fin", N_("The work ends on"), INT_IN(due_input, end_day), .required = true},
    {WHOLE, "formation", N_("Part that training may make, in %"), INT_IN(due_input, most_trained), .least = 0,
     .most = 100, .hint = N_("What the contract says; 0 when training does not count.")},
    {0}
};
const struct form insertion_due_form = {N_("Say what is due"), "/marches/:id/insertion/dues", N_("Keep what is due"),
    due_fields, N_("A part that is there already is replaced.")};

struct hour_input { const char *due, *mode, *employer; double hours; int64_t day; };

static const struct label *due_choices(struct request *rq)
{
    struct insertion_dues dues = insertion_dues(rq->db, (struct insertion_dues_args){.opportunity_id = route_id(rq)});
    struct label *labels = arena_array(rq->arena, dues.count + 1, sizeof *labels);
    for (size_t i = 0; i < dues.count; i++)
        labels[i] = (struct label){arena_format(rq->arena, "%lld", (long long)dues.rows[i].id), dues.rows[i].part};
    return labels;
}

static const struct field hour_fields[] = {
    {CHOICE, "part", N_("Lot, or the whole"), TEXT_IN(hour_input, due), .required = true, .options = due_choices},
    {DATE, "jour", N_("Day, or last day of the month"), INT_IN(hour_input, day), .required = true},
    {CHOICE, "maniere", N_("In which way"), TEXT_IN(hour_input, mode), .required = true, .choices = insertion_modes},
    {DECIMAL, "heures", N_("Hours done"), REAL_IN(hour_input, hours), .required = true, .least = 0, .most = MOST_HOURS},
    {TEXT, "employeur", N_("Employer"), TEXT_IN(hour_input, employer), .most = 160,
     .hint = N_("The organisation. Never the name of a person in insertion.")},
    {0}
};
const struct form insertion_hour_form = {N_("Write hours that were done"), "/marches/:id/insertion/heures",
    N_("Keep these hours"), hour_fields, NULL};

static enum insertion_mode mode_of(const char *code)
{
    int mode = 0;
    while (mode + 1 < INSERTION_MODES && !text_is(insertion_modes[mode].code, code))
        mode++;
    return (enum insertion_mode)mode;
}

static struct insertion_lot lot_of(const struct insertion_dues_row *due)
{
    return (struct insertion_lot){due->due, due->start_day, due->end_day, (uint32_t)due->most_trained};
}

/* The hours written down, as the engine takes them: numbered by the parts they belong to. */
static struct insertion_done *done_of(struct request *rq, const struct insertion_dues *dues,
                                      const struct insertion_hours_of *hours)
{
    struct insertion_done *done = arena_array(rq->arena, hours->count + 1, sizeof *done);
    for (size_t i = 0; i < hours->count; i++)
        for (size_t d = 0; d < dues->count; d++)
            if (dues->rows[d].id == hours->rows[i].due_id)
                done[i] = (struct insertion_done){(uint32_t)d, mode_of(hours->rows[i].mode), hours->rows[i].day,
                                                  hours->rows[i].amount};
    return done;
}

static double in_hours(int64_t hundredths)
{
    return (double)hundredths / HUNDREDTHS;
}

static const char *hours_text(struct request *rq, int64_t hundredths)
{
    struct buffer out = {.arena = rq->arena};
    write_number(&out, rq->language, in_hours(hundredths));
    buffer_text(&out, "\u00a0h");
    return out.text;
}

/* One card a part: what is done of what is due, what is late, how much a week is left. */
static struct cards states_of(struct request *rq, const struct insertion_dues *dues,
                              const struct insertion_hours_of *hours)
{
    struct card *cards = arena_array(rq->arena, dues->count + 1, sizeof *cards);
    const struct insertion_done *done = done_of(rq, dues, hours);
    for (size_t d = 0; d < dues->count; d++) {
        const struct insertion_dues_row *due = &dues->rows[d];
        struct insertion_lot lot = lot_of(due);
        int64_t outside = 0;
        struct insertion_state state = insertion_follow(&lot, (uint32_t)d, done, hours->count, rq->now / DAY_SECONDS,
                                                        &outside);
        const char *text = say(rq, N_("%s done of %s due."), hours_text(rq, state.counted), hours_text(rq, lot.due));
        if (!state.remaining)
            text = arena_format(rq->arena, "%s %s", text, translate(rq, N_("The commitment is kept.")));
        else
            text = arena_format(rq->arena, "%s %s", text, state.over
                ? say(rq, N_("%s are lacking, and the work has ended."), hours_text(rq, state.remaining))
                : say(rq, N_("%s are left, %s a week."), hours_text(rq, state.remaining),
                      hours_text(rq, state.a_week)));
        if (state.late && !state.over)
            text = arena_format(rq->arena, "%s %s", text,
                                say(rq, N_("Late by %s on an even course."), hours_text(rq, state.late)));
        if (state.training_left_out)
            text = arena_format(rq->arena, "%s %s", text, say(rq, N_("%s of training, beyond what the contract admits, "
                "do not count."), hours_text(rq, state.training_left_out)));
        if (outside)
            text = arena_format(rq->arena, "%s %s", text, translate(rq, N_("Hours outside the days of the work are not "
                "counted.")));
        cards[d] = (struct card){.title = due->part, .text = text};
    }
    return (struct cards){cards, dues->count};
}

static struct bars modes_of(struct request *rq, const struct insertion_hours_of *hours)
{
    struct bar *bars = arena_array(rq->arena, INSERTION_MODES, sizeof *bars);
    for (int mode = 0; mode < INSERTION_MODES; mode++)
        bars[mode].label = translate(rq, insertion_modes[mode].text);
    for (size_t i = 0; i < hours->count; i++)
        bars[mode_of(hours->rows[i].mode)].value += hours->rows[i].hours;
    return (struct bars){translate(rq, N_("In which way")), translate(rq, N_("hours")), bars,
                         hours->count ? INSERTION_MODES : 0};
}

static void show_with(struct request *rq, int status, const struct form_view *refused)
{
    struct insertion_page page = {.others = {"csv xlsx json", NULL}};
    struct opportunity_by_id one;
    int64_t id = route_id(rq);
    if (!find_opportunity_for(rq, id) || !opportunity_by_id(rq->db, (struct opportunity_by_id_args){.id = id}, &one))
        return;
    struct insertion_dues dues = insertion_dues(rq->db, (struct insertion_dues_args){.opportunity_id = id});
    insertion_shown(rq->db, (struct insertion_shown_args){id, one.title, (int64_t)dues.count}, &page.market);
    page.hours = insertion_hours_of(rq->db, (struct insertion_hours_of_args){.opportunity_id = id});
    page.states = states_of(rq, &dues, &page.hours);
    page.modes = modes_of(rq, &page.hours);
    page.due = refused && refused->form == &insertion_due_form ? *refused : form_empty(rq, &insertion_due_form);
    if (dues.count)
        page.hour = refused && refused->form == &insertion_hour_form ? *refused : form_empty(rq, &insertion_hour_form);
    else
        page.nothing = (struct empty){translate(rq, N_("Nothing is due yet: say how many hours the clause of this "
            "contract asks, then write those that are done.")), "/marches/heures",
            translate(rq, N_("Count the hours"))};
    reply_with(rq, status, &insertion_page, &page);
}

void show_insertion(struct request *rq)
{
    show_with(rq, OK, NULL);
}

static int64_t hundredths_of(double hours)
{
    return llround(hours * HUNDREDTHS);
}

static void done(struct request *rq, const char *action, const char *told)
{
    int64_t id = route_id(rq);
    journal_add(rq->db, &(struct journal_entry){.subject = "opportunity", .subject_id = id, .action = action,
        .actor_id = rq->user->id, .at = rq->now});
    reply_done(rq, arena_format(rq->arena, "/marches/%lld/insertion", (long long)id), translate(rq, told));
}

void add_insertion_due(struct request *rq)
{
    struct due_input input = {0};
    struct insertion_due_add added;
    struct form_view view;
    if (!find_opportunity_for(rq, route_id(rq)))
        return;
    bool sound = form_read(rq, &insertion_due_form, &input, &view);
    if (sound && hundredths_of(input.hours) <= 0)
        form_refuse(rq, &view, "heures", translate(rq, N_("More than nothing.")));
    if (sound && input.end_day < input.start_day)
        form_refuse(rq, &view, "fin", translate(rq, N_("The work ends after it starts.")));
    if (sound && insertion_dues(rq->db, (struct insertion_dues_args){route_id(rq)}).count >= MOST_PARTS)
        form_refuse(rq, &view, NULL, translate(rq, N_("At most 200 parts.")));
    if (view.trouble_count) {
        show_with(rq, INVALID, &view);
        return;
    }
    insertion_due_add(rq->db, (struct insertion_due_add_args){.opportunity_id = route_id(rq), .part = input.part,
        .due = hundredths_of(input.hours), .start_day = input.start_day, .end_day = input.end_day,
        .most_trained = input.most_trained, .now = rq->now}, &added);
    done(rq, N_("The hours of insertion that are due were written"), N_("What is due is kept."));
}

void add_insertion_hours(struct request *rq)
{
    struct hour_input input = {0};
    struct insertion_hour_add added;
    struct form_view view;
    int64_t due = 0;
    if (!find_opportunity_for(rq, route_id(rq)))
        return;
    bool sound = form_read(rq, &insertion_hour_form, &input, &view);
    if (sound && hundredths_of(input.hours) <= 0)
        form_refuse(rq, &view, "heures", translate(rq, N_("More than nothing.")));
    if (sound && input.day > rq->now / DAY_SECONDS + 1)
        form_refuse(rq, &view, "jour", translate(rq, N_("This day is still to come.")));
    if (sound && insertion_hours_of(rq->db, (struct insertion_hours_of_args){route_id(rq)}).count >= MOST_ENTRIES)
        form_refuse(rq, &view, NULL, translate(rq, N_("At most 5,000 lines of hours.")));
    if (view.trouble_count || !parse_int(input.due, &due)) {
        show_with(rq, INVALID, &view);
        return;
    }
    insertion_hour_add(rq->db, (struct insertion_hour_add_args){.due_id = due, .day = input.day, .mode = input.mode,
        .amount = hundredths_of(input.hours), .employer = input.employer, .added_by = &rq->user->id, .now = rq->now},
        &added);
    done(rq, N_("Hours of insertion were written"), N_("These hours are kept."));
}

void drop_insertion_hours(struct request *rq)
{
    int64_t hour = param_int(rq, "ligne", 0, 0, INT64_MAX);
    if (!find_opportunity_for(rq, route_id(rq)))
        return;
    insertion_hour_drop(rq->db, (struct insertion_hour_drop_args){.id = hour, .opportunity_id = route_id(rq)});
    if (!db_changed(rq->db)) {
        reply_error(rq, NOT_FOUND);
        return;
    }
    done(rq, N_("Hours of insertion were taken back"), N_("These hours are taken back."));
}
