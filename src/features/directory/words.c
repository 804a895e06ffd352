/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The words of the directory: colleges, kinds, structures. */
#include "features/directory/directory.h"

const struct label colleges[] = {
    {"inhabitants", N_("Inhabitants")}, {"sse", N_("Social and solidarity economy")}, {"companies", N_("Companies")},
    {"authorities", N_("Local authorities")}, {"state", N_("State services")}, {"research",
        N_("Research and training")},
    {"funders", N_("Funders")}, {"support", N_("Support structures")}, {0}
};

const struct label actor_kinds[] = {
    {"organisation", N_("Organisation")}, {"group", N_("Informal group")}, {"person", N_("Person")}, {0}
};

const struct label structures[] = {
    {"ACI", N_("Insertion workshop (ACI)")}, {"EI", N_("Insertion company (EI)")}, {"AI",
        N_("Intermediary association (AI)")},
    {"ETTI", N_("Insertion temporary work (ETTI)")}, {"EITI", N_("Insertion through self-employment (EITI)")},
    {"GEIQ", N_("Employers’ group for insertion (GEIQ)")}, {"EA", N_("Adapted company (EA)")},
    {"ESAT", N_("Sheltered work (ESAT)")}, {"association", N_("Association")}, {"cooperative", N_("Cooperative")},
    {"scic", N_("Collective-interest cooperative (SCIC)")}, {"mutual", N_("Mutual society")}, {"foundation",
        N_("Foundation")},
    {"company", N_("Company")}, {"authority", N_("Local authority")}, {"ccas", N_("Municipal social centre (CCAS)")},
    {"place", N_("Place that receives the public")}, {0}
};

const struct label trait_kinds[] = {
    {"sector", N_("Sectors")}, {"cpv", N_("CPV codes")}, {"skill", N_("Know-how")}, {"label", N_("Labels")},
    {"service", N_("Services")}, {0}
};

const struct label claim_states[] = {
    {"asked", N_("Asked")}, {"accepted", N_("Accepted")}, {"refused", N_("Refused")}, {0}
};

const struct label actor_sources[] = {
    {"typed", N_("Typed on this site")}, {"siae", N_("An imported file of organisations")},
    {"inclusion", N_("An imported file of places")}, {"demo", N_("Example of the demonstration")}, {0}
};
