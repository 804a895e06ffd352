/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What everybody sees of opportunities: the list, one contract with its lots; and writing one by hand. */
#include "base/fold.h"
#include "base/money.h"
#include "base/time.h"
#include "features/directory/directory.h"
#include "features/opportunities/handlers.h"
#include "features/territory/territory.h"
#include "formats/identifiers.h"
#include "i18n/i18n.h"
#include "web/feature.h"
#include "work/journal.h"
#include <string.h>

enum { PAGE_SIZE = 20, CPV_DIGITS = 8 };

bool cpv_branch(struct arena *arena, const char *typed, const char **start, const char **end)
{
    size_t digits = typed ? strspn(typed, "0123456789") : 0;
    if (digits < 2 || digits > CPV_DIGITS || (typed[digits] && typed[digits] != '-'))
        return false;
    while (digits > 2 && typed[digits - 1] == '0')
        digits--;
    char *low = arena_copy(arena, "00000000", CPV_DIGITS), *high;
    memcpy(low, typed, digits);
    high = arena_text(arena, low);
    size_t at = digits;
    while (at > 0 && high[at - 1] == '9')
        high[--at] = '0';
    if (at > 0)
        high[at - 1]++;
    *start = low;
    *end = at > 0 ? high : "A";                            /* after every digit */
    return true;
}

static struct facets states_of(struct request *rq, const char *state)
{
    struct opportunities_by_state counts = opportunities_by_state(rq->db);
    struct facet_value *values = arena_array(rq->arena, counts.count, sizeof *values);
    struct facet *facet = arena_alloc(rq->arena, sizeof *facet);
    for (size_t i = 0; i < counts.count; i++)
        values[i] = (struct facet_value){counts.rows[i].state, label_text(rq, opportunity_states, counts.rows[i].state),
                                         counts.rows[i].total, text_is(state, counts.rows[i].state)};
    *facet = (struct facet){"etat", translate(rq, N_("Where it stands")), values, counts.count};
    return (struct facets){facet, counts.count ? 1 : 0};
}

const char *like_pattern(struct arena *arena, const char *word)
{
    char *clean = arena_text(arena, word);
    for (char *at = clean; *at; at++)
        if (*at == '%' || *at == '_')
            *at = ' ';
    return arena_format(arena, "%%%s%%", clean);
}

void market_words(struct arena *arena, const char *typed, const char *words[MARKET_WORDS])
{
    const char *folded = typed ? fold_for_search(arena, typed) : NULL;
    size_t count = 0, kept = 0;
    char **each = text_split(arena, folded ? folded : "", " ", &count);
    for (size_t i = 0; i < count && kept < MARKET_WORDS; i++)
        if (*each[i])
            words[kept++] = like_pattern(arena, each[i]);
}

/* What is asked of the list: each filter NULL when nothing is asked. unknown: a place that nobody knows. */
struct asked {
    const char *typed, *cpv, *state, *place, *start, *end, *words[MARKET_WORDS], *territory, *territory_name;
    const int64_t *least, *most, *until;
    int64_t reserved;
    bool unknown, any;
};

static const int64_t *euros(struct request *rq, const char *name)
{
    int64_t *cents = arena_alloc(rq->arena, sizeof *cents);
    const char *text = param_text(rq, name);
    return text && parse_money(text, cents) && *cents >= 0 ? cents : NULL;
}

static void read_place(struct request *rq, struct asked *asked)
{
    struct place place;
    asked->place = param_text(rq, "lieu");
    if (!asked->place)
        return;
    asked->unknown = !territory_place(rq->db, asked->place, &place) && !territory_typed(rq->db, asked->place, &place);
    if (asked->unknown || text_is(place.kind, "country"))
        return;
    asked->territory = place.code;
    asked->territory_name = place.name;
}

static struct asked read_asked(struct request *rq)
{
    int64_t *until = arena_alloc(rq->arena, sizeof *until);
    struct asked asked = {.typed = param_words(rq, "q"), .cpv = param_text(rq, "cpv"), .state = param_text(rq, "etat"),
        .least = euros(rq, "mini"), .most = euros(rq, "maxi"), .reserved = param_int(rq, "reserve", 0, 0, 1)};
    cpv_branch(rq->arena, asked.cpv, &asked.start, &asked.end);
    asked.until = param_text(rq, "avant") && parse_date(param_text(rq, "avant"), until) ? until : NULL;
    market_words(rq->arena, asked.typed, asked.words);
    read_place(rq, &asked);
    asked.any = asked.typed || asked.cpv || asked.state || asked.place || asked.least || asked.most || asked.until
        || asked.reserved;
    return asked;
}

void list_opportunities(struct request *rq)
{
    struct opportunity_list page = {.pages = pager_here(rq, PAGE_SIZE), .others = {"csv xlsx json", &page.pages}};
    struct asked asked = read_asked(rq);
    int64_t today = paris_day(rq->now);
    struct opportunities_count count = {0};
    opportunities_count(rq->db, (struct opportunities_count_args){.state = asked.state, .cpv_start = asked.start,
        .cpv_end = asked.end, .words = asked.words[0], .second = asked.words[1], .third = asked.words[2],
        .reserved = asked.reserved, .least = asked.least, .most = asked.most, .until = asked.until,
        .territory = asked.territory, .today = today}, &count);
    page.pages.total = count.total;
    page.opportunities = opportunities_page(rq->db, (struct opportunities_page_args){.state = asked.state,
        .cpv_start = asked.start, .cpv_end = asked.end, .words = asked.words[0], .second = asked.words[1],
        .third = asked.words[2], .reserved = asked.reserved, .least = asked.least, .most = asked.most,
        .until = asked.until, .territory = asked.territory, .today = today, .page_size = page.pages.size,
        .offset = pager_offset(&page.pages)});
    page.filters = states_of(rq, asked.state);
    market_searched(rq->db, (struct market_searched_args){.words = asked.typed, .cpv = asked.cpv, .state = asked.state,
        .place = asked.place, .place_name = asked.territory_name, .least = param_text(rq, "mini"),
        .most = param_text(rq, "maxi"), .until = param_text(rq, "avant"), .unknown = asked.unknown,
        .total = count.total}, &page.search);
    if (!count.total)
        page.nothing = (struct empty){translate(rq, asked.any ? N_("No contract fits these words and filters.")
            : N_("No contract yet: import notices, or look at the contracts that end soon.")),
            asked.any ? "/marches" : "/marches/echeances",
            translate(rq, asked.any ? N_("See all the contracts") : N_("Contracts that end soon"))};
    reply(rq, &opportunity_list, &page);
}

static const char *money_or_null(struct request *rq, const int64_t *cents)
{
    struct buffer out = {.arena = rq->arena};
    if (!cents)
        return NULL;
    format_money(&out, *cents);
    return out.text;
}

static const char *considerations(struct request *rq, const struct opportunity_by_id *one)
{
    struct buffer out = {.arena = rq->arena};
    buffer_text(&out, one->reserved ? translate(rq, N_("reserved contract")) : "");
    buffer_text(&out, one->social ? out.length ? ", " : "" : "");
    buffer_text(&out, one->social ? translate(rq, N_("social consideration")) : "");
    buffer_text(&out, one->environmental ? out.length ? ", " : "" : "");
    buffer_text(&out, one->environmental ? translate(rq, N_("environmental consideration")) : "");
    return out.length ? out.text : NULL;
}

static struct facts facts_of(struct request *rq, const struct opportunity_by_id *one)
{
    enum { MOST = 9 };
    struct fact *facts = arena_array(rq->arena, MOST, sizeof *facts);
    struct buffer deadline = {.arena = rq->arena}, day = {.arena = rq->arena};
    size_t count = 0;
    if (one->deadline)
        write_date(&deadline, rq->language, *one->deadline);
    else if (one->deadline_day)
        write_day(&deadline, rq->language, *one->deadline_day);
    if (one->published_day)
        write_day(&day, rq->language, *one->published_day);
    facts[count++] = (struct fact){translate(rq, N_("Buyer")), one->buyer};
    facts[count++] = (struct fact){translate(rq, N_("First deadline")), deadline.length ? deadline.text : NULL};
    facts[count++] = (struct fact){translate(rq, N_("Amount before VAT")), money_or_null(rq, one->amount)};
    facts[count++] = (struct fact){translate(rq, N_("Length")), one->months ? translate_count(rq, N_("%d month"),
        N_("%d months"), *one->months) : NULL};
    facts[count++] = (struct fact){translate(rq, N_("CPV code")), one->cpv};
    facts[count++] = (struct fact){translate(rq, N_("Place")), one->commune_name ? one->commune_name : one->place};
    facts[count++] = (struct fact){translate(rq, N_("Considerations")), considerations(rq, one)};
    facts[count++] = (struct fact){translate(rq, N_("Published on")), one->published_day ? day.text : NULL};
    facts[count++] = (struct fact){translate(rq, N_("Notice")), one->url, one->url};
    return (struct facts){facts, count};
}

bool contract_is_over(const char *state)
{
    return text_is(state, "awarded") || text_is(state, "lost") || text_is(state, "dropped");
}

bool contract_is_late(const int64_t *deadline, const int64_t *deadline_day, int64_t now)
{
    return deadline ? *deadline < now : deadline_day && *deadline_day < paris_day(now);
}

/* The page of a group would refuse any other. */
static bool is_answerable(const struct request *rq, const struct opportunity_by_id *one)
{
    return !contract_is_over(one->state) && !contract_is_late(one->deadline, one->deadline_day, rq->now);
}

void show_opportunity(struct request *rq)
{
    struct opportunity_page page = {0};
    int64_t id = route_id(rq);
    if (!opportunity_by_id(rq->db, (struct opportunity_by_id_args){.id = id}, &page.opportunity)) {
        reply_error(rq, NOT_FOUND);
        return;
    }
    page.lots = opportunity_lots(rq->db, (struct opportunity_lots_args){.opportunity_id = id});
    page.facts = facts_of(rq, &page.opportunity);
    market_open(rq->db, (struct market_open_args){is_answerable(rq, &page.opportunity)}, &page.market);
    page.beside = cards_beside(rq, "opportunity", id);
    if (may_at(rq, &keep_opportunities, page.opportunity.commune))
        page.acts = machine_acts(rq, &opportunity_machine, id, arena_format(rq->arena, "/marches/%lld/geste",
                                                                            (long long)id));
    page.history = machine_timeline(rq, &opportunity_machine, id);
    reply(rq, &opportunity_page, &page);
}

bool find_opportunity_for(struct request *rq, int64_t id)
{
    struct opportunity_by_id one;
    bool known = opportunity_by_id(rq->db, (struct opportunity_by_id_args){.id = id}, &one);
    if (known && may_at(rq, &keep_opportunities, one.commune))
        return true;
    reply_error(rq, known ? FORBIDDEN : NOT_FOUND);
    return false;
}

void move_opportunity(struct request *rq)
{
    int64_t id = route_id(rq);
    if (find_opportunity_for(rq, id) && machine_post(rq, &opportunity_machine, id))
        reply_done(rq, arena_format(rq->arena, "/marches/%lld", (long long)id), translate(rq, N_("Done.")));
}

struct typed { struct opportunity_add_args add; };
#define ADD(member) {SLOT_TEXT, offsetof(struct typed, add) + offsetof(struct opportunity_add_args, member)}
#define ADD_INT(member) {SLOT_INT, offsetof(struct typed, add) + offsetof(struct opportunity_add_args, member)}
#define ADD_MAYBE(member) {SLOT_MAYBE_INT, offsetof(struct typed, add) + offsetof(struct opportunity_add_args, member)}
static const struct label written_states[] = {
    {"sensed", N_("Sensed")}, {"planned", N_("Planned by the buyer")}, {"sourcing", N_("The buyer is sourcing")},
    {"published", N_("Open to answers")}, {0}
};
static const struct field fields[] = {
    {TEXT, "titre", N_("What the contract is for"), ADD(title), .required = true, .least = 5, .most = 160},
    {TEXT, "acheteur", N_("Buyer, public or private"), ADD(buyer), .required = true, .least = 2, .most = 160},
    {CHOICE, "etat", N_("Where it stands"), ADD(state), .required = true, .choices = written_states},
    {LONG_TEXT, "details", N_("Details"), ADD(description), .most = 4000},
    {TEXT, "cpv", N_("CPV code, for a purchase"), ADD(cpv), .most = 10, .check = cpv_trouble},
    {TEXT, "lieu", N_("Where?"), ADD(place), .most = 120, .hint = N_("A commune or a postal code."),
     .check = territory_check_typed, .suggest = territory_suggest},
    {MONEY, "montant", N_("Amount before VAT"), ADD_MAYBE(amount), .least = 1, .most = 100000000000000},
    {WHOLE, "duree", N_("Length in months"), ADD_MAYBE(months), .least = 1, .most = 600},
    {DATE, "limite", N_("Deadline of the offers"), ADD_MAYBE(deadline_day)},
    {TICK, "reserve", N_("Reserved for sheltered or insertion structures"), ADD_INT(reserved)},
    {TICK, "social", N_("Social consideration"), ADD_INT(social)},
    {TICK, "environnement", N_("Environmental consideration"), ADD_INT(environmental)},
    {0}
};
const struct form opportunity_form = {N_("Write a contract"), "/marches/nouveau", N_("Keep this contract"), fields,
    N_("A contract heard of, a buyer’s programme, a private buyer: what is known is enough.")};

void new_opportunity(struct request *rq)
{
    struct form_view form = form_empty(rq, &opportunity_form);
    form_reply(rq, &form);
}

void keep_opportunity(struct request *rq)
{
    struct typed typed = {0};
    struct form_view view;
    struct opportunity_add added;
    const char *why = NULL;
    bool sound = form_read(rq, &opportunity_form, &typed, &view);
    if (sound && typed.add.place && !(typed.add.commune = commune_typed(rq, typed.add.place, &why)))
        form_refuse(rq, &view, "lieu", why);
    else if (sound && !may_at(rq, &keep_opportunities, typed.add.commune)) {
        why = translate(rq, typed.add.commune ? N_("Your role is on another territory: write contracts of that one.")
            : N_("Your role is on one territory: say in which of its communes the contract is carried out."));
        form_refuse(rq, &view, "lieu", why);
    }
    if (!sound || why) {
        form_reply(rq, &view);
        return;
    }
    struct opportunity_add_args *add = &typed.add;
    add->source = "typed";
    add->folded = fold_for_search(rq->arena, arena_format(rq->arena, "%s %s %s", add->title, add->buyer,
                                                          add->description ? add->description : ""));
    add->added_by = &rq->user->id;
    add->now = rq->now;
    opportunity_add(rq->db, *add, &added);
    journal_add(rq->db, &(struct journal_entry){.subject = "opportunity", .subject_id = added.id, .action = "written",
        .to = add->state, .actor_id = rq->user->id, .at = rq->now});
    if (rq->shape == AS_JSON)
        reply_created(rq, "/marches", added.id);
    else
        reply_done(rq, arena_format(rq->arena, "/marches/%lld", (long long)added.id), translate(rq,
            N_("The contract is kept. If it has lots, add them: each finds who could do it.")));
}
