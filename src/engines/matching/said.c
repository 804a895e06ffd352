/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What the name of a structure says of its trade. Half of the workshops that keep gardens or clean stand under "action
 * sociale" in the nomenclature of trades: their name is then all that says what they do. Words of ours, folded, in the
 * singular; measured by bench/matching on who won contracts, without having been chosen by it. */
#include "base/fold.h"
#include "engines/matching/inside.h"
#include <string.h>

enum { MOST_READ = 40 };                                   /* words of a title: names are short, texts are not names */

static const struct said { const char *word, *code; } says[] = {
    {"regie", "said:regie"},
    {"jardin", "said:verts"}, {"vert", "said:verts"}, {"verte", "said:verts"}, {"paysage", "said:verts"},
    {"paysager", "said:verts"}, {"paysagiste", "said:verts"}, {"environnement", "said:verts"},
    {"nature", "said:verts"}, {"riviere", "said:verts"}, {"foret", "said:verts"}, {"sentier", "said:verts"},
    {"bocage", "said:verts"}, {"horticole", "said:verts"}, {"elagage", "said:verts"}, {"vegetal", "said:verts"},
    {"maraichage", "said:terre"}, {"cocagne", "said:terre"}, {"ferme", "said:terre"}, {"potager", "said:terre"},
    {"proprete", "said:net"}, {"nettoyage", "said:net"}, {"net", "said:net"}, {"nett", "said:net"},
    {"clean", "said:net"}, {"menage", "said:net"},
    {"btp", "said:bati"}, {"batiment", "said:bati"}, {"bati", "said:bati"}, {"chantier", "said:bati"},
    {"renov", "said:bati"}, {"renovation", "said:bati"}, {"construction", "said:bati"}, {"toit", "said:bati"},
    {"maconnerie", "said:bati"}, {"peinture", "said:bati"}, {"patrimoine", "said:bati"}, {"habitat", "said:bati"},
    {"menuiserie", "said:bois"}, {"bois", "said:bois"}, {"ebenisterie", "said:bois"}, {"palette", "said:bois"},
    {"metal", "said:metal"}, {"metallerie", "said:metal"}, {"ferronnerie", "said:metal"},
    {"blanchisserie", "said:linge"}, {"linge", "said:linge"}, {"laverie", "said:linge"}, {"pressing", "said:linge"},
    {"repassage", "said:linge"},
    {"interim", "said:personnel"}, {"temporaire", "said:personnel"}, {"intermediaire", "said:personnel"},
    {"restaurant", "said:repas"}, {"restauration", "said:repas"}, {"traiteur", "said:repas"},
    {"cuisine", "said:repas"}, {"table", "said:repas"},
    {"ressourcerie", "said:dechets"}, {"recyclerie", "said:dechets"}, {"recyclage", "said:dechets"},
    {"tri", "said:dechets"}, {"recup", "said:dechets"}, {"collecte", "said:dechets"}, {"emmaus", "said:dechets"},
    {"imprimerie", "said:impression"}, {"reprographie", "said:impression"},
    {"transport", "said:transport"}, {"taxi", "said:transport"}, {"mobilite", "said:transport"},
    {"garage", "said:voitures"}, {"auto", "said:voitures"}, {"velo", "said:velos"}, {"cycle", "said:velos"},
    {"textile", "said:textile"}, {"couture", "said:textile"}, {"logistique", "said:logistique"},
    {"numerique", "said:numerique"}, {"informatique", "said:numerique"}, {"formation", "said:formation"},
    {"domicile", "said:domicile"},
};

static bool is_word(const char *folded, const char *word)
{
    size_t length = strlen(word);
    return strncmp(folded, word, length) == 0
           && (!folded[length] || ((folded[length] == 's' || folded[length] == 'x') && !folded[length + 1]));
}

size_t codes_said(struct arena *work, const char *title, const char *codes[SAID_MOST])
{
    struct word_list words = fold_words(work, title ? title : "");
    size_t count = 0;
    for (size_t w = 0; w < words.count && w < MOST_READ; w++)
        for (size_t i = 0; i < sizeof says / sizeof *says && count < SAID_MOST; i++)
            if (is_word(words.words[w], says[i].word)) {
                codes[count++] = says[i].code;
                break;
            }
    return count;
}
