/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Territories: the tables of the room. */
#include "features/territory/handlers.h"
#include "territory.bake.h"

const struct label past_natures[] = {
    {"delegated", N_("commune déléguée")}, {"associated", N_("commune associée")}, {"district", N_("arrondissement")},
    {"former", N_("former commune")}, {0}
};

static const struct permission *const permissions[] = {&draw_perimeters, NULL};
static const struct setting *const settings[] = {&own_territory, NULL};
static const struct importer *const importers[] = {&contour_importer, NULL};

static const struct route routes[] = {
    {GET,  "/territoires",                            list_territories, &anyone, LIMIT_SEARCH},
    {GET,  "/territoires/perimetre/nouveau",          new_perimeter,    &draw_perimeters},
    {POST, "/territoires/perimetre/nouveau",          add_perimeter,    &draw_perimeters, LIMIT_WRITE, &perimeter_form},
    {GET,  "/territoires/perimetre/:id/modifier",     edit_perimeter,   &draw_perimeters},
    {POST, "/territoires/perimetre/:id/modifier",     change_perimeter, &draw_perimeters, LIMIT_WRITE, &perimeter_form},
    {GET,  "/territoires/perimetre/:id/supprimer",    ask_deletion,     &draw_perimeters},
    {POST, "/territoires/perimetre/:id/supprimer",    delete_perimeter, &draw_perimeters, LIMIT_WRITE, &deletion_form},
    {GET,  "/territoires/:code",                      show_territory,   &anyone},
    {GET,  "/territoires/:code/contours",             send_outlines,    &anyone, LIMIT_EXPORT},
    {0}
};

static const struct command commands[] = {
    {"init", "DB --territory CODE [--name NAME]",
     N_("Loads the French geography and says which territory this site is for. Again: brings the geography up to "
         "date."),
     init_command, .creates = true},
    {0}
};

static const struct scope_kind scope = {SCOPE_TERRITORY, territory_scope_typed, territory_scope_named};

const struct feature territory_feature = {
    .name = "territory", .migrations = territory_migrations, .permissions = permissions, .routes = routes,
        .commands = commands,
    .settings = settings, .importers = importers,
    .foldings = territory_foldings, .scope = &scope
};
