/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Matching: the tables of the feature. */
#include "features/matching/handlers.h"
#include "features/matching/prepared.h"

const struct permission introduce = {"introduce", N_("Introduce structures to needs, set suggestions aside"),
    ROLE_AGENT | ROLE_FACILITATOR};

static const struct permission *const permissions[] = {&introduce, NULL};

static const struct route routes[] = {
    {GET,  "/besoins/:id/reponses",             show_answers,         &anyone, LIMIT_SEARCH},
    {POST, "/besoins/:id/reponses/ecarter",     refuse_answer,        &introduce, LIMIT_WRITE},
    {POST, "/besoins/:id/reponses/reprendre",   take_back_refusal,    &introduce, LIMIT_WRITE},
    {GET,  "/besoins/:id/contacter",            prepare_introduction, &introduce, LIMIT_SEARCH},
    {POST, "/besoins/:id/contacter",            send_introduction,    &introduce, LIMIT_WRITE, &introduction_form},
    {GET,  "/annuaire/:id/besoins",             show_served,          &anyone, LIMIT_SEARCH},
    {GET,  "/mises-en-relation",                list_introductions,   &introduce},
    {GET,  "/mises-en-relation/:id",            show_introduction,    &introduce},
    {POST, "/mises-en-relation/:id/geste",      move_introduction,    &introduce, LIMIT_WRITE},
    {GET,  "/mises-en-relation/lien/:code",     open_introduction,    &anyone},
    {POST, "/mises-en-relation/lien/:code",     answer_introduction,  &anyone, LIMIT_PUBLIC_WRITE},
    {0}
};

static const struct entry entries[] = {{"/mises-en-relation", N_("Introductions"), &introduce}, {0}};
static const struct machine *const machines[] = {&introduction_machine, NULL};
static const struct command commands[] = {
    {"match", "DB --need TEXT [--cpv CODE] [--at COMMUNE] [--limit N] [--json]",
     N_("Who in the directory could answer a need, in order, with reasons."), match_command},
    {"partners", "DB --cpv CODE [--at COMMUNE] [--with SIRET[,SIRET]] [--limit N] [--json]",
     N_("Who could complete a group that answers a contract, in order, with reasons."), partners_command}, {0}
};

const struct feature matching_feature = {
    .name = "matching", .migrations = matching_migrations, .permissions = permissions, .routes = routes, .entries =
        entries,
    .commands = commands, .machines = machines, .parameters = matching_parameters
};
