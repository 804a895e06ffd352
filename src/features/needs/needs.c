/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Needs and resources: the tables of the feature. */
#include "features/needs/needs.h"
#include "features/needs/handlers.h"
#include "needs.bake.h"
#include "work/job.h"

enum { DAY = 86400 };

const struct permission moderate_needs = {"moderate_needs", N_("Read needs before they are published"), ROLE_AGENT};
const struct permission answer_needs = {"answer_needs", N_("Follow needs up to their answer"),
    ROLE_AGENT | ROLE_FACILITATOR};

static const struct permission *const permissions[] = {&moderate_needs, &answer_needs, NULL};

static const struct route routes[] = {
    {GET,  "/besoins",                   list_needs,         &anyone},
    {POST, "/besoins",                   send_need,          &anyone, LIMIT_PUBLIC_WRITE, &need_box},
    {GET,  "/besoins/dire",              show_need_box,      &anyone},
    {GET,  "/besoins/suivi/:code",       follow_need,        &anyone},
    {GET,  "/besoins/a-traiter",         need_queue,         &answer_needs},
    {GET,  "/besoins/saisie",            type_need,          &moderate_needs},
    {POST, "/besoins/saisie",            keep_typed_need,    &moderate_needs, LIMIT_WRITE, &need_form},
    {GET,  "/besoins/:id",               show_need,          &anyone},
    {POST, "/besoins/:id/aussi",         feel_it_too,        &anyone, LIMIT_PUBLIC_WRITE},
    {POST, "/besoins/:id/geste",         move_need,          &answer_needs, LIMIT_WRITE},
    {GET,  "/besoins/:id/modifier",      edit_need,          &answer_needs},
    {POST, "/besoins/:id/modifier",      change_need,        &answer_needs, LIMIT_WRITE, &need_form},
    {GET,  "/besoins/:id/dossier",       need_file_page,     &answer_needs},
    {POST, "/besoins/:id/sources",       add_voice,          &answer_needs, LIMIT_WRITE, &voice_form},
    {POST, "/besoins/:id/reponse",       write_answer,       &answer_needs, LIMIT_WRITE, &answer_form},
    {POST, "/besoins/:id/retour",        set_wake_day,       &answer_needs, LIMIT_WRITE, &park_form},
    {POST, "/besoins/:id/rejoindre",     choose_merge,       &answer_needs, LIMIT_WRITE, &merge_form},
    {POST, "/besoins/:id/theme",         publish_with_theme, &moderate_needs, LIMIT_WRITE, &theme_form},
    {POST, "/besoins/:id/prendre",       own_need,           &answer_needs, LIMIT_WRITE},
    {GET,  "/merci",                     thank,              &anyone},
    {GET,  "/ressources",                list_resources,     &anyone},
    {POST, "/ressources",                send_resource,      &anyone, LIMIT_PUBLIC_WRITE, &resource_box},
    {GET,  "/ressources/proposer",       show_resource_box,  &anyone},
    {GET,  "/ressources/suivi/:code",    follow_resource,    &anyone},
    {GET,  "/ressources/:id",            show_resource,      &anyone},
    {POST, "/ressources/:id/geste",      move_resource,      &answer_needs, LIMIT_WRITE},
    {0}
};

static const struct entry entries[] = {
    {"/besoins", N_("Needs and resources"), &anyone},
    {"/besoins/a-traiter", N_("Needs to answer"), &answer_needs},
    {0}
};
static const struct job_kind jobs[] = {
    {"wake_needs", wake_needs, .every = DAY, .label = N_("Bringing back the needs that were set aside")}, {0}
};
static const struct machine *const machines[] = {&need_machine, &resource_machine, NULL};

const struct feature needs_feature = {
    .name = "needs", .migrations = needs_migrations, .permissions = permissions, .routes = routes, .entries = entries,
    .jobs = jobs, .machines = machines, .communes_changed = needs_follow,
    .foldings = needs_foldings
};
