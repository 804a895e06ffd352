/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The answer of the builder as people read it: teams side by side, who does what, why these, what is missing and who
 * could fill it; and inviting a team in one act. */
#include "features/groupements/construct.h"
#include "base/number.h"
#include "features/matching/matching.h"
#include "i18n/i18n.h"
#include <math.h>
#include <string.h>

enum { COULD = 4, MOST_REASONS = 8, MOST_INVITED = 40, MOST_BRINGS = 300 };

static const char *number_text(struct request *rq, double number)
{
    struct buffer out = {.arena = rq->arena};
    write_number(&out, rq->language, number >= 100 ? round(number) : number);
    return out.text;
}

static bool is_in(const int64_t *ids, size_t count, int64_t id)
{
    for (size_t i = 0; i < count; i++)
        if (ids[i] == id)
            return true;
    return false;
}

/* --- the table of one team ---------------------------------------------------------------------------------------- */

/* "800 kg/jour", "yes", with what is not known of it; empty when the member does nothing of this wish. */
static struct matrix_cell cell_of(struct construct *construct, const struct built *built, uint32_t member, size_t wish,
                                  double share)
{
    struct request *rq = construct->rq;
    const struct wish *asked = &construct->wishes[wish];
    const struct build_able *able = build_able_of(built, member, wish);
    if (!(share > 0))
        return (struct matrix_cell){0};
    bool unsaid = able && !able->said;
    const char *text = asked->volume > 0
        ? arena_format(rq->arena, "%s %s", number_text(rq, share), asked->unit ? asked->unit : "")
        : translate(rq, N_("yes"));
    return (struct matrix_cell){unsaid ? say(rq, N_("%s (to be asked)"), text) : text, unsaid};
}

static struct tab *acts_of(struct construct *construct, int64_t id, size_t *count)
{
    struct request *rq = construct->rq;
    const struct build *build = &construct->build;
    struct tab *acts = arena_array(rq->arena, 2, sizeof *acts);
    const char *with = arena_format(rq->arena, "avec=%lld", (long long)id),
        *without = arena_format(rq->arena, "sans=%lld", (long long)id);
    *count = 0;
    if (!is_in(build->fixed, build->fixed_count, id)) {
        acts[(*count)++] = (struct tab){.label = translate(rq, N_("Keep it")),
                                        .href = construct_with(construct, with)};
        acts[(*count)++] = (struct tab){.label = translate(rq, N_("Without it")),
                                        .href = construct_with(construct, without)};
    }
    return acts;
}

static const char *note_of(struct construct *construct, const struct build_candidate *one)
{
    struct request *rq = construct->rq;
    struct buffer out = {.arena = rq->arena};
    for (size_t i = 0; i < construct->members.count; i++)
        if (construct->members.rows[i].actor_id == one->id)
            buffer_format(&out, "%s", label_text(rq, member_states, construct->members.rows[i].state));
    if (isfinite(one->km))
        buffer_format(&out, "%s%s", out.length ? ", " : "", say(rq, N_("%s km away"), number_text(rq, round(one->km))));
    return out.length ? out.text : NULL;
}

static struct matrix_row sum_row(struct construct *construct, const struct team *team, const double *shares)
{
    struct request *rq = construct->rq;
    size_t wishes = construct->build.wish_count;
    struct matrix_cell *cells = arena_array(rq->arena, wishes, sizeof *cells);
    for (size_t w = 0; w < wishes; w++) {
        double done = 0, volume = construct->wishes[w].volume, enough = volume * construct->wishes[w].threshold;
        for (size_t m = 0; m < team->count; m++)
            done += shares[m * wishes + w];
        bool covered = volume > 0 ? done >= enough * (1 - 1e-9) : done > 0;
        cells[w] = volume > 0 ? (struct matrix_cell){say(rq, N_("%s of %s"), number_text(rq, done),
                number_text(rq, volume)), !covered}
            : (struct matrix_cell){translate(rq, covered ? N_("covered") : N_("missing")), !covered};
    }
    return (struct matrix_row){.label = translate(rq, N_("Together")), .cells = cells, .sum = true};
}

static struct matrix matrix_of(struct construct *construct, const struct built *built, const struct team *team,
                               const double *shares, const char *title)
{
    struct request *rq = construct->rq;
    size_t wishes = construct->build.wish_count;
    struct matrix_row *rows = arena_array(rq->arena, team->count + 1, sizeof *rows);
    for (size_t m = 0; m < team->count; m++) {
        const struct build_candidate *one = &built->candidates[team->members[m]];
        struct matrix_cell *cells = arena_array(rq->arena, wishes, sizeof *cells);
        for (size_t w = 0; w < wishes; w++)
            cells[w] = cell_of(construct, built, team->members[m], w, shares[m * wishes + w]);
        rows[m] = (struct matrix_row){.label = one->name, .cells = cells, .note = note_of(construct, one),
            .href = arena_format(rq->arena, "/annuaire/%lld", (long long)one->id)};
        rows[m].acts = acts_of(construct, one->id, &rows[m].act_count);
    }
    rows[team->count] = sum_row(construct, team, shares);
    return (struct matrix){say(rq, N_("%s: who does what"), title), translate(rq, N_("Structure")),
        translate(rq, N_("Try")),
        construct->titles, wishes, rows, team->count + 1};
}

/* --- why this one ------------------------------------------------------------------------------------------------- */

static const char *kind_of(struct request *rq, const struct built *built, const struct team *team)
{
    switch (team->why) {
    case TEAM_SMALLEST: return translate(rq, N_("the smallest"));
    case TEAM_NEAREST: return translate(rq, N_("the nearest"));
    case TEAM_COHESIVE: return translate(rq, N_("has worked together"));
    case TEAM_WITHOUT: return say(rq, N_("without %s"), built->candidates[team->without].name);
    }
    return "";
}

static const char *smallest_reason(struct request *rq, const struct team *team)
{
    return team->gap > 0 ? translate(rq, N_("The smallest that was found in the time of an answer; a smaller one may "
                                            "exist."))
        : translate(rq, N_("No smaller team covers all that can be covered: it is proven."));
}

/* Why the first thing that each new member does is thought to be its trade. */
static size_t add_trades(struct construct *construct, const struct built *built, const struct team *team,
                         const double *shares, const char **reasons, size_t count)
{
    struct request *rq = construct->rq;
    size_t wishes = construct->build.wish_count;
    for (size_t m = 0; m < team->count; m++)
        for (size_t w = 0; w < wishes && count < MOST_REASONS; w++) {
            const struct build_able *able = build_able_of(built, team->members[m], w);
            if (!(shares[m * wishes + w] > 0) || !able || !able->reasons || text_blank(able->reasons))
                continue;
            reasons[count++] = say(rq, N_("%s, for “%s”: %s."), built->candidates[team->members[m]].name,
                                   construct->titles[w], able->reasons);
            break;
        }
    return count;
}

/* Whether the sum of the distances means something: the engine counts a fixed distance for who stands nowhere. */
static bool all_placed(const struct built *built, const struct team *team)
{
    for (size_t m = 0; m < team->count; m++)
        if (!isfinite(built->candidates[team->members[m]].km))
            return false;
    return true;
}

static size_t reasons_of(struct construct *construct, const struct built *built, const struct team *team,
                         const double *shares, const char **reasons)
{
    struct request *rq = construct->rq;
    size_t count = 0, unsaid = 0;
    if (team->why == TEAM_SMALLEST)
        reasons[count++] = smallest_reason(rq, team);
    else if (team->why == TEAM_WITHOUT)
        reasons[count++] = say(rq, N_("What becomes of the first team if %s says no."),
                               built->candidates[team->without].name);
    if (team->distance > 0 && all_placed(built, team))
        reasons[count++] = say(rq, N_("%s km in all from where the contract is carried out."),
                               number_text(rq, round(team->distance)));
    if (team->cohesion > 0)
        reasons[count++] = translate_count(rq, N_("%d contract already won together."),
                                           N_("%d contracts already won together."), llround(team->cohesion));
    for (size_t m = 0; m < team->count; m++)
        for (size_t w = 0; w < construct->build.wish_count; w++) {
            const struct build_able *able = build_able_of(built, team->members[m], w);
            unsaid += shares[m * construct->build.wish_count + w] > 0 && able && !able->said;
        }
    if (unsaid)
        reasons[count++] = translate(rq, N_("A capacity that nobody said is taken as enough: ask before you count on "
                                            "it."));
    return add_trades(construct, built, team, shares, reasons, count);
}

/* "12:0,2 45:1": who does which of the wishes, for those who are not in the group yet. */
static const char *to_invite(struct construct *construct, const struct built *built, const struct team *team,
                             const double *shares)
{
    size_t wishes = construct->build.wish_count, members = 0;
    struct buffer out = {.arena = construct->rq->arena};
    for (size_t m = 0; m < team->count; m++) {
        int64_t id = built->candidates[team->members[m]].id;
        bool inside = false, first = true;
        for (size_t i = 0; i < construct->members.count; i++)
            inside = inside || (construct->members.rows[i].actor_id == id
                && (text_is(construct->members.rows[i].state, "accepted")
                    || text_is(construct->members.rows[i].state, "invited")));
        if (inside)
            continue;
        buffer_format(&out, "%s%lld", members++ ? " " : "", (long long)id);
        for (size_t w = 0; w < wishes; w++)
            if (shares[m * wishes + w] > 0) {
                buffer_format(&out, "%c%zu", first ? ':' : ',', w);
                first = false;
            }
    }
    return members ? out.text : NULL;
}

static struct acts invite_acts(struct construct *construct, const char *members)
{
    struct request *rq = construct->rq;
    if (!members || construct->group->deposited_at)
        return (struct acts){0};
    struct act *act = arena_alloc(rq->arena, sizeof *act);
    const char *mark = rq->query && *rq->query ? "?" : "";
    *act = (struct act){.path = arena_format(rq->arena, "%s%s%s", group_path(rq, construct->group->id,
            "construire/inviter"), mark, rq->query ? rq->query : ""),
        .label = translate(rq, N_("Invite this team")), .name = "membres", .value = members};
    return (struct acts){act, 1};
}

static struct proposals proposals_of(struct construct *construct, const struct built *built)
{
    struct request *rq = construct->rq;
    struct proposal *all = arena_array(rq->arena, built->teams.count, sizeof *all);
    for (size_t t = 0; t < built->teams.count; t++) {
        const struct team *team = &built->teams.teams[t];
        const double *shares = team_shares(rq->arena, &built->problem, team);
        const char **reasons = arena_array(rq->arena, MOST_REASONS, sizeof *reasons);
        const char *title = say(rq, N_("Team %d, %s"), (int)t + 1, translate_count(rq, N_("%d structure"),
            N_("%d structures"), (int64_t)team->count));
        all[t] = (struct proposal){.title = title,
            .badge = {kind_of(rq, built, team), team->why == TEAM_SMALLEST ? TONE_GOOD : TONE_PLAIN},
            .reasons = reasons, .reason_count = reasons_of(construct, built, team, shares, reasons),
            .matrix = matrix_of(construct, built, team, shares, title),
            .acts = invite_acts(construct, to_invite(construct, built, team, shares))};
    }
    return (struct proposals){all, built->teams.count};
}

/* --- what is missing ---------------------------------------------------------------------------------------------- */

static const char *missing_text(struct construct *construct, const struct team_missing *missing)
{
    struct request *rq = construct->rq;
    const struct wish *wish = &construct->wishes[missing->demand];
    const char *title = construct->titles[missing->demand];
    if (wish->volume > 0)
        return say(rq, N_("%s: missing %s %s"), title, number_text(rq, missing->wanted - missing->reachable),
                   wish->unit ? wish->unit : "");
    return say(rq, N_("%s: missing %s"), title, wish->kind == WISH_LOT || wish->kind == WISH_SKILL
        ? translate(rq, N_("somebody near enough who does it")) : wish->text ? wish->text : wish->name);
}

static void add_fillers(struct construct *construct, const struct built *built, size_t wish)
{
    struct request *rq = construct->rq;
    struct builder_fillers *fillers = &construct->page->fillers;
    size_t shown = 0;
    for (size_t i = 0; i < built->reserve_count && shown < COULD; i++) {
        const struct build_reserve *one = &built->reserves[i];
        if (one->wish != wish || is_in(construct->build.excluded, construct->build.excluded_count, one->id))
            continue;
        shown++;
        fillers->rows[fillers->count++] = (struct builder_fillers_row){.id = one->id, .name = one->name,
            .wish = construct->titles[wish], .km = one->km, .why = one->why == RESERVE_FAR
                ? translate(rq, N_("does it, further than the distance asked"))
                : translate(rq, N_("does it, its capacity is not said: ask it")),
            .take = construct_with(construct, arena_format(rq->arena, "avec=%lld", (long long)one->id))};
    }
    for (size_t i = 0; i < construct->build.excluded_count; i++)
        for (size_t a = 0; a < built->able_count && shown < 2 * COULD; a++)
            if (built->able[a].wish == wish
                && built->candidates[built->able[a].candidate].id == construct->build.excluded[i]) {
                const struct build_candidate *out = &built->candidates[built->able[a].candidate];
                shown++;
                fillers->rows[fillers->count++] = (struct builder_fillers_row){.id = out->id, .name = out->name,
                    .wish = construct->titles[wish], .km = built->able[a].km,
                    .why = translate(rq, N_("does it, and you put it aside")),
                    .take = construct_without(construct, arena_format(rq->arena, "sans=%lld", (long long)out->id))};
            }
}

/* Who won such contracts, in the directory or not: where nobody of the directory is near enough, somebody may be
 * known elsewhere. */
static void add_winners(struct construct *construct, size_t wish)
{
    struct request *rq = construct->rq;
    struct builder_fillers *fillers = &construct->page->fillers;
    struct partner_near found[COULD];
    const struct wish *asked = &construct->wishes[wish];
    const char **members = arena_array(rq->arena, construct->members.count, sizeof *members);
    for (size_t i = 0; i < construct->members.count; i++)
        members[i] = construct->members.rows[i].siret;
    size_t count = partners_near(rq->db, rq->arena, asked->cpv, asked->at ? asked->at : construct->build.at, members,
                                 construct->members.count, COULD, found);
    for (size_t i = 0; i < count; i++) {
        struct actor_named actor = {0};
        actor_named(rq->db, (struct actor_named_args){.siret = found[i].siret}, &actor);
        bool shown = false;
        for (size_t k = 0; k < fillers->count; k++)
            shown = shown || (actor.id && fillers->rows[k].id == actor.id
                && text_is(fillers->rows[k].wish, construct->titles[wish]));
        if (shown || is_in(construct->build.excluded, construct->build.excluded_count, actor.id))
            continue;
        fillers->rows[fillers->count++] = (struct builder_fillers_row){.id = actor.id, .name = found[i].name,
            .wish = construct->titles[wish], .why = actor.id ? found[i].reasons
                : say(rq, N_("%s; not in the directory, SIRET %s"), found[i].reasons, found[i].siret),
            .take = actor.id ? construct_with(construct, arena_format(rq->arena, "avec=%lld", (long long)actor.id))
                : ""};
    }
}

void construct_answer(struct construct *construct, const struct built *built)
{
    struct request *rq = construct->rq;
    struct groupement_builder *page = construct->page;
    size_t missing = built->teams.missing_count;
    page->asked.candidates = (int64_t)built->count;
    page->asked.answered = 1;
    page->teams = proposals_of(construct, built);
    page->gaps.rows = arena_array(rq->arena, missing, sizeof *page->gaps.rows);
    page->fillers.rows = arena_array(rq->arena, missing * 4 * COULD, sizeof *page->fillers.rows);
    for (size_t i = 0; i < missing; i++) {
        page->gaps.rows[page->gaps.count++] = (struct builder_gaps_row){
            .missing = missing_text(construct, &built->teams.missing[i])};
        add_fillers(construct, built, built->teams.missing[i].demand);
        if (construct->wishes[built->teams.missing[i].demand].cpv && i < COULD)
            add_winners(construct, built->teams.missing[i].demand);
    }
    if (!built->teams.count)
        page->nothing = (struct empty){built->teams.unfinished
            ? translate(rq, N_("The search was stopped before it found a team: ask fewer lots at once, or a shorter "
                               "distance."))
            : built->teams.impossible
            ? translate(rq, N_("No team fits: the limit of size is too small for what is asked, or for who must be in "
                               "it."))
            : translate(rq, N_("Nobody in the directory does this near enough. Widen the distance, use other words, or "
                               "add the structures that you know.")), "/annuaire/ajouter",
            translate(rq, N_("Add an organisation"))};
}

/* --- the page, and inviting -------------------------------------------------------------------------------------- */

static void reply_as_json(struct request *rq, const struct construct *construct, const struct built *built)
{
    struct buffer out = {.arena = rq->arena};
    struct json json;
    json_begin(&json, &out);
    build_json(&json, rq->arena, built, &construct->build);
    reply_bytes(rq, "application/json", NULL, buffer_string(&out), out.length);
}

void show_builder(struct request *rq)
{
    struct groupement_builder page = {0};
    struct construct construct = {.rq = rq, .group = &page.group, .page = &page};
    if (!enter(rq, MEMBER, &page.group))
        return;
    construct_read(&construct);
    page.tabs = group_tabs(rq, &page.group, "construire");
    page.asked.refused = construct.refused;
    struct built built = {0};
    if (!construct.refused && construct.build.wish_count)
        built = build_teams(rq->db, rq->arena, rq->now, &construct.build);
    else if (!construct.refused)
        page.nothing = (struct empty){translate(rq, N_("Nothing is asked yet: tick a lot, or write a know-how.")),
            group_path(rq, page.group.id, "repartition"), translate(rq, N_("Write the lots"))};
    if (rq->shape == AS_JSON && !construct.refused) {
        reply_as_json(rq, &construct, &built);
        return;
    }
    if (!construct.refused && construct.build.wish_count)
        construct_answer(&construct, &built);
    reply_with(rq, construct.refused ? INVALID : OK, &groupement_builder, &page);
}

/* "Lot 1, Lot 3": the wishes of "0,2" by their titles. */
static const char *brings_of(struct construct *construct, const char *wishes)
{
    struct request *rq = construct->rq;
    struct buffer out = {.arena = rq->arena};
    size_t count;
    char **numbers = text_split(rq->arena, wishes ? wishes : "", ",", &count);
    for (size_t i = 0; i < count; i++) {
        int64_t wish;
        if (parse_int(numbers[i], &wish) && wish >= 0 && (size_t)wish < construct->build.wish_count
            && out.length + strlen(construct->titles[wish]) < MOST_BRINGS)
            buffer_format(&out, "%s%s", out.length ? ", " : "", construct->titles[wish]);
    }
    return out.length ? out.text : NULL;
}

void invite_team(struct request *rq)
{
    struct groupement_builder page = {0};
    struct construct construct = {.rq = rq, .group = &page.group, .page = &page};
    const char *team = param_text(rq, "membres");
    size_t count;
    int64_t invited = 0;
    if (!enter_to_change(rq, MEMBER, &page.group) || !composition_is_free(rq, &page.group)
        || !has_room(rq, page.group.id, PART_MEMBERS))
        return;
    construct_read(&construct);
    char **members = text_split(rq->arena, team ? team : "", " ", &count);
    for (size_t i = 0; i < count && i < MOST_INVITED; i++) {
        size_t parts;
        int64_t id;
        char **part = text_split(rq->arena, members[i], ":", &parts);
        invited += parts && parse_int(part[0], &id)
            && invite_actor(rq, &page.group, id, "partner", brings_of(&construct, parts > 1 ? part[1] : NULL));
    }
    if (!invited) {
        reply_refused(rq, CONFLICT, translate(rq, N_("Nobody was invited: these structures are in the group already, "
            "or are not in the directory any more.")));
        return;
    }
    reply_done(rq, group_path(rq, page.group.id, "equipe"), translate_count(rq,
        N_("%d structure is invited. Choose who leads."), N_("%d structures are invited. Choose who leads."), invited));
}
