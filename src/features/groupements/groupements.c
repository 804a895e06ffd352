/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Groupements: the tables of the feature. */
#include "features/groupements/handlers.h"

const struct label groupement_states[] = {
    {"exploration", N_("Exploring together")}, {"formation", N_("Being formed")},
    {"candidacy", N_("Preparing the candidacy")}, {"offer", N_("Preparing the offer")}, {"awarded", N_("Awarded")},
    {"lost", N_("Not retained")}, {"execution", N_("Being carried out")}, {"closed", N_("Closed, with its review")},
    {"dropped", N_("Given up")}, {0}
};
const struct label member_roles[] = {
    {"lead", N_("Lead (mandataire)")}, {"partner", N_("Co-contractor (cotraitant)")},
    {"subcontractor", N_("Subcontractor (sous-traitant)")}, {0}
};
const struct label member_states[] = {
    {"invited", N_("Invited")}, {"accepted", N_("In the group")}, {"declined", N_("Declined")}, {"left", N_("Left")},
        {0}
};
const struct label group_forms[] = {
    {"joint", N_("Conjoint: each answers for its own part")},
    {"joint_solidary_lead", N_("Conjoint with a solidary lead: the lead answers for all")},
    {"solidary", N_("Solidary: each answers for the whole")}, {0}
};
const struct label paper_kinds[] = {
    {"existence", N_("Proof of existence (Kbis, RNA or SIRENE)")}, {"social", N_("Social contributions (URSSAF, MSA)")},
    {"tax", N_("Tax certificate")}, {"insurance", N_("Liability insurance")},
    {"capacity", N_("Capacities and references (DC2)")}, {"rib", N_("Bank details (RIB)")}, {0}
};
const struct label fee_kinds[] = {
    {"none", N_("Nothing")}, {"percent", N_("A share of the others’ amounts")}, {"amount", N_("A fixed amount")}, {0}
};
const struct label vat_rates[] = {
    {"2000", N_("20 %")}, {"1000", N_("10 %")}, {"550", N_("5.5 %")}, {"210", N_("2.1 %")}, {"0", N_("No VAT")}, {0}
};
const struct label fairness[] = {
    {"4", N_("Yes")}, {"3", N_("Rather yes")}, {"2", N_("Rather no")}, {"1", N_("No")}, {0}
};

static const struct route routes[] = {
    {GET,  "/groupements",                            list_groupements,  &signed_in},
    {GET,  "/groupements/nouveau",                    new_groupement,    &signed_in},
    {POST, "/groupements/nouveau",                    open_groupement,   &signed_in, LIMIT_WRITE, &group_form},
    {GET,  "/groupements/:id",                        show_groupement,   &signed_in},
    {POST, "/groupements/:id/geste",                  move_groupement,   &signed_in, LIMIT_WRITE},
    {POST, "/groupements/:id/deposer",                deposit_offer,     &signed_in, LIMIT_WRITE},
    {GET,  "/groupements/:id/modifier",               edit_groupement,   &signed_in},
    {POST, "/groupements/:id/modifier",               change_groupement, &signed_in, LIMIT_WRITE, &group_form},
    {GET,  "/groupements/:id/conditions",             edit_terms,        &signed_in},
    {POST, "/groupements/:id/conditions",             change_terms,      &signed_in, LIMIT_WRITE, &terms_form},
    {GET,  "/groupements/:id/equipe",                 show_team,         &signed_in},
    {POST, "/groupements/:id/inviter",                invite_member,     &signed_in, LIMIT_WRITE, &invite_form},
    {POST, "/groupements/:id/reponse",                answer_invitation, &signed_in, LIMIT_WRITE, &sign_form},
    {POST, "/groupements/:id/role",                   change_member,     &signed_in, LIMIT_WRITE, &role_form},
    {POST, "/groupements/:id/quitter",                leave_group,       &signed_in, LIMIT_WRITE},
    {GET,  "/groupements/:id/construire",             show_builder,      &signed_in, LIMIT_SEARCH},
    {POST, "/groupements/:id/construire/inviter",     invite_team,       &signed_in, LIMIT_WRITE},
    {GET,  "/groupements/:id/repartition",            show_split,        &signed_in},
    {POST, "/groupements/:id/lots",                   keep_lot,          &signed_in, LIMIT_WRITE, &lot_form},
    {POST, "/groupements/:id/parts",                  add_share,         &signed_in, LIMIT_WRITE, &share_form},
    {POST, "/groupements/:id/parts/retirer",          remove_share,      &signed_in, LIMIT_WRITE},
    {GET,  "/groupements/:id/pieces",                 show_papers,       &signed_in},
    {POST, "/groupements/:id/pieces",                 keep_paper,        &signed_in, LIMIT_WRITE, &paper_form},
    {GET,  "/groupements/pieces/:id",                 send_paper,        &signed_in},
    {GET,  "/groupements/:id/memoire",                show_memo,         &signed_in},
    {POST, "/groupements/:id/sections",               add_section,       &signed_in, LIMIT_WRITE, &section_form},
    {GET,  "/groupements/:id/sections/:id",           edit_section,      &signed_in},
    {POST, "/groupements/:id/sections/:id",           write_section,     &signed_in, LIMIT_WRITE},
    {POST, "/groupements/:id/taches",                 add_task,          &signed_in, LIMIT_WRITE, &task_form},
    {POST, "/groupements/:id/taches/cocher",          tick_task,         &signed_in, LIMIT_WRITE},
    {POST, "/groupements/:id/retroplanning",          plan_backwards,    &signed_in, LIMIT_WRITE},
    {POST, "/groupements/:id/decisions",              add_decision,      &signed_in, LIMIT_WRITE, &decision_form},
    {GET,  "/groupements/:id/bilan",                  show_review,       &signed_in},
    {POST, "/groupements/:id/bilan",                  keep_review,       &signed_in, LIMIT_WRITE, &review_form},
    {POST, "/groupements/:id/retour",                 keep_outcome,      &signed_in, LIMIT_WRITE, &outcome_form},
    {GET,  "/groupements/:id/documents/:code",        send_document,     &signed_in, LIMIT_EXPORT},
    {GET,  "/offres-communes",                        list_offers,       &anyone},
    {GET,  "/offres-communes/nouvelle",               new_offer,         &signed_in},
    {POST, "/offres-communes/nouvelle",               open_offer,        &signed_in, LIMIT_WRITE, &offer_form},
    {GET,  "/offres-communes/:id",                    show_offer,        &anyone},
    {GET,  "/offres-communes/:id/documents/:code",    send_leaflet,      &anyone, LIMIT_EXPORT},
    {GET,  "/offres-communes/:id/modifier",           edit_offer,        &signed_in},
    {POST, "/offres-communes/:id/modifier",           change_offer,      &signed_in, LIMIT_WRITE, &offer_form},
    {POST, "/offres-communes/:id/geste",              move_offer,        &signed_in, LIMIT_WRITE},
    {POST, "/offres-communes/:id/accord",             agree_to_offer,    &signed_in, LIMIT_WRITE},
    {POST, "/offres-communes/:id/fournisseurs",       add_supplier,      &signed_in, LIMIT_WRITE, &supplier_form},
    {POST, "/offres-communes/:id/fournisseurs/retirer", remove_supplier, &signed_in, LIMIT_WRITE},
    {0}
};

static const struct entry entries[] = {
    {"/offres-communes", N_("Joint offers"), &anyone}, {"/groupements", N_("My groups"), &signed_in}, {0}
};
static const struct machine *const machines[] = {&groupement_machine, &offer_machine, NULL};

static const struct command commands[] = {
    {"groupement", "DB FILE.json [--json]", N_("Teams of the directory that cover lots, skills and zones together."),
     groupement_command}, {0}
};

const struct feature groupements_feature = {
    .name = "groupements", .migrations = groupements_migrations, .routes = routes, .entries = entries,
    .commands = commands, .machines = machines, .beside = groups_beside,
    .foldings = groupements_foldings
};
