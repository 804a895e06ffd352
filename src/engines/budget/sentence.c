/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Rules and reasons of participatory budgets, in French. */
#include "engines/budget/inside.h"
#include "base/money.h"

#define NBSP "\xC2\xA0"

static const char *rule_text(enum budget_rule rule)
{
    switch (rule) {
    case BUDGET_GREEDY:
        return "Les projets sont pris du plus soutenu au moins soutenu, chacun s’il tient encore dans le budget";
    case BUDGET_GREEDY_STOP:
        return "Les projets sont pris du plus soutenu au moins soutenu, jusqu’au premier qui ne tient plus dans le "
               "budget";
    case BUDGET_GREEDY_COST:
        return "Les projets sont pris par soutien pour chaque euro de coût, chacun s’il tient encore dans le budget";
    case BUDGET_SHARES:
        return "Parts égales" NBSP ": chaque votant dispose d’une même part du budget, qui ne paie que des projets "
               "qu’il soutient" NBSP "; le projet qui coûte le moins à ses soutiens passe le premier";
    case BUDGET_PHRAGMEN:
        return "Méthode de Phragmén" NBSP ": tous les votants gagnent au même rythme" NBSP "; un projet est acheté dès "
               "que ses soutiens en ont le prix, jusqu’au premier qui ne tient plus dans le budget";
    }
    return "";
}

void budget_rule_sentence(struct buffer *out, const struct budget_rules *rules)
{
    buffer_text(out, rule_text(rules->rule));
    if (rules->rule == BUDGET_SHARES && rules->completion == BUDGET_ADD_ONE) {
        buffer_text(out, NBSP "; les parts sont augmentées de ");
        format_money(out, rules->step);
        buffer_text(out, " en " );
        format_money(out, rules->step);
        buffer_text(out, " tant que le total ne dépasse pas le budget");
    }
    if (rules->rule == BUDGET_SHARES && rules->completion == BUDGET_ADD_NEXT)
        buffer_text(out, NBSP "; les parts sont augmentées peu à peu tant que le total ne dépasse pas le budget");
    if (rules->fill)
        buffer_text(out, NBSP "; le reste va aux projets les plus soutenus qui tiennent encore");
    if (rules->least_score > 0)
        buffer_format(out, NBSP "; il faut au moins %lld voix", (long long)rules->least_score);
    buffer_text(out, ". À égalité, le moins cher l’emporte, puis le plus soutenu, puis l’ordre de la liste.");
}

static void add_name(struct buffer *out, const char *const *names, uint32_t project)
{
    if (names && names[project])
        buffer_format(out, "«" NBSP "%s" NBSP "»", names[project]);
    else
        buffer_format(out, "le projet n°" NBSP "%u", project + 1);
}

static void add_changes(struct buffer *out, const struct budget_loss *loss)
{
    if (loss->more_votes < 0 && loss->cheaper < 0) {
        buffer_text(out, "Ni un prix plus bas ni deux fois plus de votants n’y auraient suffi.");
        return;
    }
    buffer_text(out, "Il aurait suffi de ");
    if (loss->more_votes >= 0)
        buffer_format(out, "%lld votant%s de plus qui ne soutiennent que lui", (long long)loss->more_votes,
                      loss->more_votes > 1 ? "s" : "");
    if (loss->more_votes >= 0 && loss->cheaper >= 0)
        buffer_text(out, ", ou d’un coût plus bas de ");
    else if (loss->cheaper >= 0)
        buffer_text(out, "coûter moins, de ");
    if (loss->cheaper >= 0)
        format_money(out, loss->cheaper);
    buffer_char(out, '.');
}

void budget_loss_sentence(struct buffer *out, const struct budget_rules *rules, const struct budget_result *result,
                          const struct budget_loss *loss, const char *const *names)
{
    if (result->scores[loss->project] <= 0) {
        buffer_text(out, "Personne ne l’a soutenu. ");
    } else if (rules->rule == BUDGET_SHARES) {
        buffer_text(out, "Ses soutiens n’avaient plus que ");
        format_money(out, loss->money_left);
        buffer_text(out, " ensemble. ");
        for (size_t i = 0; i < loss->rival_count; i++) {
            buffer_text(out, i ? ", " : "Leur part est allée surtout à ");
            add_name(out, names, loss->rival[i]);
        }
        buffer_text(out, loss->rival_count ? ". " : "");
    }
    add_changes(out, loss);
}
