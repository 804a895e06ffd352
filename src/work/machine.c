/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The one piece of code that runs every state machine. */
#include "work/machine.h"
#include "work/journal.h"
#include "work/notice.h"
#include "work.bake.h"
#include <string.h>

enum { LONGEST_REASON = 1000 };

static bool starts_here(const struct transition *transition, const char *state)
{
    return text_is(transition->from, state) || (text_is(transition->from, "*") && !text_is(transition->to, state));
}

static bool allowed(struct request *rq, const struct machine *machine, const struct transition *transition, int64_t id)
{
    if (!transition->allow || !may(rq, transition->allow))
        return false;
    return !machine->may_act || machine->may_act(rq, transition, id);
}

static const struct transition *find_transition(const struct machine *machine, const char *state, const char *name)
{
    for (const struct transition *one = machine->transitions; one->name; one++)
        if (text_is(one->name, name) && starts_here(one, state))
            return one;
    return NULL;
}

static struct act act_of(struct request *rq, const struct machine *machine, const struct transition *one, int64_t id,
                         const char *path)
{
    struct act act = {.path = path, .label = translate(rq, one->label), .name = "geste", .value = one->name,
                      .danger = one->danger, .asks_reason = one->asks_reason};
    act.blocked = one->mend && one->gate ? one->gate(rq, id) : NULL;
    if (act.blocked)
        act.mend = arena_format(rq->arena, "%s%s", machine->path_of(rq, id), one->mend);
    return act;
}

/* The first plain step that is possible is the next one. */
static void name_primary(struct act *acts, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!acts[i].blocked && !acts[i].danger && !acts[i].asks_reason) {
            acts[i].primary = true;
            return;
        }
}

struct acts machine_acts(struct request *rq, const struct machine *machine, int64_t id, const char *path)
{
    const char *state = machine->state_of(rq, id);
    struct act *acts = NULL;
    size_t count = 0, room = 0;
    for (const struct transition *one = machine->transitions; state && one->name; one++) {
        if (!starts_here(one, state) || !allowed(rq, machine, one, id))
            continue;
        acts = arena_grow(rq->arena, acts, count, &room, sizeof *acts);
        acts[count++] = act_of(rq, machine, one, id, path);
    }
    if (machine->leads)
        name_primary(acts, count);
    return (struct acts){acts, count};
}

/* "Your need was published: A garden for the school. Reason: …" — what every follower reads. */
static void tell(struct request *rq, const struct machine *machine, const struct transition *transition, int64_t id,
                 const char *reason)
{
    const char *title = machine->title_of(rq, id), *notice = translate(rq, transition->notice);
    struct buffer text = {.arena = rq->arena};
    buffer_format(&text, "%s\n%s", notice, title);
    if (reason)
        buffer_format(&text, "\n\n%s\n%s", translate(rq, N_("Reason:")), reason);
    notice_tell(rq, machine->subject, id, notice, text.text, machine->path_of(rq, id));
}

static void apply(struct request *rq, const struct machine *machine, const struct transition *transition, int64_t id,
                  const char *state, const char *reason)
{
    machine->set_state(rq, id, transition->to);
    journal_add(rq->db, &(struct journal_entry){
        .subject = machine->subject, .subject_id = id, .action = transition->name, .from = state, .to = transition->to,
        .actor_id = rq->user ? rq->user->id : 0, .reason = reason, .at = rq->now});
    if (transition->notice)
        tell(rq, machine, transition, id, reason);
}

bool machine_move(struct request *rq, const struct machine *machine, int64_t id, const char *transition,
                  const char *reason, const char **why)
{
    const char *state = machine->state_of(rq, id), *refusal = NULL;
    const struct transition *found = state ? find_transition(machine, state, transition) : NULL;
    if (!found)
        refusal = translate(rq, N_("This is not possible in its present state."));
    else if (found->gate)
        refusal = found->gate(rq, id);
    if (why)
        *why = refusal;
    if (refusal)
        return false;
    apply(rq, machine, found, id, state, reason);
    return true;
}

static bool refuse(struct request *rq, int status, const char *why)
{
    reply_refused(rq, status, why);
    return false;
}

bool machine_post(struct request *rq, const struct machine *machine, int64_t id)
{
    const char *state = machine->state_of(rq, id), *reason = param_text(rq, "motif"), *why;
    if (!state)
        return reply_error(rq, NOT_FOUND), false;
    const struct transition *found = find_transition(machine, state, param_text(rq, "geste"));
    if (!found)
        return refuse(rq, CONFLICT, translate(rq, N_("Meanwhile its state changed: look at it again.")));
    if (!allowed(rq, machine, found, id))
        return reply_error(rq, rq->user ? FORBIDDEN : UNAUTHORISED), false;
    if (found->asks_reason && !reason)
        return refuse(rq, INVALID, translate(rq, N_("Give the reason: the people who contributed will read it.")));
    if (reason && utf8_length(reason, strlen(reason)) > LONGEST_REASON)
        return refuse(rq, INVALID, translate(rq, N_("The reason is too long: at most 1,000 characters.")));
    if (!machine_move(rq, machine, id, found->name, reason, &why))
        return refuse(rq, INVALID, why);
    return true;
}

/* The words of an entry: the label of the transition, or of the state it led to. */
static const char *step_title(const struct request *rq, const struct machine *machine, const struct journal_of_row *row)
{
    if (row->to_state)
        return label_text(rq, machine->states, row->to_state);
    return translate(rq, row->action);
}

struct timeline machine_timeline(struct request *rq, const struct machine *machine, int64_t id)
{
    struct journal_of entries =
        journal_of(rq->db, (struct journal_of_args){.subject = machine->subject, .subject_id = id});
    struct timeline_step *steps = arena_array(rq->arena, entries.count, sizeof *steps);
    for (size_t i = 0; i < entries.count; i++)
        steps[i] = (struct timeline_step){.title = step_title(rq, machine, &entries.rows[i]), .at = entries.rows[i].at,
                                          .text = entries.rows[i].reason, .now = i + 1 == entries.count};
    return (struct timeline){steps, entries.count};
}
