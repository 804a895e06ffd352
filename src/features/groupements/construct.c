/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The page of the builder, as it is asked: lots, skills, zones, thresholds, who must be in or out. */
#include "features/groupements/construct.h"
#include "base/number.h"
#include "features/directory/directory.h"
#include "features/territory/territory.h"
#include "formats/identifiers.h"
#include "i18n/i18n.h"
#include <math.h>
#include <string.h>

/* All that is asked stands in one address, of at most 8 KB. */
enum { MOST_LOTS = 16, FIRST_LOTS = 12, MOST_WORDS = 12, MOST_WISHES = MOST_LOTS + 4 * MOST_WORDS, MOST_NAMED = 60,
       MOST_LINES = 60, USUAL_KM = 50, MOST_KM = 2000, MOST_SIZE = 30, MOST_TYPED = 300, MOST_WORDS_OF_LOT = 120 };

static const char *const required_structures[] = {"ACI", "EI", "AI", "ETTI", "EA", "ESAT", "cooperative",
    "association"};

/* "2 000", "0,8", "1500.5"; false when it is no number from 0 to most. */
static bool number_typed(struct request *rq, const char *typed, double most, double *number)
{
    struct buffer clean = {.arena = rq->arena};
    for (const char *at = typed; *at; at++) {
        size_t space = *at == ' ' ? 1 : text_starts(at, "\xC2\xA0") ? 2 : text_starts(at, "\xE2\x80\xAF") ? 3 : 0;
        if (space)
            at += space - 1;
        else
            buffer_char(&clean, *at == ',' ? '.' : *at);
    }
    return clean.length && clean.length < 20 && parse_real(buffer_string(&clean), number) && *number >= 0
        && *number <= most;
}

static const char *short_number(struct request *rq, double number)
{
    struct buffer out = {.arena = rq->arena};
    write_number(&out, rq->language, number);
    return out.text;
}

/* What was typed in this field, cut; NULL when nothing was. */
static const char *typed_in(struct construct *construct, const char *name)
{
    const char *typed = param_text(construct->rq, name);
    size_t length = typed ? strlen(typed) : 0;
    while (length > MOST_TYPED || (length && typed && ((unsigned char)typed[length] & 0xC0) == 0x80))
        length--;
    return typed ? arena_copy(construct->rq->arena, typed, length) : NULL;
}

static const char *of_lot(struct construct *construct, const char *name, int64_t id)
{
    return typed_in(construct, arena_format(construct->rq->arena, "%s-%lld", name, (long long)id));
}

static void refuse(struct construct *construct, const char **why, const char *text)
{
    *why = text;
    construct->refused = true;
}

static void add_wish(struct construct *construct, struct wish wish, const char *title)
{
    if (construct->build.wish_count == MOST_WISHES)
        return;
    construct->titles[construct->build.wish_count] = title;
    construct->wishes[construct->build.wish_count++] = wish;
}

/* --- the lots ----------------------------------------------------------------------------------------------------- */

static bool is_chosen(struct construct *construct, int64_t id, size_t place)
{
    size_t count;
    const char *const *chosen = param_texts(construct->rq, "lot", &count);
    int64_t one;
    for (size_t i = 0; i < count; i++)
        if (parse_int(chosen[i], &one) && one == id)
            return true;
    return !construct->asked && place < FIRST_LOTS;
}

/* What was typed, or what the lot says before anything was: a lot chosen only now has no field of its own yet. */
static void fill_row(struct construct *construct, const struct lots_of_row *lot, struct builder_lots_row *row)
{
    struct request *rq = construct->rq;
    bool typed = param_text(rq, arena_format(rq->arena, "pose-%lld", (long long)lot->id)) != NULL;
    const char *volume = lot->quantity ? short_number(rq, (double)*lot->quantity / 1000) : NULL;
    row->does = typed ? of_lot(construct, "fait", lot->id) : cut_text(rq, lot->title, MOST_WORDS_OF_LOT);
    row->cpv = typed ? of_lot(construct, "cpv", lot->id) : lot->cpv;
    row->place = typed ? of_lot(construct, "lieu", lot->id) : place_written(rq->db, lot->commune);
    row->volume = typed ? of_lot(construct, "volume", lot->id) : volume;
    row->unit = typed ? of_lot(construct, "unite", lot->id) : lot->unit;
    row->threshold = typed ? of_lot(construct, "seuil", lot->id) : "100";
}

static void read_lot(struct construct *construct, const struct lots_of_row *lot, struct builder_lots_row *row)
{
    struct request *rq = construct->rq;
    struct wish wish = {.kind = WISH_LOT, .name = lot->number, .text = row->does, .unit = row->unit};
    char clean[9];
    const char *why = NULL;
    double percent = 100;
    if (!row->does && !row->cpv)
        refuse(construct, &row->why, translate(rq, N_("Say what this lot asks: words, or a CPV code.")));
    if (row->cpv && check_cpv(row->cpv, clean) != ID_SOUND)
        refuse(construct, &row->why, translate(rq, N_("A CPV code has eight digits, such as 77311000.")));
    else if (row->cpv)
        wish.cpv = arena_text(rq->arena, clean);
    if (row->volume && !number_typed(rq, row->volume, 1e9, &wish.volume))
        refuse(construct, &row->why, translate(rq, N_("A volume is a number over 0, such as 2 000.")));
    if (row->threshold && (!number_typed(rq, row->threshold, 100, &percent) || percent <= 0))
        refuse(construct, &row->why, translate(rq, N_("What is enough is a share from 1 to 100 %.")));
    wish.threshold = percent / 100;
    if (row->place && lot->commune && text_is(row->place, place_written(rq->db, lot->commune)))
        wish.at = lot->commune;
    else if (row->place && !(wish.at = commune_typed(rq, row->place, &why)))
        refuse(construct, &row->why, why);
    add_wish(construct, wish, say(rq, N_("Lot %s"), lot->number));
}

static void read_lots(struct construct *construct)
{
    struct lots_of lots = lots_of(construct->rq->db, (struct lots_of_args){.groupement_id = construct->group->id});
    struct builder_lots *rows = &construct->page->lots;
    struct request *rq = construct->rq;
    size_t chosen = 0;
    rows->rows = arena_array(rq->arena, lots.count, sizeof *rows->rows);
    rows->count = lots.count;
    for (size_t i = 0; i < lots.count; i++) {
        rows->rows[i] = (struct builder_lots_row){.id = lots.rows[i].id, .number = lots.rows[i].number,
            .title = lots.rows[i].title, .chosen = is_chosen(construct, lots.rows[i].id, i)};
        if (!rows->rows[i].chosen)
            continue;
        if (chosen == MOST_LOTS) {
            rows->rows[i].chosen = 0;
            refuse(construct, &rows->rows[i].why, translate(rq, N_("At most 16 lots at once: leave one out first.")));
            continue;
        }
        chosen++;
        fill_row(construct, &lots.rows[i], &rows->rows[i]);
        read_lot(construct, &lots.rows[i], &rows->rows[i]);
    }
}

/* --- the whole ---------------------------------------------------------------------------------------------------- */

static char **words_of(struct construct *construct, const char *typed, size_t *count)
{
    char **words = text_split(construct->rq->arena, typed ? typed : "", ",;\n", count);
    *count = *count > MOST_WORDS ? MOST_WORDS : *count;
    return words;
}

static void read_words(struct construct *construct, const char *typed, enum wish_kind kind)
{
    size_t count;
    char **words = words_of(construct, typed, &count);
    for (size_t i = 0; i < count; i++) {
        const char *word = text_trim(construct->rq->arena, words[i]);
        if (!text_blank(word))
            add_wish(construct, (struct wish){.kind = kind, .name = word, .text = word, .threshold = 1}, word);
    }
}

static void read_zones(struct construct *construct)
{
    struct request *rq = construct->rq;
    struct builder_asked *page = &construct->page->asked;
    struct builder_place known;
    size_t count;
    char **words = words_of(construct, page->zones, &count);
    for (size_t i = 0; i < count; i++) {
        const char *word = text_trim(rq->arena, words[i]), *why = NULL;
        if (text_blank(word))
            continue;
        const char *code = builder_place(rq->db, (struct builder_place_args){.code = word}, &known) ? word
            : commune_typed(rq, word, &why);
        if (!code)
            refuse(construct, &page->zones_why, why);
        else
            add_wish(construct, (struct wish){.kind = WISH_ZONE, .name = code, .text = word, .threshold = 1}, word);
    }
}

static void read_required(struct construct *construct)
{
    enum { STRUCTURES = sizeof required_structures / sizeof *required_structures };
    struct request *rq = construct->rq;
    struct builder_required *rows = &construct->page->required;
    size_t asked, total = STRUCTURES;
    const char *const *codes = param_texts(rq, "exige", &asked);
    for (const struct label *college = colleges; college->code; college++)
        total++;
    rows->rows = arena_array(rq->arena, total, sizeof *rows->rows);
    for (const struct label *college = colleges; college->code; college++)
        rows->rows[rows->count++] = (struct builder_required_row){college->code, translate(rq, college->text), 0};
    for (size_t i = 0; i < STRUCTURES; i++)
        rows->rows[rows->count++] = (struct builder_required_row){required_structures[i],
            label_text(rq, structures, required_structures[i]), 0};
    for (size_t i = 0; i < rows->count; i++)
        for (size_t k = 0; k < asked && !rows->rows[i].chosen; k++)
            if (text_is(rows->rows[i].code, codes[k])) {
                rows->rows[i].chosen = 1;
                add_wish(construct, (struct wish){.kind = WISH_COLLEGE, .name = rows->rows[i].code,
                    .text = rows->rows[i].label, .threshold = 1}, rows->rows[i].label);
            }
}

static void read_limits(struct construct *construct)
{
    struct request *rq = construct->rq;
    struct builder_asked *page = &construct->page->asked;
    double km = USUAL_KM, size = 0;
    const char *why = NULL;
    page->km = construct->asked ? typed_in(construct, "distance") : short_number(rq, USUAL_KM);
    page->size = typed_in(construct, "taille");
    page->place = construct->asked ? typed_in(construct, "lieu") : place_written(rq->db, construct->group->commune);
    if (page->km && !number_typed(rq, page->km, MOST_KM, &km))
        refuse(construct, &page->km_why, translate(rq, N_("A number of kilometres, from 1 to 2,000; nothing: no "
                                                          "limit.")));
    if (page->size && (!number_typed(rq, page->size, MOST_SIZE, &size) || size < 1 || size != floor(size)))
        refuse(construct, &page->size_why, translate(rq, N_("A whole number of members, from 1 to 30.")));
    if (page->place && construct->group->commune
        && text_is(page->place, place_written(rq->db, construct->group->commune)))
        construct->build.at = construct->group->commune;
    else if (page->place && !(construct->build.at = commune_typed(rq, page->place, &why)))
        refuse(construct, &page->place_why, why);
    construct->build.most_km = page->km ? km : 0;
    construct->build.most_members = (uint32_t)size;
    page->known = param_text(rq, "connues") != NULL;
    construct->build.known_only = page->known;
}

/* --- who is in, who is out, who can how much ---------------------------------------------------------------------- */

static bool is_inside(const struct members_of_row *member)
{
    return text_is(member->state, "accepted") || text_is(member->state, "invited");
}

static bool is_member(const struct construct *construct, int64_t actor_id)
{
    for (size_t i = 0; i < construct->members.count; i++)
        if (construct->members.rows[i].actor_id == actor_id && is_inside(&construct->members.rows[i]))
            return true;
    return false;
}

/* The actors of every such parameter, each once; who is not published is passed over. */
static size_t read_actors(struct construct *construct, const char *name, bool fixed, int64_t *ids, size_t count)
{
    struct request *rq = construct->rq;
    struct builder_kept *kept = &construct->page->kept;
    struct actor_named actor;
    size_t asked;
    const char *const *typed = param_texts(rq, name, &asked);
    for (size_t i = 0; i < asked && count < MOST_NAMED; i++) {
        int64_t id;
        bool known = parse_int(typed[i], &id) && !is_member(construct, id)
            && actor_named(rq->db, (struct actor_named_args){.id = &id}, &actor);
        for (size_t k = 0; k < count; k++)
            known = known && ids[k] != id;
        if (!known)
            continue;
        ids[count++] = id;
        kept->rows[kept->count++] = (struct builder_kept_row){.id = id, .name = actor.name, .fixed = fixed,
            .undo = construct_without(construct, arena_format(rq->arena, "%s=%lld", name, (long long)id))};
    }
    return count;
}

/* The members of the group are in; what a share gives them, they do. */
static void read_members(struct construct *construct)
{
    struct request *rq = construct->rq;
    struct shares_of shares = shares_of(rq->db, (struct shares_of_args){.groupement_id = construct->group->id});
    struct build *build = &construct->build;
    for (size_t i = 0; i < construct->members.count && build->fixed_count < MOST_NAMED; i++)
        if (is_inside(&construct->members.rows[i]))
            construct->fixed[build->fixed_count++] = construct->members.rows[i].actor_id;
    for (size_t i = 0; i < shares.count; i++)
        for (size_t m = 0; m < construct->members.count; m++)
            for (size_t w = 0; w < build->wish_count && build->declared_count < MOST_LINES; w++)
                if (construct->members.rows[m].id == shares.rows[i].member_id
                    && construct->wishes[w].kind == WISH_LOT
                    && text_is(construct->wishes[w].name, shares.rows[i].lot))
                    construct->declared[build->declared_count++] = (struct declared){
                        construct->members.rows[m].actor_id, w,
                        shares.rows[i].quantity ? (double)*shares.rows[i].quantity / 1000 : INFINITY};
}

/* A line "structure ; lot ; how much"; without how much, it can all. NULL, or what is wrong. */
static const char *read_capacity_line(struct construct *construct, char *line)
{
    struct request *rq = construct->rq;
    struct build *build = &construct->build;
    const char *why = NULL;
    size_t count, wish = 0;
    char **parts = text_split(rq->arena, line, ";", &count);
    double number = INFINITY;
    if (count < 2 || count > 3)
        return say(rq, N_("“%s”: write a structure, a lot and how much, with a semicolon between."), line);
    const char *who = text_trim(rq->arena, parts[0]), *lot = text_trim(rq->arena, parts[1]),
        *much = count > 2 ? text_trim(rq->arena, parts[2]) : NULL;
    int64_t actor = who ? actor_typed(rq, who, &why) : 0;
    if (!actor)
        return why ? why : translate(rq, N_("Write the name of a structure before the semicolon."));
    while (wish < build->wish_count && !text_is(build->wishes[wish].name, lot))
        wish++;
    if (wish == build->wish_count)
        return say(rq, N_("“%s”: no lot that is asked has this number."), lot ? lot : "");
    if (much && (!number_typed(rq, much, 1e9, &number) || number <= 0))
        return say(rq, N_("“%s” is no number over 0."), much);
    if (build->declared_count < MOST_LINES)
        construct->declared[build->declared_count++] = (struct declared){actor, wish, number};
    return NULL;
}

static void read_capacities(struct construct *construct)
{
    struct request *rq = construct->rq;
    struct builder_asked *page = &construct->page->asked;
    size_t count;
    page->capacities = param_text(rq, "capacites");
    char **lines = text_split(rq->arena, page->capacities ? page->capacities : "", "\r\n", &count);
    for (size_t i = 0; i < count && i < MOST_LINES; i++) {
        const char *why = text_blank(lines[i]) ? NULL : read_capacity_line(construct, lines[i]);
        if (why)
            refuse(construct, &page->capacities_why, why);
    }
}

/* --- the address -------------------------------------------------------------------------------------------------- */

static const char *address(struct construct *construct, const char *less, const char *more)
{
    struct request *rq = construct->rq;
    struct buffer out = {.arena = rq->arena};
    size_t count;
    char **pairs = text_split(rq->arena, rq->query ? rq->query : "", "&", &count);
    buffer_text(&out, group_path(rq, construct->group->id, "construire"));
    char mark = '?';
    for (size_t i = 0; i < count; i++)
        if (*pairs[i] && !text_is(pairs[i], less) && !text_is(pairs[i], more)) {
            buffer_format(&out, "%c%s", mark, pairs[i]);
            mark = '&';
        }
    if (more)
        buffer_format(&out, "%c%s", mark, more);
    return buffer_string(&out);
}

const char *construct_with(struct construct *construct, const char *pair)
{
    return address(construct, NULL, pair);
}

const char *construct_without(struct construct *construct, const char *pair)
{
    return address(construct, pair, NULL);
}

void construct_read(struct construct *construct)
{
    struct request *rq = construct->rq;
    struct build *build = &construct->build;
    struct builder_asked *page = &construct->page->asked;
    construct->asked = param_text(rq, "pose") != NULL;
    construct->members = members_of(rq->db, (struct members_of_args){.groupement_id = construct->group->id});
    construct->wishes = arena_array(rq->arena, MOST_WISHES, sizeof *construct->wishes);
    construct->titles = arena_array(rq->arena, MOST_WISHES, sizeof *construct->titles);
    construct->fixed = arena_array(rq->arena, MOST_NAMED, sizeof *construct->fixed);
    construct->excluded = arena_array(rq->arena, MOST_NAMED, sizeof *construct->excluded);
    construct->declared = arena_array(rq->arena, MOST_LINES, sizeof *construct->declared);
    construct->page->kept.rows = arena_array(rq->arena, 2 * MOST_NAMED, sizeof *construct->page->kept.rows);
    *build = (struct build){.wishes = construct->wishes, .fixed = construct->fixed, .excluded = construct->excluded,
                            .declared = construct->declared, .most_teams = 4};
    read_lots(construct);
    read_limits(construct);
    read_words(construct, page->skills = typed_in(construct, "savoirs"), WISH_SKILL);
    page->zones = typed_in(construct, "zones");
    read_zones(construct);
    read_required(construct);
    read_words(construct, page->labels = typed_in(construct, "etiquettes"), WISH_LABEL);
    read_members(construct);
    read_capacities(construct);
    build->fixed_count = read_actors(construct, "avec", true, construct->fixed, build->fixed_count);
    build->excluded_count = read_actors(construct, "sans", false, construct->excluded, 0);
}
