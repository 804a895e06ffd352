/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The directory: its tables. */
#include "features/directory/directory.h"
#include "features/directory/freshness.h"
#include "features/directory/handlers.h"
#include "work/job.h"

const struct permission edit_directory = {"edit_directory", N_("Keep the directory: publish, correct, import"),
    ROLE_AGENT};
const struct permission edit_own_actor = {"edit_own_actor", N_("Keep the page of the organisation one speaks for"),
    ROLE_AGENT | ROLE_MEMBER};
const struct permission see_contacts = {"see_contacts", N_("See contacts that are not public"),
    ROLE_AGENT | ROLE_FACILITATOR};

static const struct permission *const permissions[] = {&edit_directory, &edit_own_actor, &see_contacts, NULL};

static const struct route routes[] = {
    {GET,  "/annuaire",                        list_actors,   &anyone, LIMIT_SEARCH},
    {POST, "/annuaire",                        keep_actor,    &signed_in, LIMIT_WRITE, &actor_form},
    {GET,  "/annuaire/ajouter",                new_actor,     &signed_in},
    {GET,  "/annuaire/a-lire",                 list_proposed, &edit_directory},
    {GET,  "/annuaire/:id",                    show_actor,    &anyone},
    {GET,  "/annuaire/:id/modifier",           edit_actor,    &edit_own_actor},
    {POST, "/annuaire/:id/modifier",           change_actor,  &edit_own_actor, LIMIT_WRITE, &actor_form},
    {POST, "/annuaire/:id/confirmer",          confirm_actor, &edit_own_actor, LIMIT_WRITE},
    {POST, "/annuaire/:id/publier",            publish_actor, &edit_directory, LIMIT_WRITE},
    {POST, "/annuaire/:id/masquer",            hide_actor,    &edit_directory, LIMIT_WRITE},
    {POST, "/annuaire/:id/revendiquer",        claim_actor,   &signed_in, LIMIT_WRITE, &claim_form},
    {POST, "/annuaire/demandes/:id/accepter",  accept_claim,  &edit_directory, LIMIT_WRITE},
    {POST, "/annuaire/demandes/:id/refuser",   refuse_claim,  &edit_directory, LIMIT_WRITE},
    {POST, "/annuaire/confirmations/:id/traiter", close_note,     &edit_directory, LIMIT_WRITE},
    {GET,  "/annuaire/confirmer/:code",        show_confirmation, &anyone},
    {POST, "/annuaire/confirmer/:code",        answer_confirmation, &anyone, LIMIT_PUBLIC_WRITE},
    {0}
};

static const struct entry entries[] = {
    {"/annuaire", N_("Map and directory"), &anyone},
    {"/annuaire/a-lire", N_("Directory: what waits"), &edit_directory},
    {0}
};
static const struct importer *const importers[] = {&organisations_importer, &places_importer, &contracts_importer,
    NULL};

static const struct job_kind jobs[] = {
    {"ask_confirmations", ask_confirmations, .every = 86400,
     .label = N_("Asking whether the directory is still true")}, {0}
};

static const struct scope_kind scope = {SCOPE_ORGANISATION, actor_typed, actor_scope_named};

const struct feature directory_feature = {
    .name = "directory", .migrations = directory_migrations, .permissions = permissions, .routes = routes, .entries =
        entries,
    .importers = importers, .jobs = jobs, .parameters = directory_parameters, .communes_changed = directory_follows,
    .foldings = directory_foldings, .scope = &scope
};
