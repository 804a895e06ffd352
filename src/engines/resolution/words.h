/* SPDX-License-Identifier: AGPL-3.0-or-later
 * How French lists shorten the names of organisations and streets. Folded words, without stop words. */
#pragma once

struct wording { const char *from, *to; };                 /* "" as to: said by nearly all, says nothing */

/* One word for another. */
static const struct wording name_words[] = {
    {"ass", "association"}, {"asso", "association"}, {"assoc", "association"}, {"ste", "sainte"}, {"st", "saint"},
    {"ctre", "centre"}, {"cent", "centre"}, {"ctr", "centre"}, {"fed", "federation"}, {"bur", "bureau"},
    {"dep", "departement"}, {"dept", "departement"}, {"depart", "departement"}, {"departemental", "departement"},
    {"departementale", "departement"}, {"com", "communal"}, {"comm", "communal"}, {"mun", "municipal"},
    {"municipale", "municipal"}, {"bib", "bibliotheque"}, {"biblio", "bibliotheque"}, {"inform", "information"},
    {"famil", "familiale"}, {"soc", "social"}, {"socio", "social"}, {"sociale", "social"}, {"sociaux", "social"},
    {"centres", "centre"}, {"cult", "culturel"}, {"maisons", "maison"}, {"quartiers", "quartier"},
    {"regies", "regie"}, {"jeunes", "jeune"}, {"services", "service"}, {"cnes", "communes"}, {"ets", "etablissement"},
    {"intercommunale", "intercommunal"}, {"agglo", "agglomeration"}, {"mediatheques", "mediatheque"},
    {"dvpt", "developpement"}, {"gest", "gestion"}, {"anim", "animation"}, {"inser", "insertion"},
    {"insert", "insertion"}, {"form", "formation"}, {"prof", "professionnelle"}, {"nat", "national"},
    {"nationale", "national"}, {"reg", "regional"}, {"regionale", "regional"}, {"entr", "entreprise"},
    {"restos", "restaurants"}, {"loc", "locale"},
};
/* Several words for one, longest first among those that begin alike; after name_words. */
static const struct wording name_phrases[] = {
    {"centre communal action social", "ccas"}, {"centre intercommunal action social", "cias"},
    {"communaute communes", "cc"}, {"communaute agglomeration", "ca"}, {"communaute urbaine", "cu"},
    {"etablissement france service", "franceservice"}, {"espace france service", "franceservice"},
    {"maison france service", "franceservice"}, {"france service", "franceservice"},
    {"maison service public", "msap"}, {"maison jeune culture", "mjc"}, {"maison pour tous", "mpt"},
    {"mairie", "commune"}, {"ville", "commune"}, {"hotel ville", "commune"}, {"conseil departement", "departement"},
    {"hotel departement", "departement"}, {"conseil regional", "region"}, {"mission local", "missionlocale"},
    {"mission locale", "missionlocale"}, {"bureau information jeune", "bij"}, {"point information jeune", "pij"},
    {"office public habitat", "oph"}, {"centre social culturel", "centre social"},
    {"union departement association familiales", "udaf"}, {"bureau poste", "poste"},
    {"caisse allocations familiales", "caf"}, {"loi 1901", ""}, {"association", ""}, {"societe", ""}, {"sarl", ""},
    {"sas", ""}, {"sasu", ""}, {"sa", ""}, {"scic", ""}, {"scop", ""}, {"eurl", ""}, {"sci", ""}, {"gie", ""},
    {"groupe", ""}, {"entreprise", ""}, {"etablissement", ""},
};
/* Public bodies that are each their own legal person: a name with one of them alone is not one with another alone. */
static const char *const public_bodies[] = {"commune", "ccas", "cias", "cc", "ca", "cu", "metropole", "departement",
                                            "region", "poste", "missionlocale", "oph"};
/* Streets, after AFNOR XP Z10-011. */
static const struct wording street_words[] = {
    {"r", "rue"}, {"av", "avenue"}, {"ave", "avenue"}, {"bd", "boulevard"}, {"bld", "boulevard"}, {"blvd", "boulevard"},
    {"pl", "place"}, {"plc", "place"}, {"rte", "route"}, {"all", "allee"}, {"allees", "allee"}, {"imp", "impasse"},
    {"ch", "chemin"}, {"che", "chemin"}, {"chem", "chemin"}, {"sq", "square"}, {"crs", "cours"}, {"fg", "faubourg"},
    {"fbg", "faubourg"}, {"res", "residence"}, {"bat", "batiment"}, {"lot", "lotissement"}, {"qu", "quai"},
    {"esp", "esplanade"}, {"st", "saint"}, {"ste", "sainte"}, {"gal", "general"}, {"gen", "general"},
    {"dr", "docteur"}, {"pdt", "president"}, {"mal", "marechal"}, {"prof", "professeur"}, {"cdt", "commandant"},
    {"ctr", "centre"}, {"za", "zone"}, {"zi", "zone"}, {"zac", "zone"},
};
