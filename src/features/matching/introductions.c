/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Introductions: a ready message, a private link for the structure, and a dated funnel — contacted, seen, interested,
 * met, agreed. */
#include "base/time.h"
#include "features/directory/directory.h"
#include "features/matching/handlers.h"
#include "features/needs/needs.h"
#include "features/territory/territory.h"
#include "work/journal.h"
#include "work/mail.h"
#include "work/notice.h"
#include "work/token.h"
#include <string.h>

enum { PAGE_SIZE = 50 };

const struct label introduction_states[] = {
    {"prepared", N_("Message ready, to be sent")}, {"contacted", N_("Contacted")}, {"seen", N_("Message opened")},
        {"interested", N_("Interested")},
    {"met", N_("Met")}, {"agreed", N_("Agreed")}, {"declined", N_("Declined")}, {0}
};

static const struct transition transitions[] = {
    {"prepared", "contacted", "contact", N_("I sent the message"), &introduce},
    {"contacted", "seen", "see", N_("It was read"), &introduce},
    {"contacted", "interested", "interest", N_("The structure is interested"), &introduce},
    {"seen", "interested", "interest", N_("The structure is interested"), &introduce},
    {"interested", "met", "meet", N_("They met"), &introduce},
    {"met", "agreed", "agree", N_("They agreed"), &introduce, .notice = N_("An introduction succeeded.")},
    {"contacted", "declined", "decline", N_("The structure declines"), &introduce, .asks_reason = true},
    {"seen", "declined", "decline", N_("The structure declines"), &introduce, .asks_reason = true},
    {"interested", "declined", "decline", N_("It came to nothing"), &introduce, .asks_reason = true},
    {"met", "declined", "decline", N_("It came to nothing"), &introduce, .asks_reason = true},
    {0}
};

static const char *state_of(struct request *rq, int64_t id)
{
    struct introduction_by_id row;
    return introduction_by_id(rq->db, (struct introduction_by_id_args){.id = id}, &row) ? row.state : NULL;
}

static void set_state(struct request *rq, int64_t id, const char *state)
{
    introduction_set_state(rq->db, (struct introduction_set_state_args){.id = id, .state = state, .now = rq->now});
}

static const char *path_of(struct request *rq, int64_t id)
{
    return arena_format(rq->arena, "/mises-en-relation/%lld", (long long)id);
}

static const char *title_of(struct request *rq, int64_t id)
{
    struct introduction_by_id row;
    bool known = introduction_by_id(rq->db, (struct introduction_by_id_args){.id = id}, &row);
    return known ? arena_format(rq->arena, "%s — %s", row.need_title, row.actor_name) : "";
}

/* An introduction is where its need is. */
static bool may_act(struct request *rq, const struct transition *transition, int64_t id)
{
    struct introduction_by_id row;
    return introduction_by_id(rq->db, (struct introduction_by_id_args){.id = id}, &row)
        && may_at(rq, transition->allow, row.commune);
}

const struct machine introduction_machine = {
    .subject = "introduction", .first = "prepared", .leads = true, .states = introduction_states,
    .transitions = transitions,
    .may_act = may_act, .state_of = state_of, .set_state = set_state, .path_of = path_of, .title_of = title_of
};

struct introduction_input { const char *message, *recipient; };
static const struct field fields[] = {
    {EMAIL, "adresse", N_("Address of the structure"), TEXT_IN(introduction_input, recipient), .most = 200,
     .hint = N_("Leave empty to copy the message and send it yourself.")},
    {LONG_TEXT, "message", N_("Message"), TEXT_IN(introduction_input, message), .required = true, .least = 20, .most =
        4000,
     .hint = N_("Ready to be sent: change what you want. A private link to answer in one click is added at its end.")},
    {0}
};
const struct form introduction_form = {N_("Introduce them"), "/besoins/:id/contacter",
    N_("Keep and send this message"), fields, NULL};

struct pair { struct need_asked need; struct actor_asked actor; struct answer answer; };

/* The need of the route and the structure of ?structure=, with the reasons that bring them together. */
static bool find_pair(struct request *rq, struct pair *pair)
{
    int64_t actor_id = param_int(rq, "structure", 0, 0, INT64_MAX);
    if (!need_asked(rq->db, (struct need_asked_args){.id = route_id(rq)}, &pair->need)
        || !actor_asked(rq->db, (struct actor_asked_args){.id = actor_id}, &pair->actor)
        || !text_is(pair->actor.state, "published")) {
        reply_error(rq, NOT_FOUND);
        return false;
    }
    if (!may_at(rq, &introduce, pair->need.commune)) {
        reply_error(rq, FORBIDDEN);
        return false;
    }
    if (text_is(pair->need.state, "captured") || text_is(pair->need.state, "refused") || text_is(pair->need.state,
        "merged")) {
        reply_refused(rq, CONFLICT, translate(rq, N_("Publish this need before proposing it to anybody.")));
        return false;
    }
    enum { LOOKED_AT = 100 };
    struct answer *answers = arena_array(rq->arena, LOOKED_AT, sizeof *answers);
    struct question question = {.text = pair->need.title, .details = pair->need.description, .cpv = pair->need.cpv,
        .sector = pair->need.sector, .commune = pair->need.commune, .lon = pair->need.lon, .lat = pair->need.lat};
    size_t count = match_answers(rq->db, rq->arena, rq->now, &question, LOOKED_AT, answers);
    pair->answer = (struct answer){.actor_id = actor_id, .reasons = ""};
    for (size_t i = 0; i < count; i++)
        if (answers[i].actor_id == actor_id)
            pair->answer = answers[i];
    return true;
}

/* Reasons as one writes them to somebody: "a · b" is "a, b". */
static const char *in_a_letter(struct arena *arena, const char *reasons)
{
    static const char dot[] = " · ";
    struct buffer out = {.arena = arena};
    for (const char *next; (next = strstr(reasons, dot)); reasons = next + sizeof dot - 1) {
        buffer_add(&out, reasons, (size_t)(next - reasons));
        buffer_text(&out, ", ");
    }
    buffer_text(&out, reasons);
    return buffer_string(&out);
}

static const char *ready_message(struct request *rq, const struct pair *pair)
{
    struct buffer text = {.arena = rq->arena};
    buffer_text(&text, say(rq, N_("Hello,\n\nA need was expressed on our territory: “%s”."), pair->need.title));
    if (pair->need.description)
        buffer_format(&text, "\n\n%s", pair->need.description);
    buffer_text(&text, "\n\n");
    buffer_text(&text, say(rq, N_("It made us think of %s."), pair->actor.name));
    if (*pair->answer.reasons)
        buffer_format(&text, " %s %s.", translate(rq, N_("Why you:")), in_a_letter(rq->arena, pair->answer.reasons));
    buffer_format(&text, "\n\n%s", translate(rq, N_("Would you be able to answer it, alone or with others? A word "
        "from you is "
                                                    "enough, even to say no.\n\nBest regards,")));
    buffer_format(&text, "\n%s", rq->user->name);
    return text.text;
}

static void show_form(struct request *rq, int status, const struct pair *pair, struct form_view form)
{
    struct introduce_page page = {.form = form, .need = pair->need, .actor = pair->actor};
    page.actor.email = NULL;
    reply_with(rq, status, &introduce_page, &page);
}

static const struct form *form_for(struct request *rq, int64_t actor_id)
{
    struct form *form = arena_alloc(rq->arena, sizeof *form);
    *form = introduction_form;
    form->action = arena_format(rq->arena, "/besoins/:id/contacter?structure=%lld", (long long)actor_id);
    return form;
}

void prepare_introduction(struct request *rq)
{
    struct pair pair;
    if (!param_text(rq, "structure")) {                    /* nobody is chosen yet: choose first */
        reply_see(rq, arena_format(rq->arena, "/besoins/%lld/reponses", (long long)route_id(rq)));
        return;
    }
    if (!find_pair(rq, &pair))
        return;
    struct introduction_input input = {.message = ready_message(rq, &pair), .recipient = pair.actor.email};
    show_form(rq, OK, &pair, form_fill(rq, form_for(rq, pair.actor.id), &input));
}

static const char *with_link(struct request *rq, const char *message, const char *token)
{
    const char *link = mail_link(rq, arena_format(rq->arena, "/mises-en-relation/lien/%s", token));
    return arena_format(rq->arena, "%s\n\n%s\n%s\n", message,
                        translate(rq, N_("Answer in one click, without an account:")), link);
}

static void mail_structure(struct request *rq, const struct introduction_input *input, const char *text)
{
    mail_send(rq, &(struct mail){.to = input->recipient, .subject = translate(rq,
        N_("A need near you that you could answer")),
                                 .text = text});
}

void send_introduction(struct request *rq)
{
    struct pair pair;
    struct introduction_input input = {0};
    struct form_view form;
    if (!find_pair(rq, &pair))
        return;
    if (!form_read(rq, form_for(rq, pair.actor.id), &input, &form)) {
        show_form(rq, INVALID, &pair, form);
        return;
    }
    char token[TOKEN_ROOM], hash[TOKEN_HASH_ROOM];
    token_make(token);
    token_hash(token, hash);
    struct introduction_add added;
    const char *text = with_link(rq, input.message, token);
    bool is_new = introduction_add(rq->db, (struct introduction_add_args){
        .need_id = pair.need.id, .actor_id = pair.actor.id, .state = input.recipient ? "contacted" : "prepared",
        .message = input.recipient ? input.message : text, .recipient = input.recipient, .token_hash = hash,
            .score = pair.answer.score,
        .reasons = pair.answer.reasons, .person_id = rq->user->id, .now = rq->now}, &added);
    if (!is_new) {
        reply_refused(rq, CONFLICT, translate(rq, N_("This structure was already contacted for this need.")));
        return;
    }
    journal_add(rq->db, &(struct journal_entry){.subject = "introduction", .subject_id = added.id, .action = "prepared",
        .to = input.recipient ? "contacted" : "prepared", .actor_id = rq->user->id, .at = rq->now});
    if (input.recipient)
        mail_structure(rq, &input, text);
    notice_follow(rq, "introduction", added.id, rq->user->id, NULL, NULL);
    reply_done(rq, path_of(rq, added.id), translate(rq, input.recipient ? N_("The message is on its way.")
        : N_("The message is kept: copy it, send it, then say so here.")));
}

static const char *const steps[] = {"contacted", "seen", "interested", "met", "agreed"};
enum { STEPS = sizeof steps / sizeof *steps };

/* Who went further passed by each step before; who declined in the end too. */
static struct funnel read_funnel(struct request *rq, const int64_t *mine, int64_t today)
{
    struct introductions_by_step counts = introductions_by_step(rq->db,
        (struct introductions_by_step_args){.person = mine, .today = today});
    struct bar *bars = arena_array(rq->arena, STEPS, sizeof *bars);
    for (size_t i = 0; i < STEPS; i++) {
        int64_t total = 0;
        for (size_t c = 0; c < counts.count; c++)
            total += counts.rows[c].step > (int64_t)i ? counts.rows[c].total : 0;
        bars[i] = (struct bar){.label = label_text(rq, introduction_states, steps[i]), .value = (double)total,
            .href = arena_format(rq->arena, "/mises-en-relation?atteint=%s", steps[i])};
    }
    return (struct funnel){translate(rq, N_("From contact to agreement")), translate(rq, N_("introductions")), bars,
                           bars[0].value > 0 ? STEPS : 0};
}

/* The step that a list is asked for, from 1; NULL when none is. */
static const int64_t *step_asked(struct request *rq)
{
    const char *asked = param_text(rq, "atteint");
    for (size_t i = 0; i < STEPS; i++)
        if (text_is(asked, steps[i])) {
            int64_t *step = arena_alloc(rq->arena, sizeof *step);
            *step = (int64_t)i + 1;
            return step;
        }
    return NULL;
}

void list_introductions(struct request *rq)
{
    const char *state = param_text(rq, "etat");
    const int64_t *reached = step_asked(rq), *mine = may_in(rq, &introduce, SCOPE_SITE, 0) ? NULL : &rq->user->id;
    int64_t today = paris_day(rq->now);
    struct introduction_list page = {.pages = pager_here(rq, PAGE_SIZE), .funnel = read_funnel(rq, mine, today),
                                     .others.formats = "csv xlsx json"};
    struct introductions_count count = {0};
    introductions_count(rq->db, (struct introductions_count_args){.person = mine, .today = today, .state = state,
        .reached = reached}, &count);
    page.pages.total = count.total;
    page.introductions = introductions_page(rq->db, (struct introductions_page_args){
        .person = mine, .today = today, .state = state, .reached = reached, .page_size = page.pages.size,
            .offset = pager_offset(&page.pages)});
    if (!count.total)
        page.nothing = (struct empty){translate(rq, N_("No introduction here yet. Open a need and choose who to "
            "contact.")),
                                      "/besoins", translate(rq, N_("See the needs"))};
    reply(rq, &introduction_list, &page);
}

void show_introduction(struct request *rq)
{
    struct introduction_page page = {0};
    int64_t id = route_id(rq);
    if (!introduction_by_id(rq->db, (struct introduction_by_id_args){.id = id}, &page.introduction)) {
        reply_error(rq, NOT_FOUND);
        return;
    }
    if (!may_at(rq, &introduce, page.introduction.commune)) {
        reply_error(rq, FORBIDDEN);
        return;
    }
    page.history = machine_timeline(rq, &introduction_machine, id);
    page.acts = machine_acts(rq, &introduction_machine, id, arena_format(rq->arena, "/mises-en-relation/%lld/geste",
        (long long)id));
    reply(rq, &introduction_page, &page);
}

void move_introduction(struct request *rq)
{
    int64_t id = route_id(rq);
    if (machine_post(rq, &introduction_machine, id))
        reply_done(rq, path_of(rq, id), translate(rq, N_("Done.")));
}

static bool find_by_link(struct request *rq, struct introduction_by_id *introduction)
{
    char hash[TOKEN_HASH_ROOM];
    struct introduction_by_token found;
    token_hash(route_code(rq), hash);
    if (introduction_by_token(rq->db, (struct introduction_by_token_args){.token_hash = hash}, &found)
        && introduction_by_id(rq->db, (struct introduction_by_id_args){.id = found.id}, introduction))
        return true;
    reply_refused(rq, NOT_FOUND, translate(rq, N_("This link leads nowhere: check that it is whole.")));
    return false;
}

static bool is_open(const struct introduction_by_id *introduction)
{
    return text_is(introduction->state, "prepared") || text_is(introduction->state, "contacted")
        || text_is(introduction->state, "seen");
}

void open_introduction(struct request *rq)
{
    struct introduction_link page = {0};
    if (!find_by_link(rq, &page.introduction))
        return;
    page.introduction.recipient = NULL;
    link_shown(rq->db, (struct link_shown_args){.open = is_open(&page.introduction)}, &page.link);
    reply(rq, &introduction_link, &page);
}

/* What the structure answers by its private link, and what the person who contacted it is told. */
struct link_answer { const char *code, *to, *notice; };
static const struct link_answer link_answers[] = {
    {"oui", "interested", N_("A structure you contacted is interested.")},
    {"non", "declined", N_("A structure you contacted declines.")},
    {"vu", "seen", N_("A structure you contacted has read your message.")},
    {0}
};

static const struct link_answer *answer_given(struct request *rq, const struct introduction_by_id *introduction)
{
    const char *code = param_text(rq, "reponse");
    for (const struct link_answer *one = link_answers; one->code; one++)
        if (text_is(one->code, code) && !text_is(one->to, introduction->state))
            return one;
    return NULL;
}

static void move_by_link(struct request *rq, const struct introduction_by_id *introduction,
                         const struct link_answer *answer, const char *reason)
{
    set_state(rq, introduction->id, answer->to);
    journal_add(rq->db, &(struct journal_entry){.subject = "introduction", .subject_id = introduction->id,
        .action = "answered by link", .from = introduction->state, .to = answer->to, .reason = reason, .at = rq->now});
    const char *notice = translate(rq, answer->notice);
    struct buffer text = {.arena = rq->arena};
    buffer_format(&text, "%s\n%s", notice, title_of(rq, introduction->id));
    if (reason)
        buffer_format(&text, "\n\n%s", reason);
    notice_tell(rq, "introduction", introduction->id, notice, text.text, path_of(rq, introduction->id));
}

void answer_introduction(struct request *rq)
{
    enum { LONGEST_WORD_SAID = 1000 };
    struct introduction_by_id introduction;
    const char *reason = param_text(rq, "motif");
    if (!find_by_link(rq, &introduction))
        return;
    if (!is_open(&introduction)) {
        reply_refused(rq, CONFLICT, translate(rq, N_("An answer was already given. Write to the person who "
            "contacted you to change it.")));
        return;
    }
    const struct link_answer *answer = answer_given(rq, &introduction);
    if (!answer) {
        reply_refused(rq, INVALID, translate(rq, N_("Choose an answer: yes, no, or read.")));
        return;
    }
    if (reason && utf8_length(reason, strlen(reason)) > LONGEST_WORD_SAID) {
        reply_refused(rq, INVALID, translate(rq, N_("Your word is too long: at most 1,000 characters.")));
        return;
    }
    move_by_link(rq, &introduction, answer, reason);
    reply_done(rq, arena_format(rq->arena, "/mises-en-relation/lien/%s", route_code(rq)),
               translate(rq, N_("Thank you: your answer is kept, and told to the person who contacted you.")));
}
