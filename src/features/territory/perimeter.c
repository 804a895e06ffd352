/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Perimeters drawn here: a name and a set of communes, typed as a list of anything that holds communes. */
#include "base/time.h"
#include "features/territory/handlers.h"
#include "territory.bake.h"
#include "work/journal.h"
#include <string.h>

enum { LONGEST_CODE = 60, LONGEST_LIST = 20000 };

const struct permission draw_perimeters
    = {"draw_perimeters", N_("Draw project perimeters and import outlines"), ROLE_AGENT, true};

struct typed_perimeter { const char *name, *description, *list; };

static const struct field fields[] = {
    {TEXT, "nom", N_("Name of the perimeter"), TEXT_IN(typed_perimeter, name), .required = true, .least = 2,
        .most = 120,
     .example = N_("Vallée de la Lys")},
    {LONG_TEXT, "description", N_("What it is for"), TEXT_IN(typed_perimeter, description), .most = 2000},
    {LONG_TEXT, "communes", N_("Communes"), TEXT_IN(typed_perimeter, list), .required = true, .most = LONGEST_LIST,
     .hint = N_("One a line: names, postal or INSEE codes. The code of an intercommunality or a département adds all "
         "its communes."),
     .example = N_("Roubaix; 59599; 200093201")},
    {0}
};
const struct form perimeter_form
    = {N_("Draw a perimeter"), "/territoires/perimetre/nouveau", N_("Keep this perimeter"), fields,
    N_("A set of communes that no official division gives: a valley, a labour pool, the ground of a project.")};
static const struct form change_form = {N_("Change a perimeter"), "/territoires/perimetre/:id/modifier",
    N_("Keep the changes"),
    fields, NULL};

/* ---- the list ---- */

static void add_communes(struct arena *arena, struct places *all, size_t *room, const struct places *some)
{
    for (size_t i = 0; i < some->count; i++) {
        all->places = arena_grow(arena, all->places, all->count, room, sizeof *all->places);
        all->places[all->count++] = some->places[i];
    }
}

/* Several communes of one postal code are all meant; a name is to be sure. */
static bool read_item(struct request *rq, const char *item, struct places *some)
{
    struct place place;
    if (territory_place(rq->db, item, &place)) {
        *some = territory_communes(rq->db, place.code);
        return some->count > 0;
    }
    struct place_matches found = territory_find(rq->db, item);
    bool postal = strlen(item) == 5 && strspn(item, "0123456789") == 5;
    *some = (struct places){found.sure ? 1 : found.count, found.places};
    return found.sure || (postal && found.count);
}

/* False when an item is unknown or may be several communes: the form then says which, and what it may be. */
static bool read_list(struct request *rq, struct form_view *view, const char *list, struct places *all)
{
    size_t count, room = 0;
    char **items = text_split(rq->arena, list, "\r\n;,", &count);
    struct buffer troubles = {.arena = rq->arena};
    for (size_t i = 0; i < count; i++) {
        struct places some;
        const char *item = text_trim(rq->arena, items[i]);
        if (item && read_item(rq, item, &some))
            add_communes(rq->arena, all, &room, &some);
        else if (item)
            buffer_format(&troubles, "%s%s", troubles.length ? " " : "",
                say(rq, N_("“%s”: %s"), item, translate(rq, territory_check_typed(rq, item))));
    }
    if (troubles.length)
        form_refuse(rq, view, "communes", troubles.text);
    else if (!all->count)
        form_refuse(rq, view, "communes", translate(rq, N_("Give at least one commune.")));
    return !view->trouble_count;
}

/* ---- writing ---- */

/* "Vallée de la Lys" → "p-vallee-de-la-lys", with a number when another bears it. */
static const char *free_code(struct db *db, const char *name)
{
    char *slug = arena_format(db_arena(db), "p-%.*s", LONGEST_CODE, territory_fold(db_arena(db), name));
    for (char *at = slug; *at; at++)
        if (!((*at >= 'a' && *at <= 'z') || (*at >= '0' && *at <= '9')))
            *at = '-';
    const char *code = slug;
    struct territory_of_code taken;
    for (int number = 2; territory_of_code(db, (struct territory_of_code_args){.code = code}, &taken); number++)
        code = arena_format(db_arena(db), "%s-%d", slug, number);
    return code;
}

static void fill(struct db *db, const char *code, const struct places *communes)
{
    parts_clear(db, (struct parts_clear_args){.territory = code});
    for (size_t i = 0; i < communes->count; i++)
        part_add(db, (struct part_add_args){.territory = code, .commune = communes->places[i].code});
    sums_fill_one(db, (struct sums_fill_one_args){.code = code});
    dissolve_territory(db, code);
}

const char *perimeter_make(struct db *db, const char *name, const char *description, const struct places *communes,
    int64_t now)
{
    const char *code = free_code(db, name);
    struct perimeter_add added;
    perimeter_add(db, (struct perimeter_add_args){.code = code, .name = name,
        .folded = territory_fold(db_arena(db), name),
        .vintage = paris_time(now).year, .description = description}, &added);
    fill(db, code, communes);
    return code;
}

static void note(struct request *rq, int64_t id, const char *action)
{
    journal_add(rq->db, &(struct journal_entry){.subject = "territory", .subject_id = id, .action = action,
        .actor_id = rq->user->id, .at = rq->now});
}

static void see(struct request *rq, const char *code, const char *message)
{
    reply_done(rq, arena_format(rq->arena, "/territoires/%s", code), message);
}

void new_perimeter(struct request *rq)
{
    struct form_view view = form_empty(rq, &perimeter_form);
    form_reply(rq, &view);
}

void add_perimeter(struct request *rq)
{
    struct typed_perimeter typed = {0};
    struct form_view view;
    struct places communes = {0};
    if (!form_read(rq, &perimeter_form, &typed, &view) || !read_list(rq, &view, typed.list, &communes)) {
        form_reply(rq, &view);
        return;
    }
    const char *code = perimeter_make(rq->db, typed.name, typed.description, &communes, rq->now);
    struct territory_of_code row;
    if (territory_of_code(rq->db, (struct territory_of_code_args){.code = code}, &row))
        note(rq, row.id, "drawn");
    see(rq, code, translate(rq, N_("The perimeter is drawn.")));
}

static bool find_perimeter(struct request *rq, struct territory_of_id *row)
{
    if (territory_of_id(rq->db, (struct territory_of_id_args){.id = route_id(rq)}, row)
        && text_is(row->kind, "perimeter"))
        return true;
    reply_error(rq, NOT_FOUND);
    return false;
}

/* One INSEE code a line: names would have to be told apart. */
static const char *list_of(struct request *rq, const char *code)
{
    struct places communes = territory_communes(rq->db, code);
    struct buffer list = {.arena = rq->arena};
    for (size_t i = 0; i < communes.count; i++)
        buffer_format(&list, "%s\n", communes.places[i].code);
    return buffer_string(&list);
}

void edit_perimeter(struct request *rq)
{
    struct territory_of_id row;
    if (!find_perimeter(rq, &row))
        return;
    struct typed_perimeter typed = {row.name, row.description, list_of(rq, row.code)};
    struct form_view view = form_fill(rq, &change_form, &typed);
    form_reply(rq, &view);
}

void change_perimeter(struct request *rq)
{
    struct territory_of_id row;
    struct typed_perimeter typed = {0};
    struct form_view view;
    struct places communes = {0};
    if (!find_perimeter(rq, &row))
        return;
    if (!form_read(rq, &change_form, &typed, &view) || !read_list(rq, &view, typed.list, &communes)) {
        form_reply(rq, &view);
        return;
    }
    perimeter_set(rq->db, (struct perimeter_set_args){.id = row.id, .name = typed.name,
        .folded = territory_fold(rq->arena, typed.name), .description = typed.description});
    fill(rq->db, row.code, &communes);
    note(rq, row.id, "redrawn");
    see(rq, row.code, translate(rq, N_("The perimeter is changed.")));
}

/* ---- deleting ---- */

struct typed_deletion { int64_t sure; };
static const struct field sure_fields[] = {
    {TICK, "sur", N_("Yes, delete this perimeter. Its communes stay; what was filtered by it no longer is."),
     INT_IN(typed_deletion, sure), .required = true},
    {0}
};
const struct form deletion_form = {N_("Delete a perimeter"), "/territoires/perimetre/:id/supprimer",
    N_("Delete this perimeter"), sure_fields, NULL};

/* Why it must stay, translated; NULL when it may go. */
static const char *still_needed(struct request *rq, const struct territory_of_id *row)
{
    struct roles_on roles = {0};
    if (text_is(territory_own(rq->db), row->code))
        return translate(rq, N_("This is the territory of the site: choose another one in the settings first."));
    roles_on(rq->db, (struct roles_on_args){.id = row->id, .today = paris_day(rq->now)}, &roles);
    return roles.total ? translate_count(rq, N_("%d person holds a role on it: end this role first."),
                                   N_("%d people hold a role on it: end these roles first."), roles.total) : NULL;
}

void ask_deletion(struct request *rq)
{
    struct territory_of_id row;
    if (!find_perimeter(rq, &row))
        return;
    struct form_view view = form_empty(rq, &deletion_form);
    form_reply(rq, &view);
}

void delete_perimeter(struct request *rq)
{
    struct territory_of_id row;
    struct typed_deletion typed = {0};
    if (!find_perimeter(rq, &row) || !read_form(rq, &deletion_form, &typed))
        return;
    const char *why = still_needed(rq, &row);
    if (why) {
        reply_refused(rq, CONFLICT, why);
        return;
    }
    parts_clear(rq->db, (struct parts_clear_args){.territory = row.code});
    contour_drop(rq->db, (struct contour_drop_args){.code = row.code});
    territory_remove(rq->db, (struct territory_remove_args){.code = row.code});
    journal_add(rq->db, &(struct journal_entry){.subject = "territory", .subject_id = row.id, .action = "deleted",
        .reason = row.name, .actor_id = rq->user->id, .at = rq->now});
    reply_done(rq, "/territoires", say(rq, N_("The perimeter “%s” is deleted."), row.name));
}
