/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Purchase sectors and how codes and words lead to them. */
#include "features/directory/sectors.h"
#include "formats/identifiers.h"
#include "base/text.h"
#include <string.h>

const struct sector sectors[] = {
    {"green", N_("Green spaces and forests"), "8130 0161 0130 02", "7731 773 772 771 0343",
        "vert espac jardin tont paysag elag haie arbr forest bois plant desherb debroussaill parc pelous fauch"},
    {"cleaning", N_("Cleaning of premises"), "812", "9091 9092 909 3983",
        "nettoyag proprete entretien vitr menag hygien local locaux bureau"},
    {"public_space", N_("Upkeep of public space"), "3811 8129", "9061 906 904 9051",
        "voir trottoir balay deneig mobili urbain affichag encombr"},
    {"waste", N_("Waste, reuse and recycling"), "38 39 4779 467", "905 9050 9051 1455",
        "dechet recyclag reempl ressourc tri collect compost valoris recycler textil friper"},
    {"building", N_("Building works"), "41 43 439", "45 4521 4526 4500",
        "batiment macon travaux renov peintur platr carrel toitur couvertur isol cloison menuiser gros oeuvr"},
    {"civil", N_("Roads and networks"), "42", "4523 4524 4511 4522",
        "voir reseau canalis terrass assainiss route enrob genie"},
    {"wood", N_("Wood, metal and furniture"), "16 31 25 332 310", "3913 391 4442 4423 0341",
        "menuiser bois meubl mobili metal ferronner soudur palet"},
    {"energy", N_("Energy and renovation advice"), "35 7112 7490", "0933 71314 0900 4533 5072",
        "energ chauffag solair photovolta isol thermiqu biomass"},
    {"food", N_("Meals and catering"), "56 10 11", "5532 555 5530 5552 1589",
        "repa restaur traiteur cuisin cantin portag aliment buffet"},
    {"farming", N_("Local food and farming"), "01 0113 4631 472", "031 0322 153 15 0312 0322",
        "maraich legum fruit agricultur bio ferm circuit court panier"},
    {"textile", N_("Textile, laundry, sewing"), "13 14 15 9601 9529", "1810 181 9831 9830 395",
        "coutur textil vetement lavag ling blanchisser retouch repassag"},
    {"transport", N_("Transport and mobility"), "49 4932 7711 52", "601 6010 6018 6013 341",
        "transport mobilit vehicul navet velo covoitur autopartag minibus"},
    {"moving", N_("Moving, logistics, handling"), "5210 5229 4942 5320 53", "6312 6311 9839 641 6010",
        "demenag logist manutent livr stock conditionn preparat command messager"},
    {"care", N_("Care and help at home"), "88 87 8810 9609", "853 8531 8510 9850",
        "aide domicil soin handicap dependanc accompagn age senior"},
    {"childhood", N_("Childhood"), "8891 85 8510 8520", "8011 8531 9852 80110",
        "enfanc crech petit gard periscolair jeuness"},
    {"training", N_("Training and jobs"), "855 8559 78 7810 7820", "8050 8040 7960 7961 805",
        "format insert empl chantier apprent linguistiqu competenc"},
    {"temporary", N_("Staff made available"), "7820 7830", "7962 7961 7960",
        "interim mise disposit personnel remplac renfort"},
    {"digital", N_("Digital services"), "62 63 6201 58 61", "72 48 7221 302",
        "informat numer site web logiciel donne saisi numeris mediat"},
    {"print", N_("Printing and communication"), "18 73 5811 741", "7980 7982 793 7934 221",
        "impress imprim commun graphism affich signal routag mise pli"},
    {"events", N_("Events and culture"), "90 59 823 91 93", "9239 7995 9231 925 9200",
        "evenement spectacl festival cultur sonoris theatr musiqu"},
    {"reception", N_("Reception and guarding"), "80 811 8110", "7971 7999 7992 9834",
        "accueil gardien secur surveill standard concierg"},
    {"office", N_("Office work"), "82 821 69", "7950 7951 7921 7500",
        "secretariat administr comptabil paie courri archiv archivag"},
    {"housing", N_("Housing and accommodation"), "55 68 8790 5590", "7030 5510 9834 703",
        "logement hebergement foyer residenc habitat"},
    {"shops", N_("Shops and second hand"), "47 4719", "391 301 185", "epicer magasin boutiqu vent occas recycler"},
    {"advice", N_("Advice and studies"), "70 71 72 749", "794 7130 7141 7311 7322",
        "conseil etud diagnost ingenier accompagn facilit evalu"},
    {"crafts", N_("Repairs and crafts"), "95 32 33", "5050 5080 5000 501",
        "repar artisan maintenanc depann electromenag velo atelier"},
    {0}
};

const struct label sector_labels[] = {
    {"green", N_("Green spaces and forests")}, {"cleaning", N_("Cleaning of premises")},
    {"public_space", N_("Upkeep of public space")}, {"waste", N_("Waste, reuse and recycling")},
    {"building", N_("Building works")}, {"civil", N_("Roads and networks")}, {"wood", N_("Wood, metal and furniture")},
    {"energy", N_("Energy and renovation advice")}, {"food", N_("Meals and catering")},
    {"farming", N_("Local food and farming")}, {"textile", N_("Textile, laundry, sewing")},
    {"transport", N_("Transport and mobility")}, {"moving", N_("Moving, logistics, handling")},
    {"care", N_("Care and help at home")}, {"childhood", N_("Childhood")}, {"training", N_("Training and jobs")},
    {"temporary", N_("Staff made available")}, {"digital", N_("Digital services")},
    {"print", N_("Printing and communication")}, {"events", N_("Events and culture")},
    {"reception", N_("Reception and guarding")}, {"office", N_("Office work")}, {"housing",
        N_("Housing and accommodation")},
    {"shops", N_("Shops and second hand")}, {"advice", N_("Advice and studies")}, {"crafts",
        N_("Repairs and crafts")}, {0}
};

/* The length of the longest of these prefixes that starts the code. */
static size_t longest_prefix(const char *prefixes, const char *code)
{
    size_t longest = 0;
    for (const char *at = prefixes; *at;) {
        size_t length = strcspn(at, " ");
        if (length > longest && strncmp(at, code, length) == 0)
            longest = length;
        at += length + (at[length] == ' ');
    }
    return longest;
}

static const struct sector *sector_of(const char *code, bool naf)
{
    const struct sector *best = NULL;
    size_t longest = 1;
    for (const struct sector *one = sectors; code && one->code; one++) {
        size_t length = longest_prefix(naf ? one->naf : one->cpv, code);
        if (length > longest) {
            longest = length;
            best = one;
        }
    }
    return best;
}

const struct sector *sector_of_naf(const char *naf)
{
    return sector_of(naf, true);
}

const struct sector *sector_of_cpv(const char *cpv)
{
    return sector_of(cpv, false);
}

const struct sector *sector_by_code(const char *code)
{
    for (const struct sector *one = sectors; one->code; one++)
        if (text_is(one->code, code))
            return one;
    return NULL;
}

static bool has_word(const char *words, const char *word, size_t length)
{
    for (const char *at = words; *at;) {
        size_t here = strcspn(at, " ");
        if (here == length && strncmp(at, word, length) == 0)
            return true;
        at += here + (at[here] == ' ');
    }
    return false;
}

size_t sectors_of_words(const char *folded, const struct sector *found[], size_t most)
{
    enum { MOST_SECTORS = 32 };
    int hits[MOST_SECTORS] = {0};
    for (const char *at = folded; *at;) {
        size_t length = strcspn(at, " ");
        for (size_t i = 0; sectors[i].code; i++)
            hits[i] += has_word(sectors[i].words, at, length);
        at += length + (at[length] == ' ');
    }
    size_t count = 0;
    while (count < most) {
        size_t best = 0;
        for (size_t i = 1; sectors[i].code; i++)
            if (hits[i] > hits[best])
                best = i;
        if (!hits[best])
            break;
        hits[best] = 0;
        found[count++] = &sectors[best];
    }
    return count;
}

const char *cpv_trouble(struct request *rq, const char *value)
{
    char clean[9];
    (void)rq;
    return check_cpv(value, clean) == ID_SOUND ? NULL : N_("A CPV code has eight digits, such as 77311000.");
}
